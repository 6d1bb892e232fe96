package io.jbackup.core.restore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The directories that a restore fills.
record Destination(Path pgdata, TablespacePlan tablespaces, Optional<Path> waldir) {
  /// Every directory, the data directory first; those that lie in it are left out.
  List<Path> directories() {
    List<Path> all = new ArrayList<>(List.of(pgdata));
    tablespaces.targets().stream()
        .filter(target -> !target.inPlace())
        .forEach(target -> all.add(target.directory()));
    waldir.ifPresent(all::add);
    return all;
  }

  Path walDirectory() {
    return waldir.orElse(pgdata.resolve("pg_wal"));
  }
}
