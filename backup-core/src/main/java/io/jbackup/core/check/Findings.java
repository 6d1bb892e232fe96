package io.jbackup.core.check;

import java.util.ArrayList;
import java.util.List;

/// Collects what is found.
final class Findings {
  private final List<CheckItem> items = new ArrayList<>();
  private final List<Measure> measures = new ArrayList<>();

  void add(CheckItem item) {
    items.add(item);
  }

  void measure(Measure measure) {
    measures.add(measure);
  }

  CheckReport report(String instance) {
    return new CheckReport(instance, items, measures);
  }
}
