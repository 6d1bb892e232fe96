package io.jbackup.scheduler.config;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with a configuration file, all of it, in the order of the file.
final class Problems {
  private final List<String> found = new ArrayList<>();

  void add(String where, String what) {
    found.add(where.isEmpty() ? what : where + ": " + what);
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
