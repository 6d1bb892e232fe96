package io.jbackup.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A table between rules of `=`. A cell is a blank, the value padded to the column's width, and a
/// blank; a column is as wide as its widest value or header.
final class TextTable {
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<Column> columns) {
    this.columns = columns;
  }

  void add(List<String> row) {
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(row.size() + " values for " + columns.size() + " columns");
    }
    rows.add(row);
  }

  /// The table's text; `lastCell` may decorate the padded values of the last column.
  String render(UnaryOperator<String> lastCell) {
    int[] widths = widths();
    int total = 0;
    for (int width : widths) {
      total += width + 2;
    }
    String rule = "=".repeat(total) + "\n";
    StringBuilder text = new StringBuilder(rule);
    line(text, columns.stream().map(Column::header).toList(), widths, UnaryOperator.identity());
    text.append(rule);
    rows.forEach(row -> line(text, row, widths, lastCell));
    return text.toString();
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).header().length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private void line(
      StringBuilder text, List<String> values, int[] widths, UnaryOperator<String> lastCell) {
    for (int i = 0; i < widths.length; i++) {
      String padded = pad(values.get(i), widths[i], columns.get(i).align());
      boolean last = i == widths.length - 1;
      text.append(' ').append(last ? lastCell.apply(padded) : padded).append(' ');
    }
    text.append('\n');
  }

  private static String pad(String value, int width, Align align) {
    String blanks = " ".repeat(width - value.length());
    return switch (align) {
      case LEFT -> value + blanks;
      case RIGHT -> blanks + value;
    };
  }
}
