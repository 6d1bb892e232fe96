package io.jbackup.cli.command;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.core.backup.Expiry;
import io.jbackup.core.restore.RecoveryTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/// What a command line says of a backup's pin and note. Throws UsageException.
final class PinAndNote {
  private static final int MAX_NOTE_BYTES = 1024;

  private final Arguments arguments;
  private final ZoneId zone;

  PinAndNote(Arguments arguments, ZoneId zone) {
    this.arguments = arguments;
    this.zone = zone;
  }

  /// The first line of the note; empty when there is none, or `none`.
  Optional<String> note() {
    Optional<String> note =
        arguments
            .text(Option.NOTE)
            .map(text -> text.lines().findFirst().orElse(""))
            .filter(text -> !text.isEmpty() && !text.equals("none"));
    if (note.isPresent() && note.get().getBytes(StandardCharsets.UTF_8).length > MAX_NOTE_BYTES) {
      throw new UsageException(
          "Backup note cannot exceed " + MAX_NOTE_BYTES + " bytes", "Shorten the note.");
    }
    return note;
  }

  /// Whether `--ttl=0` was given.
  boolean unpins() {
    OptionalLong ttl = arguments.milliseconds(Option.TTL);
    return ttl.isPresent() && ttl.getAsLong() == 0;
  }

  /// Until when to pin; empty when it was not asked for.
  Optional<Expiry> expiry() {
    if (arguments.has(Option.TTL) && arguments.has(Option.EXPIRE_TIME)) {
      throw new UsageException(
          "You cannot specify '--expire-time' and '--ttl' options together", "Give one of them.");
    }
    OptionalLong ttl = arguments.milliseconds(Option.TTL);
    if (ttl.isPresent()) {
      return ttl.getAsLong() == 0
          ? Optional.empty()
          : Optional.of(new Expiry.Ttl(Duration.ofMillis(ttl.getAsLong())));
    }
    return arguments
        .text(Option.EXPIRE_TIME)
        .map(text -> new Expiry.Until(RecoveryTarget.Time.parse(text, zone).time().toInstant()));
  }
}
