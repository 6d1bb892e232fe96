package io.jbackup.scheduler.job;

import io.jbackup.scheduler.config.Work;

/// One piece of work, to be run once.
interface Job {
  /// Throws a [io.jbackup.catalog.error.BackupException] when the work cannot be done.
  JobResult run();

  /// Ends [#run()] soon, from another thread.
  void cancel();

  static Job of(Assignment assignment) {
    return switch (assignment.schedule().work()) {
      case Work.Backup backup -> new BackupJob(assignment, backup);
      case Work.Validate validate -> new ValidateJob(assignment, validate);
      case Work.Drill drill -> new DrillJob(assignment, drill);
    };
  }
}
