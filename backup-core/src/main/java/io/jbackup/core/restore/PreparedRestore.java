package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.core.archive.BackupIndex;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.format.BackupLabel;
import io.jbackup.core.restore.Verdict.Suitable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A restore whose every question is settled: what is left is to do it, or to tell it.
record PreparedRestore(
    RestoreRequest request,
    Suitable chosen,
    String why,
    StoredBackup backup,
    BackupIndex index,
    BackupLabel label,
    Destination destination) {
  static PreparedRestore of(
      RestoreRequest request, Suitable chosen, String why, StoredBackup backup) {
    BackupIndex index = BackupIndex.read(backup);
    BackupHead head = BackupHead.read(backup, index.main());
    TablespacePlan tablespaces =
        request.scratch().isPresent()
            ? TablespacePlan.scratch(head.tablespaces(), request.scratch().get(), request.pgdata())
            : TablespacePlan.of(
                backup.id(), head.tablespaces(), request.tablespaces(), request.pgdata());
    Destination destination = new Destination(request.pgdata(), tablespaces, request.waldir());
    return new PreparedRestore(request, chosen, why, backup, index, head.label(), destination);
  }

  /// The directory that an archive is unpacked to.
  Path directory(StoredArchive archive) {
    for (TablespacePlan.Target target : destination.tablespaces().targets()) {
      if (target.oid() == archive.tablespaceOid()) {
        return target.directory();
      }
    }
    return archive.isWal() ? destination.walDirectory() : destination.pgdata();
  }

  /// Raw bytes for each directory.
  Map<Path, Long> needs() {
    Map<Path, Long> needs = new LinkedHashMap<>();
    for (StoredArchive archive : index.archives()) {
      needs.merge(directory(archive), archive.rawBytes(), Long::sum);
    }
    return needs;
  }
}
