package io.jbackup.core.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows in the server's text form; null is SQL's null.
public record QueryResult(List<String> columns, List<List<@Nullable String>> rows) {
  static final QueryResult EMPTY = new QueryResult(List.of(), List.of());

  public QueryResult {
    columns = List.copyOf(columns);
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  /// The first value of the first row, empty when there is none or it is null.
  public Optional<String> single() {
    return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.getFirst().getFirst());
  }

  /// Throws IllegalArgumentException when there is no such row or column.
  public @Nullable String value(int row, String column) {
    int index = columns.indexOf(column);
    if (index < 0 || row < 0 || row >= rows.size()) {
      throw new IllegalArgumentException("no row " + row + " with a column \"" + column + "\"");
    }
    return rows.get(row).get(index);
  }
}
