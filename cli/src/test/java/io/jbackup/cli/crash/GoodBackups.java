package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The good backups of the main instance, for scenarios that need some to destroy.
final class GoodBackups {
  private final Catalog from;

  GoodBackups(Catalog from) {
    this.from = from;
  }

  /// Copies the newest ones to a folder of backups.
  void copy(int number, Catalog to, String folder) throws IOException {
    List<StoredBackup> good =
        from.instance("main").backups().stream()
            .filter(backup -> backup.control().status() == BackupStatus.OK)
            .limit(number)
            .toList();
    assertThat(good).hasSize(number);
    for (StoredBackup backup : good) {
      ObjectKey target = new ObjectKey(folder).child(backup.id().text());
      copyFolder(from.store(), backup.folder(), to.store(), target);
    }
  }

  static void copyFolder(ObjectStore from, ObjectKey source, ObjectStore to, ObjectKey target)
      throws IOException {
    for (ObjectInfo object : from.list(source).objects()) {
      ObjectKey key = target.child(object.key().name());
      try (ObjectReader reader = from.open(object.key()).orElseThrow();
          InputStream in = reader.stream(0, reader.size());
          ObjectWriter writer = to.write(key, PutMode.REPLACE)) {
        byte[] bytes = in.readAllBytes();
        writer.write(bytes, 0, bytes.length);
        writer.commit();
      }
    }
  }
}
