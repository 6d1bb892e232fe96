package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.cli.log.Log;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.core.backup.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// `set-backup`: pins, unpins and annotates a backup.
final class SetBackupCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Arguments arguments = session.arguments();
    BackupId id = id(arguments);
    PinAndNote wanted = new PinAndNote(arguments, session.clock().getZone());
    Optional<Expiry> expiry = wanted.expiry();
    Optional<String> note = wanted.note();
    Instance instance = session.instance();
    Locks locks = session.locks(instance);
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      find(instance, id);
      try (HeldLock _ = locks.acquire(LockTarget.backup(id), LockMode.EXCLUSIVE)) {
        StoredBackup backup = find(instance, id);
        BackupControl changed = backup.control();
        if (arguments.has(Option.NOTE)) {
          changed = annotate(changed, id, note, session.log());
        }
        if (expiry.isPresent()) {
          changed = pin(changed, id, expiry.get(), session);
        } else if (wanted.unpins()) {
          changed = unpin(changed, id, session.log());
        }
        backup.save(changed);
      }
    }
    return 0;
  }

  private static BackupId id(Arguments arguments) {
    BackupId id =
        arguments
            .text(Option.BACKUP_ID)
            .map(Ids::parse)
            .orElseThrow(() ->
                new UsageException(
                    "You must specify parameter (-i, --backup-id) for 'set-backup' command",
                    "\"jbackup show\" lists the IDs."));
    if (!arguments.has(Option.TTL)
        && !arguments.has(Option.EXPIRE_TIME)
        && !arguments.has(Option.NOTE)) {
      throw new UsageException(
          "You must specify at least one of the options --ttl, --expire-time and --note",
          "For example --ttl=30d to pin the backup, or --note='before the migration'.");
    }
    return id;
  }

  private static StoredBackup find(Instance instance, BackupId id) {
    StoredBackup backup =
        instance
            .backup(id)
            .orElseThrow(() ->
                new CatalogException(
                    "Requested backup \"" + id + "\" is not found.",
                    "\"jbackup show --instance " + instance.name() + "\" lists the backups."));
    if (!backup.problem().isEmpty()) {
      throw new CatalogException(
          backup.problem() + ": it is left as it is",
          "Restore the file from a copy, or delete the backup.");
    }
    backup.requireKnownFormat();
    return backup;
  }

  private static BackupControl annotate(
      BackupControl control, BackupId id, Optional<String> note, Log log) {
    if (note.isEmpty()) {
      log.info("Removing note from backup " + id);
      return control.without(ControlField.NOTE);
    }
    log.info("Adding note to backup " + id + ": '" + note.get() + "'");
    return control.with(ControlField.NOTE, note.get());
  }

  private static BackupControl pin(
      BackupControl control, BackupId id, Expiry expiry, Session session) {
    Instant until =
        switch (expiry) {
          case Expiry.Until(Instant time) -> time;
          case Expiry.Ttl(Duration length) ->
              control
                  .time(ControlField.RECOVERY_TIME)
                  .orElseThrow(() ->
                      new CatalogException(
                          "Backup " + id + " has no recovery time that --ttl could count from",
                          "Name the moment itself with --expire-time."))
                  .plus(length);
        };
    session
        .log()
        .info(
            "Backup "
                + id
                + " is pinned until '"
                + ControlTime.format(until, session.clock().getZone())
                + "'");
    return control.with(ControlField.EXPIRE_TIME, until);
  }

  private static BackupControl unpin(BackupControl control, BackupId id, Log log) {
    if (control.text(ControlField.EXPIRE_TIME).isEmpty()) {
      log.warning("Backup " + id + " is not pinned, nothing to unpin");
      return control;
    }
    log.info("Backup " + id + " is unpinned");
    return control.without(ControlField.EXPIRE_TIME);
  }
}
