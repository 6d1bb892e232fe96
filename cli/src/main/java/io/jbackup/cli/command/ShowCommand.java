package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.cli.json.BackupJson;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.table.BackupTable;
import io.jbackup.cli.table.ControlText;
import io.jbackup.cli.table.DrillText;
import io.jbackup.cli.table.KnownDrills;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// `show`: backups or WAL archives of all instances or of one, or one backup.
final class ShowCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Arguments arguments = session.arguments();
    if (arguments.has(Option.ARCHIVE)) {
      new ShowArchive(session).run();
      return 0;
    }
    boolean json = arguments.choice(Option.FORMAT).equals("json");
    Map<String, List<StoredBackup>> backups = selection(session);
    backups.values().forEach(list -> list.forEach(backup -> warn(session, backup)));
    if (json) {
      session
          .terminal()
          .data(
              new BackupJson(session.clock().getZone(), ShowCommand::owners, drills(session))
                  .render(backups));
    } else if (arguments.has(Option.BACKUP_ID)) {
      StoredBackup backup = backups.values().iterator().next().getFirst();
      session.terminal().data(ControlText.of(backup, owners(backup), session.clock().getZone()));
    } else {
      session.terminal().data(tables(session, backups));
    }
    return 0;
  }

  /// Who uses a backup now.
  static List<LockOwner> owners(StoredBackup backup) {
    LockRequest request = LockRequest.withoutWaiting("show");
    return backup.instance().locks(request).owners(LockTarget.backup(backup.id()));
  }

  private static Map<String, List<StoredBackup>> selection(Session session) {
    if (session.arguments().has(Option.BACKUP_ID)) {
      Instance instance = session.instance();
      return Map.of(instance.name(), List.of(requested(session, instance)));
    }
    if (session.arguments().has(Option.INSTANCE)) {
      Instance instance = session.instance();
      return Map.of(instance.name(), instance.backups());
    }
    Map<String, List<StoredBackup>> all = new LinkedHashMap<>();
    for (String name : session.catalog().instances()) {
      all.put(name, session.catalog().outline(name).backups());
    }
    return all;
  }

  private static StoredBackup requested(Session session, Instance instance) {
    BackupId id = Ids.parse(session.arguments().required(Option.BACKUP_ID));
    return instance
        .backup(id)
        .orElseThrow(() ->
            new CatalogException(
                "Requested backup \""
                    + id
                    + "\" is not found in instance '"
                    + instance.name()
                    + "'",
                "\"jbackup show\" lists the backups that there are."));
  }

  private static void warn(Session session, StoredBackup backup) {
    if (!backup.problem().isEmpty()) {
      session.log().warning(backup.problem());
    }
  }

  /// The drills of the instance of that name; one that cannot be read is warned of.
  private static Function<String, KnownDrills> drills(Session session) {
    return name -> {
      KnownDrills drills = KnownDrills.of(session.catalog().outline(name));
      if (!drills.problem().isEmpty()) {
        session.log().warning(drills.problem());
      }
      return drills;
    };
  }

  private static String tables(Session session, Map<String, List<StoredBackup>> backups) {
    BackupTable table = new BackupTable(session.clock(), session.hasColours());
    boolean titled = !session.arguments().has(Option.INSTANCE);
    Function<String, KnownDrills> drills = drills(session);
    StringBuilder text = new StringBuilder();
    backups.forEach((name, list) -> {
      text.append(titled ? "\nBACKUP INSTANCE '" + name + "'\n" : "");
      text.append(table.render(list));
      text.append(DrillText.below(drills.apply(name), session.clock().getZone()));
    });
    return text.toString();
  }
}
