package io.jbackup.core.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads result sets in text form.
final class Results {
  private final Session session;

  Results(Session session) {
    this.session = session;
  }

  /// Runs a command to its end and returns its last result set.
  QueryResult run(String name, String command) {
    session.start(name, command);
    QueryResult last = QueryResult.EMPTY;
    while (true) {
      byte type = session.receive();
      switch (type) {
        case 'T' -> last = rest();
        case 'C', 'I' -> {
          // A command without rows, or an empty one.
        }
        case 'Z' -> {
          session.finished();
          return last;
        }
        default -> throw session.unexpected(type);
      }
    }
  }

  /// Reads one whole result set that must come now.
  QueryResult next() {
    session.expect('T');
    return rest();
  }

  /// Reads the result set whose RowDescription was just read.
  QueryResult rest() {
    return rows(columns());
  }

  private List<String> columns() {
    try {
      MessageReader in = session.in();
      int count = in.readShort();
      List<String> names = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        names.add(in.readString());
        in.readBytes(18); // table, column, type, type's size and modifier, format
      }
      return names;
    } catch (IOException e) {
      throw session.failed(e);
    }
  }

  private QueryResult rows(List<String> columns) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (true) {
      byte type = session.receive();
      switch (type) {
        case 'D' -> rows.add(row(columns.size()));
        case 'C' -> {
          return new QueryResult(columns, rows);
        }
        default -> throw session.unexpected(type);
      }
    }
  }

  private List<@Nullable String> row(int expected) {
    try {
      MessageReader in = session.in();
      int count = in.readShort();
      if (count != expected) {
        throw new ProtocolViolation("a row has " + count + " values for " + expected + " columns");
      }
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int length = in.readInt();
        values.add(length < 0 ? null : new String(in.readBytes(length), StandardCharsets.UTF_8));
      }
      return values;
    } catch (IOException e) {
      throw session.failed(e);
    }
  }
}
