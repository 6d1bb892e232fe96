package io.jbackup.core.protocol;

import io.jbackup.catalog.wal.Lsn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row of a replication command's answer; a value that is missing or malformed is a protocol
/// violation.
final class Answer {
  private final Session session;
  private final List<@Nullable String> values;

  Answer(Session session, List<@Nullable String> values) {
    this.session = session;
    this.values = values;
  }

  /// The one row that the command answers with.
  static Answer single(Session session, QueryResult result) {
    if (result.rows().size() != 1) {
      throw session.failed(
          new ProtocolViolation("one row was expected, not " + result.rows().size()));
    }
    return new Answer(session, result.rows().getFirst());
  }

  boolean isNull(int column) {
    return column >= values.size() || values.get(column) == null;
  }

  String text(int column) {
    String value = column < values.size() ? values.get(column) : null;
    if (value == null) {
      throw session.failed(new ProtocolViolation("value " + (column + 1) + " is missing"));
    }
    return value;
  }

  long unsignedLong(int column) {
    try {
      return Long.parseUnsignedLong(text(column));
    } catch (NumberFormatException e) {
      throw malformed(column, e);
    }
  }

  int timeline(int column) {
    try {
      return Integer.parseUnsignedInt(text(column));
    } catch (NumberFormatException e) {
      throw malformed(column, e);
    }
  }

  Lsn lsn(int column) {
    try {
      return Lsn.parse(text(column));
    } catch (IllegalArgumentException e) {
      throw malformed(column, e);
    }
  }

  private RuntimeException malformed(int column, RuntimeException cause) {
    ProtocolViolation violation =
        new ProtocolViolation("value \"" + text(column) + "\" is malformed");
    violation.initCause(cause);
    return session.failed(violation);
  }
}
