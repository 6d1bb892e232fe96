package io.jbackup.core.restore;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.text.TimeText;
import io.jbackup.catalog.wal.Lsn;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// Where recovery ends (PostgreSQL documentation, "Recovery Target").
public sealed interface RecoveryTarget {
  /// No target was named.
  record None() implements RecoveryTarget {}

  /// The end of the WAL, asked for in so many words.
  record Latest() implements RecoveryTarget {}

  /// As soon as the backup is consistent.
  record Immediate() implements RecoveryTarget {}

  /// The state at a time; `text` is what the person wrote.
  record Time(OffsetDateTime time, String text) implements RecoveryTarget {
    /// Reads `2026-11-22 10:00:00.123456+05:30`: `T` or blanks between date and time; seconds,
    /// fraction and offset may be absent (then it is a time of `zone`). Throws UsageException.
    public static Time parse(String text, ZoneId zone) {
      return new Time(TimeText.parse("recovery target time", text, zone), text);
    }
  }

  /// The end of the transaction `xid`, an unsigned number of 32 bits.
  record Xid(long xid) implements RecoveryTarget {
    public static Xid parse(String text) {
      if (text.matches("\\d{1,10}") && Long.parseLong(text) >>> 32 == 0) {
        return new Xid(Long.parseLong(text));
      }
      throw new UsageException(
          "invalid recovery target xid \"" + text + "\"", "Write a transaction ID, such as 12345.");
    }
  }

  /// A position in the WAL.
  record Position(Lsn lsn) implements RecoveryTarget {
    public static Position parse(String text) {
      try {
        return new Position(Lsn.parse(text));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "invalid recovery target lsn \"" + text + "\"",
            "Write a position as PostgreSQL does, such as 16/B374D848.",
            e);
      }
    }
  }

  /// A restore point made with `pg_create_restore_point`.
  record Name(String name) implements RecoveryTarget {
    /// PostgreSQL's MAXFNAMELEN, less the zero that ends the name.
    private static final int MAX_BYTES = 63;

    public Name {
      if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
        throw new UsageException(
            "invalid recovery target name \"" + name + "\"",
            "Names of restore points have 1 to " + MAX_BYTES + " bytes.");
      }
    }
  }

  /// Whether recovery stops somewhere before the end of the WAL.
  default boolean stopsEarly() {
    return switch (this) {
      case None _, Latest _ -> false;
      case Immediate _, Time _, Xid _, Position _, Name _ -> true;
    };
  }

  /// Words for messages, such as `time 2026-11-22 10:00:00+00`.
  default String words() {
    return switch (this) {
      case None _, Latest _ -> "the end of the archived WAL";
      case Immediate _ -> "the end of the backup";
      case Time target -> "time " + TimeText.format(target.time());
      case Xid target -> "xid " + target.xid();
      case Position target -> "LSN " + target.lsn();
      case Name target -> "restore point \"" + target.name() + "\"";
    };
  }
}
