package io.jbackup.cli.command;

import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.scheduler.config.JobStoreSettings;
import io.jbackup.scheduler.store.JobStoreTables;

/// `service init-job-store`: makes the tables of the job store that several services share.
final class ServiceTablesCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    ServiceSetting setting = new ServiceSetting(session);
    if (!(setting.read().jobStore() instanceof JobStoreSettings.Jdbc store)) {
      throw new UsageException(
          "configuration file \"" + setting.file() + "\" has no job-store with a database",
          "Without job-store.jdbc each service keeps in memory what is due: nothing is to be made.");
    }
    JobStoreTables.create(store);
    session.log().info("The tables of the job store are ready");
    return ExitCode.SUCCESS.code();
  }
}
