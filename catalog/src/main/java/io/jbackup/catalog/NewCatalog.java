package io.jbackup.catalog;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.StorageFailures;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The place of a new catalog: nothing is there yet.
final class NewCatalog {
  private NewCatalog() {}

  static void createFolders(Path path) {
    try {
      if (Files.isDirectory(path)) {
        requireEmpty(path);
      } else {
        createDirectories(path);
      }
      for (String folder : List.of("backups", "wal", "locks", "log")) {
        createDirectories(path.resolve(folder));
      }
    } catch (IOException e) {
      throw StorageFailures.of("create the backup catalog", path, e);
    }
  }

  static void requireEmpty(ObjectStore store, CatalogLocation.Bucket bucket) {
    Listing listing = store.list(ObjectKey.ROOT);
    if (!listing.objects().isEmpty() || !listing.folders().isEmpty()) {
      throw notEmpty(bucket.toString());
    }
  }

  private static void requireEmpty(Path path) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      if (entries.iterator().hasNext()) {
        throw notEmpty(path.toString());
      }
    }
  }

  private static CatalogException notEmpty(String where) {
    return new CatalogException(
        "The backup catalog already exists and is not empty: \"" + where + "\"",
        "Use it as it is, or name an empty or new directory with -B.");
  }

  /// Of a new instance.
  static void createFolders(Path path, ObjectKey... folders) {
    try {
      for (ObjectKey folder : folders) {
        createDirectories(path.resolve(folder.path()));
      }
    } catch (IOException e) {
      throw StorageFailures.of("create the instance", path, e);
    }
  }

  private static void createDirectories(Path path) throws IOException {
    Files.createDirectories(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
