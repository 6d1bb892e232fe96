package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.core.checkdb.CheckIndexes;
import io.jbackup.core.checkdb.CheckPages;
import io.jbackup.core.checkdb.IndexChecks;
import java.nio.file.Path;
import java.util.Optional;

/// `checkdb`: looks for damage in a cluster itself.
final class CheckdbCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    return Interruption.guard("the check", "Run the command again.", () -> check(session));
  }

  private static int check(Session session) {
    Arguments arguments = session.arguments();
    requireFitting(arguments);
    Optional<Instance> instance =
        arguments.has(Option.INSTANCE) ? Optional.of(session.instance()) : Optional.empty();
    boolean whole = true;
    if (!arguments.has(Option.SKIP_BLOCK_VALIDATION)) {
      whole = pages(session, instance);
    }
    if (arguments.has(Option.AMCHECK)) {
      whole &= indexes(session, instance);
    }
    return (whole ? ExitCode.SUCCESS : ExitCode.CORRUPT).code();
  }

  private static void requireFitting(Arguments arguments) {
    if (arguments.has(Option.AMCHECK)) {
      return;
    }
    for (Option option :
        new Option[] {Option.SKIP_BLOCK_VALIDATION, Option.HEAPALLINDEXED, Option.CHECKUNIQUE}) {
      if (arguments.has(option)) {
        throw new UsageException(
            "Option '" + option.label() + "' must be used with '--amcheck' option",
            "Add --amcheck to check indexes through SQL.");
      }
    }
  }

  private static boolean pages(Session session, Optional<Instance> instance) {
    CheckPages check =
        new CheckPages(
            pgdata(session, instance), new SessionLog(session.log()), session.progress());
    instance.ifPresent(
        known -> check.requireSystem(known.config().systemIdentifier(), known.name()));
    session.log().info("Start checking data files");
    CheckPages.Result result = check.run(session.arguments().integerOrDefault(Option.THREADS));
    if (result.damaged() > 0) {
      session
          .log()
          .warning(
              "Data files are corrupted: "
                  + result.damaged()
                  + " of "
                  + result.pages()
                  + " pages are damaged");
      return false;
    }
    session.log().info("Data files are valid, " + result.pages() + " pages were checked");
    return true;
  }

  private static Path pgdata(Session session, Optional<Instance> instance) {
    return session
        .pathOrEnvironment(Option.PGDATA)
        .or(() -> instance.flatMap(known -> known.config().get(ConfigKey.PGDATA)).map(Path::of))
        .orElseThrow(() ->
            new UsageException(
                """
                No postgres data directory specified.
                Please specify it either using environment variable PGDATA or
                command line option --pgdata (-D)\
                """,
                "Name the data directory to check: -D PATH."));
  }

  private static boolean indexes(Session session, Optional<Instance> instance) {
    Arguments arguments = session.arguments();
    InstanceConfig stored = instance.map(Instance::config).orElseGet(InstanceConfig::empty);
    IndexChecks checks =
        new IndexChecks(arguments.has(Option.HEAPALLINDEXED), arguments.has(Option.CHECKUNIQUE));
    session.log().info("Start checking indexes with amcheck");
    CheckIndexes.Result result =
        new CheckIndexes(
                ConnectionArguments.target(session, stored),
                checks,
                new SessionLog(session.log()),
                session.progress())
            .run(arguments.integerOrDefault(Option.THREADS));
    if (result.skipped() > 0) {
      session.log().warning("Some databases were not checked by amcheck: " + result.skipped());
    }
    if (result.damaged() > 0) {
      session
          .log()
          .warning(
              "Indexes are corrupted: "
                  + result.damaged()
                  + " of "
                  + result.indexes()
                  + " are damaged");
      return false;
    }
    session
        .log()
        .info(
            "Indexes are valid, "
                + result.indexes()
                + " were checked in "
                + result.databases()
                + " databases");
    return true;
  }
}
