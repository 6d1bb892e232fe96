package io.jbackup.cli.command;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.terminal.Prompt;
import io.jbackup.core.connect.ConnectionOptions;
import io.jbackup.core.connect.ConnectionResolver;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.PasswordPolicy;

/// The connection options of a command line, with what an instance has stored below them.
final class ConnectionArguments {
  private ConnectionArguments() {}

  /// Whether the command line names a server.
  static boolean given(Arguments arguments) {
    return arguments.has(Option.PGDATABASE)
        || arguments.has(Option.PGHOST)
        || arguments.has(Option.PGPORT)
        || arguments.has(Option.PGUSER);
  }

  static ConnectionTarget target(Session session, InstanceConfig stored) {
    Surroundings surroundings = session.surroundings();
    return new ConnectionResolver(
            surroundings.environment(), surroundings.home(), surroundings.osUser())
        .resolve(
            commandLine(session.arguments()),
            stored(stored),
            policy(session.arguments()),
            Prompt::password);
  }

  private static ConnectionOptions commandLine(Arguments arguments) {
    return new ConnectionOptions(
        arguments.text(Option.PGDATABASE).orElse(null),
        arguments.text(Option.PGHOST).orElse(null),
        arguments.text(Option.PGPORT).orElse(null),
        arguments.text(Option.PGUSER).orElse(null));
  }

  private static ConnectionOptions stored(InstanceConfig config) {
    return new ConnectionOptions(
        config.get(ConfigKey.PGDATABASE).orElse(null),
        config.get(ConfigKey.PGHOST).orElse(null),
        config.get(ConfigKey.PGPORT).orElse(null),
        config.get(ConfigKey.PGUSER).orElse(null));
  }

  private static PasswordPolicy policy(Arguments arguments) {
    if (arguments.has(Option.PASSWORD) && arguments.has(Option.NO_PASSWORD)) {
      throw new UsageException(
          "You cannot specify '--password' and '--no-password' options together",
          "Leave one of them away.");
    }
    if (arguments.has(Option.PASSWORD)) {
      return PasswordPolicy.ALWAYS;
    }
    return arguments.has(Option.NO_PASSWORD) ? PasswordPolicy.NEVER : PasswordPolicy.IF_ASKED;
  }
}
