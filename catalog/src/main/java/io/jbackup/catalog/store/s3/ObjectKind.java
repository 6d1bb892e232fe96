package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectKey;

/// What an object holds, told by its key (see docs/catalog-format.md).
enum ObjectKind {
  /// The archives of backups.
  DATA(8 << 20, 64 << 10),
  /// Archived WAL: a segment of the usual size of 16 MiB fits in one request, also when it could
  /// not be compressed and is encrypted.
  WAL(17 << 20, 17 << 20),
  /// Everything else, which is small.
  METADATA(8 << 20, 64 << 10);

  private final int largestPut;
  private final int firstRead;

  ObjectKind(int largestPut, int firstRead) {
    this.largestPut = largestPut;
    this.firstRead = firstRead;
  }

  static ObjectKind of(ObjectKey key) {
    if (key.path().startsWith("wal/")) {
      return WAL;
    }
    return key.name().contains(".tar") ? DATA : METADATA;
  }

  /// The most bytes that are collected in memory for a single request.
  int largestPut() {
    return largestPut;
  }

  /// How many bytes are asked for when an object is opened.
  int firstRead() {
    return firstRead;
  }
}
