package io.jbackup.core.check;

import java.util.List;

/// All that was found, in the order in which it was looked at.
public record CheckReport(String instance, List<CheckItem> items, List<Measure> measures) {
  public CheckReport {
    items = List.copyOf(items);
    measures = List.copyOf(measures);
  }

  /// The worst of all.
  public CheckLevel level() {
    return items.stream().map(CheckItem::level).reduce(CheckLevel.OK, CheckLevel::worse);
  }

  public long count(CheckLevel level) {
    return items.stream().filter(item -> item.level() == level).count();
  }
}
