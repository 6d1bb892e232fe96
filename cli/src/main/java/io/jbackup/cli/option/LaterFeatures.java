package io.jbackup.cli.option;

import java.util.Set;

/// Verbs and options of pg_probackup that users know and this version of jbackup does not have.
final class LaterFeatures {
  private static final Set<String> VERBS = Set.of("merge", "catchup");

  private static final Set<String> OPTIONS =
      Set.of(
          "--merge-expired",
          "--incremental-mode",
          "-I",
          "--db-include",
          "--db-exclude",
          "--destroy-all-other-dbs",
          "--external-mapping");

  private LaterFeatures() {}

  static boolean hasVerb(String word) {
    return VERBS.contains(word);
  }

  static boolean hasOption(String name) {
    return OPTIONS.contains(name);
  }

  /// What to do without an option; `otherwise` where there is nothing to say.
  static String hint(String name, String otherwise) {
    return name.equals("--merge-expired")
        ? "There are no incremental backups to merge; --delete-expired deletes what has expired."
        : otherwise;
  }
}
