package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.cli.json.CheckJson;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.table.CheckText;
import io.jbackup.cli.table.NagiosText;
import io.jbackup.core.check.CheckInstance;
import io.jbackup.core.check.CheckLevel;
import io.jbackup.core.check.CheckReport;
import io.jbackup.core.check.CheckRequest;
import java.time.Duration;

/// `check`: whether a backup and a restore have all that they need.
final class CheckCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    String format = session.arguments().choice(Option.CHECK_FORMAT);
    if (!format.equals("nagios")) {
      CheckReport report = check(session);
      boolean json = format.equals("json");
      session.terminal().data(json ? CheckJson.of(report) : CheckText.of(report, colour(session)));
      return report.level() == CheckLevel.FAIL ? ExitCode.GENERAL.code() : 0;
    }
    try {
      CheckReport report = check(session);
      session.terminal().data(NagiosText.of(report));
      return NagiosText.exitCode(report.level());
    } catch (BackupException e) {
      session.terminal().data(NagiosText.unknown(e));
      return NagiosText.UNKNOWN;
    }
  }

  private static CheckReport check(Session session) {
    Instance instance = session.instance();
    InstanceConfig settings = session.settings(instance);
    return new CheckInstance(
            instance, ConnectionArguments.target(session, instance.config()), session.clock())
        .run(request(session.arguments(), settings));
  }

  private static CheckRequest request(Arguments arguments, InstanceConfig settings) {
    return new CheckRequest(
        arguments.durationOrDefault(Option.BACKUP_AGE),
        arguments.durationOrDefault(Option.WAL_AGE),
        arguments.integerOrDefault(Option.READY_SEGMENTS),
        arguments.integerOrDefault(Option.FREE_SPACE),
        !arguments.has(Option.NO_SWITCH),
        Duration.ofSeconds(settings.number(ConfigKey.ARCHIVE_TIMEOUT)));
  }

  private static boolean colour(Session session) {
    return session.terminal().outIsTerminal() && !session.arguments().has(Option.NO_COLOR);
  }
}
