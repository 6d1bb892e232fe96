package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.cli.table.Amounts;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.BackupRequest;
import io.jbackup.core.backup.BackupResult;
import io.jbackup.core.backup.TakeBackup;
import io.jbackup.core.connect.ConnectionTarget;

/// `backup`: takes a backup and says what became of it.
final class BackupCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Instance instance = session.instance();
    InstanceConfig settings = session.settings(instance);
    BackupRequest request =
        new BackupArguments(session.arguments(), session.clock().getZone()).request(settings);
    DeleteArguments purge = new DeleteArguments(session.arguments(), session.clock().getZone());
    ConnectionTarget target = ConnectionArguments.target(session, instance.config());
    Progress progress = session.progress();
    TakeBackup backup =
        new TakeBackup(
            instance,
            session.locks(instance),
            target,
            new SessionLog(session.log()),
            progress,
            session.clock());
    Signals.onInterrupt(backup::cancel);
    BackupResult result = backup.run(request);
    BackupId id = result.backup().id();
    session.log().info("Backup " + id + " resident size: " + Amounts.size(result.residentBytes()));
    session.log().info("Backup " + id + " completed");
    if (purge.any()) {
      purge(session, instance, purge.request(settings), id);
    }
    return 0;
  }

  /// Its failure leaves the backup as good as it is.
  private static void purge(
      Session session, Instance instance, RetentionRequest request, BackupId id) {
    try {
      DeleteCommand.after(session, instance, request);
    } catch (BackupException e) {
      session.log().warning("Backup " + id + " is good. What failed is the purge after it");
      throw e;
    }
  }
}
