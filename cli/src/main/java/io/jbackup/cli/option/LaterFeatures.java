package io.jbackup.cli.option;

import java.util.Set;

/// Verbs and options of pg_probackup that users know and this version of jbackup does not have.
final class LaterFeatures {
  private static final Set<String> VERBS =
      Set.of("validate", "delete", "set-backup", "merge", "checkdb", "catchup", "service");

  private static final Set<String> OPTIONS =
      Set.of(
          "--delete-expired",
          "--expired",
          "--merge-expired",
          "--delete-wal",
          "--wal",
          "--dry-run",
          "--incremental-mode",
          "-I",
          "--db-include",
          "--db-exclude",
          "--destroy-all-other-dbs",
          "--external-mapping",
          "--status",
          "--amcheck",
          "--heapallindexed",
          "--checkunique");

  private LaterFeatures() {}

  static boolean hasVerb(String word) {
    return VERBS.contains(word);
  }

  static boolean hasOption(String name) {
    return OPTIONS.contains(name);
  }
}
