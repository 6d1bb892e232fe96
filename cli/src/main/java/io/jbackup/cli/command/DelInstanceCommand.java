package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.error.LockedException;

/// `del-instance`: everything of an instance goes.
final class DelInstanceCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Instance instance = session.instance();
    for (StoredBackup backup : instance.backups()) {
      if (backup.control().status() == BackupStatus.RUNNING) {
        throw new LockedException(
            "Instance '" + instance.name() + "' has a backup that is RUNNING: " + backup.id(),
            "Wait until it ends. If its process is gone, set \"status = ERROR\" in "
                + backup.store().describe(backup.key(StoredBackup.CONTROL))
                + " and run the command again.");
      }
    }
    instance.catalog().deleteInstance(instance.name());
    session.log().info("Instance '" + instance.name() + "' successfully deleted");
    return 0;
  }
}
