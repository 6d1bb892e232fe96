package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.format.PgPath;
import io.jbackup.core.format.TablespaceMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where each tablespace goes.
///
/// @param targets in the order of the backup's tablespace_map
record TablespacePlan(List<Target> targets) {
  /// A tablespace and its directory. Inside the data directory (a developer's "in-place"
  /// tablespace) it needs no link.
  record Target(long oid, Path directory, boolean inPlace) {}

  TablespacePlan {
    targets = List.copyOf(targets);
  }

  /// Applies the mappings. Throws UsageException when one of them fits no tablespace, or two
  /// tablespaces would share a directory.
  static TablespacePlan of(
      BackupId id, TablespaceMap map, List<TablespaceMapping> mappings, Path pgdata) {
    if (map.entries().isEmpty() && !mappings.isEmpty()) {
      throw new UsageException(
          "Backup " + id + " has no tablespaceses, nothing to remap",
          "Remove -T, --tablespace-mapping.");
    }
    Map<String, Path> wanted = new HashMap<>();
    for (TablespaceMapping mapping : mappings) {
      if (wanted.put(PgPath.ofText(mapping.from()), mapping.to()) != null) {
        throw new UsageException(
            "the directory \"" + mapping.from() + "\" is mapped twice",
            "Give one -T, --tablespace-mapping for each tablespace.");
      }
    }
    List<Target> targets = new ArrayList<>();
    for (TablespaceMap.Entry entry : map.entries()) {
      targets.add(target(entry, wanted.remove(entry.path()), pgdata));
    }
    requireAllUsed(wanted, map);
    requireDistinct(targets, pgdata);
    return new TablespacePlan(targets);
  }

  /// Every tablespace in a directory of its own below `root`.
  static TablespacePlan scratch(TablespaceMap map, Path root, Path pgdata) {
    return new TablespacePlan(
        map.entries().stream()
            .map(entry ->
                target(
                    entry,
                    entry.path().startsWith("/") ? root.resolve(Long.toString(entry.oid())) : null,
                    pgdata))
            .toList());
  }

  private static Target target(TablespaceMap.Entry entry, @Nullable Path mapped, Path pgdata) {
    if (mapped != null) {
      return new Target(entry.oid(), mapped, false);
    }
    if (!entry.path().startsWith("/")) {
      return new Target(entry.oid(), pgdata.resolve("pg_tblspc/" + entry.oid()), true);
    }
    return new Target(
        entry.oid(), NativePath.toPath(Path.of("/"), entry.path().substring(1)), false);
  }

  private static void requireAllUsed(Map<String, Path> unused, TablespaceMap map) {
    for (String from : unused.keySet()) {
      throw new UsageException(
          "--tablespace-mapping option's old directory doesn't have an entry in tablespace_map"
              + " file: \""
              + PgPath.display(from)
              + "\"",
          "The backup's tablespaces are: "
              + String.join(
                  ", ", map.entries().stream().map(e -> PgPath.display(e.path())).toList()));
    }
  }

  private static void requireDistinct(List<Target> targets, Path pgdata) {
    Set<Path> seen = new HashSet<>();
    for (Target target : targets) {
      boolean insideData = !target.inPlace() && target.directory().startsWith(pgdata);
      if (insideData || pgdata.startsWith(target.directory())) {
        throw new UsageException(
            "the tablespace directory \""
                + target.directory()
                + "\" and the data directory \""
                + pgdata
                + "\" lie in one another",
            "Map the tablespace to another directory with -T OLD=NEW.");
      }
      if (!seen.add(target.directory())) {
        throw new UsageException(
            "two tablespaces would be restored to \"" + target.directory() + "\"",
            "Map each to a directory of its own with -T OLD=NEW.");
      }
    }
  }

  /// The tablespace_map to write: the server makes the links of pg_tblspc from it when it starts.
  TablespaceMap toMap() {
    return new TablespaceMap(
        targets.stream()
            .filter(target -> !target.inPlace())
            .map(target ->
                new TablespaceMap.Entry(target.oid(), NativePath.nameOf(target.directory())))
            .toList());
  }
}
