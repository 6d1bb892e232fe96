package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.json.DrillJson;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.table.DrillText;
import io.jbackup.core.drill.DrillQuery;
import io.jbackup.core.drill.DrillRequest;
import io.jbackup.core.drill.DrillRequestBuilder;
import io.jbackup.core.drill.RunDrill;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `drill`: proves that a backup can be restored.
final class DrillCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Instance instance = session.instance();
    DrillRequest request = request(session);
    RunDrill drill =
        new RunDrill(
            instance,
            session.locks(instance),
            new SessionLog(session.log()),
            session.progress(),
            session.clock(),
            session.surroundings().environment());
    Signals.onInterrupt(drill::cancel);
    DrillRecord record = drill.run(request);
    session.log().info(DrillText.of(record, session.clock().getZone()));
    if (session.arguments().choice(Option.FORMAT).equals("json")) {
      session.terminal().data(new DrillJson(session.clock().getZone()).of(record));
    }
    return 0;
  }

  private static DrillRequest request(Session session) {
    Arguments arguments = session.arguments();
    Path program = session.surroundings().distribution().resolve("bin/jbackup").toAbsolutePath();
    TargetArguments target = new TargetArguments(arguments, session.clock().getZone());
    DrillRequestBuilder builder =
        DrillRequest.builder(program)
            .backup(arguments.text(Option.BACKUP_ID).map(Ids::parse).orElse(null))
            .target(target.target())
            .inclusive(arguments.bool(Option.RECOVERY_TARGET_INCLUSIVE).orElse(null))
            .timeline(target.timeline())
            .threads(arguments.integerOrDefault(Option.THREADS))
            .directory(arguments.path(Option.DRILL_DIR).orElse(null))
            .pgbin(arguments.path(Option.PGBIN).orElse(null))
            .user(arguments.text(Option.PGUSER).orElse(null))
            .query(query(arguments))
            .amcheck(arguments.has(Option.AMCHECK))
            .keep(arguments.has(Option.KEEP))
            .timeout(arguments.durationOrDefault(Option.TIMEOUT));
    for (String setting : arguments.all(Option.SERVER_OPTION)) {
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw new UsageException(
            "invalid --server-option \"" + setting + "\"",
            "Write NAME=VALUE, such as work_mem=64MB.");
      }
      builder.setting(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    return builder.build();
  }

  private static @Nullable DrillQuery query(Arguments arguments) {
    if (!arguments.has(Option.QUERY)) {
      for (Option option : new Option[] {Option.EXPECT, Option.PGDATABASE}) {
        if (arguments.has(option)) {
          throw new UsageException(
              "option " + option.bothNames() + " is used by drill together with --query only",
              "Say with --query what to ask.");
        }
      }
      return null;
    }
    return new DrillQuery(
        arguments.text(Option.PGDATABASE).orElse("postgres"),
        arguments.required(Option.QUERY),
        arguments.text(Option.EXPECT));
  }
}
