package io.jbackup.core.validate;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.picture.ArchivePicture;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.catalog.wal.TimelineHistory.Entry;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.verify.Damages;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Validates the WAL archive of an instance: every file is read, history files must agree with each
/// other.
final class ArchiveValidation {
  private final Instance instance;
  private final JobLog log;
  private final Progress progress;
  private final Clock clock;
  private final int threads;
  private final Damages damages;

  /// What was found.
  ///
  /// @param damages how many files are damaged or contradict others, and how many ranges cannot be
  ///   reached
  /// @param obstacle the first failure to read
  record Result(long damages, Optional<BackupException> obstacle) {}

  ArchiveValidation(Instance instance, JobLog log, Progress progress, Clock clock, int threads) {
    this.instance = instance;
    this.clock = clock;
    this.log = log;
    this.progress = progress;
    this.threads = threads;
    damages = new Damages(log::warning);
  }

  Result run() {
    ArchivePicture picture =
        ArchivePicture.take(instance.archive(), instance.config().segmentSize());
    picture.malformedHistories().values().forEach(damages::add);
    picture.histories().values().forEach(history -> compare(history, picture));
    List<ArchivedFile> files = instance.archive().list();
    if (files.isEmpty()) {
      return new Result(damages.count(), Optional.empty());
    }
    SegmentReading reading = new SegmentReading(instance, progress, damages::add);
    log.info("Validating WAL archive of instance '" + instance.name() + "'");
    progress.begin("Validating WAL", files.stream().mapToLong(ArchivedFile::storedBytes).sum());
    try {
      reading.run(files, threads);
    } finally {
      progress.end();
    }
    lostRanges(reading.damaged()).forEach(damages::add);
    return new Result(damages.count(), Optional.ofNullable(reading.unread()));
  }

  private List<String> lostRanges(Set<String> files) {
    Set<SegmentName> damaged = new HashSet<>();
    for (String file : files) {
      if (SegmentName.isSegmentName(file)) {
        damaged.add(SegmentName.parse(file, instance.config().segmentSize()));
      }
    }
    long walDepth = instance.config().number(ConfigKey.WAL_DEPTH);
    return new LostRanges(InstancePicture.take(instance, clock), damaged, walDepth).words();
  }

  /// The ancestors of a timeline have the same ancestors in their own history files.
  private void compare(TimelineHistory history, ArchivePicture picture) {
    List<Entry> ancestors = history.ancestors();
    for (int i = 0; i < ancestors.size(); i++) {
      int timeline = ancestors.get(i).timeline();
      List<Entry> expected = ancestors.subList(0, i);
      TimelineHistory own = picture.histories().get(timeline);
      if (own != null && !isSamePath(own.ancestors(), expected)) {
        damages.add(
            "history files "
                + TimelineHistory.fileName(history.timeline())
                + " and "
                + TimelineHistory.fileName(timeline)
                + " contradict each other about where timeline "
                + Integer.toUnsignedString(timeline)
                + " comes from");
      }
    }
  }

  private static boolean isSamePath(List<Entry> one, List<Entry> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.get(i).timeline() != other.get(i).timeline()
          || !one.get(i).switchPoint().equals(other.get(i).switchPoint())) {
        return false;
      }
    }
    return true;
  }
}
