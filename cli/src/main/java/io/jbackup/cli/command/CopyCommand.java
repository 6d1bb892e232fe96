package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.core.copy.CopyRequest;
import io.jbackup.core.copy.CopyResult;
import java.util.List;

/// `copy`: backups and WAL to another catalog.
final class CopyCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    return Interruption.guard(
        "the copy",
        "What was copied is kept; run the command again for the rest.",
        () -> copy(session));
  }

  private static int copy(Session session) {
    Arguments arguments = session.arguments();
    CatalogLocation target =
        CatalogLocation.parse(
            arguments.required(Option.COPY_TO), session.surroundings().environment());
    if (target.toString().equals(session.catalogLocation().toString())) {
      throw new UsageException(
          "-B and --to name the same catalog: " + target, "Name another one with --to.");
    }
    CopyRequest request = request(arguments);
    try (Catalog to = Catalog.open(target, !arguments.has(Option.NO_SYNC))) {
      if (arguments.has(Option.INSTANCE)) {
        copy(session, session.anyInstance(), to, request);
      } else {
        session.openLog(arguments.over(InstanceConfig.empty()));
        for (String name : session.catalog().instances()) {
          copy(session, session.catalog().anyInstance(name), to, request);
        }
      }
    }
    return 0;
  }

  private static CopyRequest request(Arguments arguments) {
    List<BackupId> ids = arguments.all(Option.COPY_BACKUP_ID).stream().map(Ids::parse).toList();
    if (!ids.isEmpty() && !arguments.has(Option.INSTANCE)) {
      throw new UsageException(
          "Required parameter not specified: --instance",
          "A backup belongs to one instance: add --instance NAME.");
    }
    boolean wal = arguments.has(Option.COPY_WAL);
    return new CopyRequest(
        ids,
        !ids.isEmpty() || !wal,
        wal || ids.isEmpty(),
        !arguments.has(Option.NO_VALIDATE),
        arguments.integerOrDefault(Option.THREADS));
  }

  private static void copy(Session session, Instance from, Catalog to, CopyRequest request) {
    Instance target = CopyInstance.target(from, to, session.arguments().has(Option.ENCRYPT));
    CopyResult result =
        new CopyInstance(
                from,
                session.locks(from),
                target,
                session.locks(target),
                new SessionLog(session.log()),
                session.progress(),
                session.clock())
            .run(request);
    session
        .log()
        .info(
            "Instance '%s': backups copied: %d, there already: %d; WAL files copied: %d, there already: %d; bytes copied: %d"
                .formatted(
                    from.name(),
                    result.backups(),
                    result.backupsPresent(),
                    result.walFiles(),
                    result.walFilesPresent(),
                    result.bytes()));
  }
}
