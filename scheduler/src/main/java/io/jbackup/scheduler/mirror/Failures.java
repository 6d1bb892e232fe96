package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.scheduler.status.MirrorStatus.Trouble;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts the failures of one kind of work, and tells each once. Used by several threads.
final class Failures {
  /// One may be chance: what was to be copied was removed just then.
  private static final int ALARMING = 2;

  private final String work;
  private final MirrorLog log;
  private int inARow;
  private @Nullable Trouble last;

  /// @param work in words, as the subject of a sentence
  Failures(String work, MirrorLog log) {
    this.work = work;
    this.log = log;
  }

  synchronized void add(String why, String hint) {
    inARow++;
    Trouble trouble = new Trouble(work + " failed: " + why, hint);
    if (!trouble.equals(last)) {
      last = trouble;
      log.error(trouble.why(), hint);
    }
  }

  void add(BackupException e) {
    add(String.valueOf(e.getMessage()), e.hint());
  }

  /// It worked: what failed before is over.
  synchronized void end() {
    if (last != null) {
      log.info(work + " works again after " + inARow + (inARow == 1 ? " failure" : " failures"));
    }
    inARow = 0;
    last = null;
  }

  synchronized int inARow() {
    return inARow;
  }

  /// What has failed more than once by now.
  synchronized Optional<Trouble> lasting() {
    return inARow < ALARMING ? Optional.empty() : Optional.ofNullable(last);
  }
}
