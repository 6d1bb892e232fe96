package io.jbackup.core.restore;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.coverage.WalRun;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory.Stretch;
import io.jbackup.core.JobLog;
import io.jbackup.core.archive.StoredArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells what a prepared restore would do.
final class PlanWriter {
  private final Instance instance;
  private final PreparedRestore prepared;
  private final JobLog log;
  private final SegmentSize size;

  PlanWriter(Instance instance, PreparedRestore prepared, JobLog log) {
    this.instance = instance;
    this.prepared = prepared;
    this.log = log;
    size = instance.config().segmentSize();
  }

  RestorePlan plan() {
    List<RestorePlan.Archive> archives = new ArrayList<>();
    long raw = 0;
    for (StoredArchive archive : prepared.index().archives()) {
      archives.add(
          new RestorePlan.Archive(archive.fileName(), archive.storedBytes(), archive.rawBytes()));
      raw += archive.rawBytes();
    }
    long rate =
        UnpackSample.rate(prepared.backup(), prepared.index().main(), prepared.request().threads());
    return new RestorePlan(
        prepared.backup().id(),
        prepared.why(),
        prepared.index().files(),
        archives,
        wal(),
        timelines(),
        directories(),
        settings(),
        Duration.ofMillis(raw * 1000 / Math.max(rate, 1)),
        rate);
  }

  private RestorePlan.Wal wal() {
    WalMode mode = prepared.backup().control().walMode();
    if (!RecoverySettings.needsArchive(prepared.request(), mode)) {
      return RestorePlan.Wal.NONE;
    }
    Map<SegmentName, Long> stored = stored();
    SegmentSet segments = SegmentSet.of(List.copyOf(stored.keySet()));
    Candidate candidate = prepared.chosen().candidate();
    Lsn start =
        mode == WalMode.STREAM
            ? size.startOf(size.segmentBefore(candidate.stop()))
            : candidate.start();
    List<Stretch> path = prepared.chosen().route().history().stretches();
    WalRun run = WalRun.of(segments, path, start, size);
    if (run.isEmpty()) {
      return RestorePlan.Wal.NONE;
    }
    List<SegmentName> asked = new ArrayList<>();
    for (long number = size.segmentOf(start); number <= last(run); number++) {
      long segment = number;
      WalRun.stretch(path, segment, size)
          .map(stretch -> new SegmentName(stretch.timeline(), segment))
          .filter(stored::containsKey)
          .ifPresent(asked::add);
    }
    return asked.isEmpty()
        ? RestorePlan.Wal.NONE
        : new RestorePlan.Wal(
            asked.getFirst().fileName(size),
            asked.getLast().fileName(size),
            asked.size(),
            asked.stream().mapToLong(name -> stored.getOrDefault(name, 0L)).sum(),
            (long) asked.size() * size.bytes());
  }

  /// A position is known beforehand; where another target lies, only recovery finds.
  private long last(WalRun run) {
    long end = size.segmentBefore(run.end());
    return prepared.request().target() instanceof RecoveryTarget.Position(Lsn lsn)
        ? Math.min(end, size.segmentOf(lsn))
        : end;
  }

  private Map<SegmentName, Long> stored() {
    Map<SegmentName, Long> stored = new HashMap<>();
    instance
        .archive()
        .visit(file -> {
          if (SegmentName.isSegmentName(file.name())) {
            stored.put(SegmentName.parse(file.name(), size), file.storedBytes());
          }
        });
    return stored;
  }

  /// From the backup's start on, such as `1 up to 0/5000000`.
  private List<String> timelines() {
    List<String> words = new ArrayList<>();
    Lsn start = prepared.chosen().candidate().start();
    for (Stretch stretch : prepared.chosen().route().history().stretches()) {
      if (stretch.end().map(start::isBefore).orElse(true)) {
        String number = Integer.toUnsignedString(stretch.timeline());
        words.add(number + stretch.end().map(end -> " up to LSN " + end).orElse(""));
      }
    }
    return words;
  }

  private List<RestorePlan.Directory> directories() {
    List<RestorePlan.Directory> directories = new ArrayList<>();
    prepared
        .needs()
        .forEach((path, needed) ->
            directories.add(new RestorePlan.Directory(what(path), path, needed, free(path))));
    return directories;
  }

  private String what(Path path) {
    if (path.equals(prepared.destination().pgdata())) {
      return "data directory";
    }
    return path.equals(prepared.destination().walDirectory()) ? "pg_wal" : "tablespace";
  }

  /// Of the file system that the path will be on.
  private static long free(Path path) {
    Path there = path;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      throw DestinationFailures.of("look at", there, e);
    }
  }

  /// The backup's configuration files are not read for a plan: where they say that archive_mode is
  /// always, a restore to a new archive leaves it so.
  private List<String> settings() {
    RecoverySettings settings =
        new SettingsPlan(instance, log)
            .of(prepared.request(), prepared.chosen(), prepared.backup(), prepared.label(), "on");
    List<String> lines = new ArrayList<>(settings.lines());
    lines.removeIf(line -> line.startsWith("#"));
    settings.signal().ifPresent(lines::add);
    return lines;
  }
}
