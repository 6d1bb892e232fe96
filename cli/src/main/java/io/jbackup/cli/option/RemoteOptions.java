package io.jbackup.cli.option;

import io.jbackup.catalog.error.UsageException;

/// pg_probackup's options for work over ssh mean nothing here. With `--remote-proto=none`, which
/// says "without ssh", they are accepted so that scripts go on working.
final class RemoteOptions {
  private RemoteOptions() {}

  static void check(Arguments arguments) {
    boolean none =
        arguments.has(Option.REMOTE_PROTO) && arguments.choice(Option.REMOTE_PROTO).equals("none");
    if (none) {
      return;
    }
    for (Option option : OptionGroup.REMOTE.options()) {
      if (arguments.has(option)) {
        throw new UsageException(
            "option " + option.label() + " is not supported: jbackup does not use ssh",
            "Name the server with -h and -p; jbackup reads it through the replication protocol."
                + " With --remote-proto=none the option is accepted and unused.");
      }
    }
  }
}
