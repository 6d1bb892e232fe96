package io.jbackup.core.window;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.coverage.Branch;
import io.jbackup.catalog.coverage.Coverage;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.core.verify.ArchiveSegments;
import io.jbackup.core.window.RecoveryWindow.Mark;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Looks at what is stored of an instance, and reads the ends of its WAL: never file dates.
public final class WindowReader {
  private final Instance instance;
  private final Clock clock;

  public WindowReader(Instance instance, Clock clock) {
    this.instance = instance;
    this.clock = clock;
  }

  /// Throws StorageException when something cannot be listed or read; damaged WAL is part of the
  /// answer.
  public RecoveryWindow read() {
    InstancePicture picture = InstancePicture.take(instance, clock);
    WalTimes times =
        new WalTimes(new ArchiveSegments(instance), instance.config().systemIdentifier(), picture);
    List<TimelineWindow> branches = new ArrayList<>();
    for (Branch branch : Coverage.of(picture).branches()) {
      branches.add(new BranchReader(picture, times, branch, branches).read());
    }
    List<Mark> marks =
        picture.backups().stream()
            .map(WindowReader::mark)
            .sorted(Comparator.comparing(Mark::time))
            .toList();
    return new RecoveryWindow(
        picture.instance(), picture.segmentSize(), picture.takenAt(), branches, marks);
  }

  private static Mark mark(BackupFacts backup) {
    return new Mark(
        backup.id(),
        backup.status(),
        backup.timeline().orElse(0),
        backup.recoveryTime().orElse(backup.startTime()),
        backup.isRestorable());
  }
}
