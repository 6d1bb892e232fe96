package io.jbackup.scheduler.config;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// Who is told, and of what.
public sealed interface NotifyTarget {
  Set<Occasion> on();

  /// What can be told.
  enum Occasion {
    FAILURE,
    ALARM,
    RECOVERY
  }

  /// Gets a JSON document by POST.
  ///
  /// @param timeout of one attempt
  record Webhook(URI url, Set<Occasion> on, int attempts, Duration timeout)
      implements NotifyTarget {
    public Webhook {
      on = Set.copyOf(on);
    }
  }

  /// A program, run by a shell, that gets the same JSON document on its standard input.
  record Command(String command, Set<Occasion> on, Duration timeout) implements NotifyTarget {
    public Command {
      on = Set.copyOf(on);
    }
  }
}
