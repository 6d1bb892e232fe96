package io.jbackup.core.check;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// The catalog's directory and its file system.
final class StorageChecks {
  private static final int PERCENT = 100;

  private final Instance instance;
  private final CheckRequest request;
  private final Findings findings;

  StorageChecks(Instance instance, CheckRequest request, Findings findings) {
    this.instance = instance;
    this.request = request;
    this.findings = findings;
  }

  void run(InstancePicture picture) {
    instance.catalog().location().directory().ifPresent(root -> run(root, picture));
  }

  private void run(Path root, InstancePicture picture) {
    try {
      findings.add(permissions(root));
      findings.add(writable(root));
      findings.add(space(root, picture));
    } catch (IOException e) {
      findings.add(
          CheckItem.fail(
              "catalog",
              "\"" + root + "\" cannot be looked at: " + e.getMessage(),
              "Check the file system that the catalog lies on."));
    }
  }

  private static CheckItem permissions(Path root) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(root);
    boolean others =
        permissions.contains(PosixFilePermission.OTHERS_READ)
            || permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE)
            || permissions.contains(PosixFilePermission.GROUP_WRITE);
    return others
        ? CheckItem.warning(
            "catalog permissions",
            "\"" + root + "\" is open to other users of this host",
            "chmod 700 \"" + root + "\": backups hold all data of the cluster.")
        : CheckItem.ok("catalog permissions", "\"" + root + "\" is closed to other users");
  }

  private CheckItem writable(Path root) {
    for (Path path :
        new Path[] {
          root.resolve("backups").resolve(instance.name()),
          root.resolve("wal").resolve(instance.name())
        }) {
      if (!Files.isWritable(path)) {
        return CheckItem.fail(
            "catalog writable",
            "\"" + path + "\" cannot be written by this user",
            "Run jbackup as the user who owns the catalog, or mount it read-write.");
      }
    }
    return CheckItem.ok("catalog writable", "backups and WAL can be written");
  }

  private CheckItem space(Path root, InstancePicture picture) throws IOException {
    FileStore store = Files.getFileStore(root);
    long free = store.getUsableSpace();
    long total = Math.max(store.getTotalSpace(), 1);
    long percent = free / Math.max(total / PERCENT, 1);
    findings.measure(new Measure("free_space", free, "B", -1, -1));
    findings.measure(new Measure("free_percent", percent, "%", request.freePercent(), -1));
    String text = Words.size(free) + " (" + percent + " %) free";
    Optional<BackupFacts> last =
        picture.backups().stream().filter(BackupFacts::isRestorable).findFirst();
    long need = last.map(backup -> backup.dataBytes() + backup.walBytes()).orElse(0L);
    if (free < need) {
      return CheckItem.fail(
          "catalog space",
          text + ", less than the last backup's " + Words.size(need),
          "Delete what is not needed (jbackup delete --delete-expired --delete-wal), or enlarge the"
              + " file system.");
    }
    return CheckItem.of(
        "catalog space",
        percent < request.freePercent() ? CheckLevel.WARNING : CheckLevel.OK,
        need == 0 ? text : text + ", the last backup took " + Words.size(need),
        "Enlarge the file system, or keep fewer backups.");
  }
}
