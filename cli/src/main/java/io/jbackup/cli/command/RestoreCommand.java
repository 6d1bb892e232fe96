package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.json.RestorePlanJson;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.table.RestorePlanText;
import io.jbackup.core.restore.RestoreBackup;
import io.jbackup.core.restore.RestorePlan;
import io.jbackup.core.restore.RestoreRequest;
import io.jbackup.core.restore.RestoreResult;
import java.nio.file.Path;

/// `restore`: restores a backup and says what to type next.
final class RestoreCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    refuseNewArchive(session.arguments());
    Instance instance = session.instance();
    InstanceConfig settings = session.settings(instance);
    Path program = session.surroundings().distribution().resolve("bin/jbackup");
    RestoreRequest request =
        new RestoreArguments(session.arguments(), session.clock().getZone())
            .request(pgdata(session, settings), program.toAbsolutePath());
    RestoreBackup restore =
        new RestoreBackup(
            instance,
            session.locks(instance),
            new SessionLog(session.log()),
            session.progress(),
            session.clock());
    session
        .arguments()
        .ignored()
        .forEach(name ->
            session
                .log()
                .warning("Key " + name + " of Patroni's section means nothing to restore"));
    Signals.onInterrupt(restore::cancel);
    if (session.arguments().has(Option.PLAN)) {
      RestorePlan plan = restore.plan(request);
      boolean json = session.arguments().choice(Option.FORMAT).equals("json");
      session.terminal().data(json ? RestorePlanJson.of(plan) : RestorePlanText.of(plan));
      return 0;
    }
    if (session.arguments().has(Option.FORMAT)) {
      throw new UsageException(
          "option --format is used by restore together with --plan only", "Add --plan.");
    }
    RestoreResult result = restore.run(request);
    session.log().info("Restore of backup " + result.backup() + " completed.");
    result.nextCommands().forEach(next -> session.log().info("Next command: " + next));
    return 0;
  }

  /// What the restored cluster archives goes to the catalog as it is now.
  private static void refuseNewArchive(Arguments arguments) {
    if (arguments.has(Option.AS_OF) && arguments.has(Option.NEW_ARCHIVE)) {
      throw new UsageException(
          "options --as-of and --new-archive exclude each other",
          "Restore with --as-of, then add the new instance with \"jbackup add-instance\" and set"
              + " archive_command.");
    }
  }

  private static Path pgdata(Session session, InstanceConfig settings) {
    return session
        .pathOrEnvironment(Option.PGDATA)
        .or(() -> settings.get(ConfigKey.PGDATA).map(Path::of))
        .orElseThrow(() ->
            new UsageException(
                """
                No postgres data directory specified.
                Please specify it either using environment variable PGDATA or
                command line option --pgdata (-D)\
                """,
                "Name the directory to restore into: -D PATH."));
  }
}
