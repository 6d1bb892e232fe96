package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.SamePlace;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.Encryption;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.option.OptionGroup;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.core.copy.CopyRequest;
import io.jbackup.core.copy.CopyResult;
import java.util.List;

/// `copy`: backups and WAL to another catalog. What cannot be copied is told, and decides the exit
/// code after everything else was copied.
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
    SamePlace.refuse(session.catalogLocation(), target);
    CopyRequest request = request(arguments);
    CopyResult result;
    try (Catalog to = Catalog.open(target, !arguments.has(Option.NO_SYNC))) {
      result =
          arguments.has(Option.INSTANCE)
              ? copy(session, named(session), to, request)
              : copyAll(session, to, request);
    }
    if (result.worst().isPresent()) {
      session
          .log()
          .warning(
              "Not everything was copied: "
                  + result.failures()
                  + (result.failures() == 1 ? " failure" : " failures"));
      throw result.worst().get();
    }
    return ExitCode.SUCCESS.code();
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

  /// A key that is given for it is its own: else what somebody put there in its place would be
  /// encrypted as genuine. One in the environment may be that of the other catalog.
  private static Instance named(Session session) {
    return hasKey(session) ? session.instance() : session.anyInstance();
  }

  private static boolean hasKey(Session session) {
    return OptionGroup.ENCRYPTION.options().stream().anyMatch(session.arguments()::has);
  }

  private static CopyResult copyAll(Session session, Catalog to, CopyRequest request) {
    session.openLog(session.arguments().over(InstanceConfig.empty()));
    Catalog from = session.catalog();
    List<String> names = from.instances();
    boolean open = !from.isEncrypted() && names.stream().noneMatch(name -> isEncrypted(from, name));
    if (hasKey(session) && open) {
      Encryption.requireNone(session.keys(), "everything in \"" + from.location() + "\"");
    }
    CopyResult sum = CopyResult.NONE;
    for (String name : names) {
      sum = sum.plus(copyOne(session, name, to, request));
    }
    return sum;
  }

  private static boolean isEncrypted(Catalog catalog, String name) {
    try {
      return catalog.outline(name).config().isEncrypted();
    } catch (BackupException _) {
      // What is wrong with it is told when it is to be copied.
      return true;
    }
  }

  /// An instance that cannot be copied does not keep the others from it.
  private static CopyResult copyOne(Session session, String name, Catalog to, CopyRequest request) {
    try {
      return copy(session, session.catalog().anyInstance(name), to, request);
    } catch (CancelledException e) {
      throw e;
    } catch (BackupException e) {
      session.log().warning("Instance '" + name + "' was not copied: " + e.getMessage());
      return CopyResult.failure(e);
    }
  }

  private static CopyResult copy(Session session, Instance from, Catalog to, CopyRequest request) {
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
    return result;
  }
}
