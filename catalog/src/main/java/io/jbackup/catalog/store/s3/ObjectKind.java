package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectKey;

/// What an object holds, told by its key (see docs/catalog-format.md).
enum ObjectKind {
  /// The archives of backups.
  DATA(8 << 20),
  /// Archived WAL: a segment of the usual size of 16 MiB fits in one request, also when it could
  /// not be compressed and is encrypted.
  WAL(17 << 20),
  /// Everything else, which is small.
  METADATA(8 << 20);

  private final int largestPut;

  ObjectKind(int largestPut) {
    this.largestPut = largestPut;
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

  /// Whether an object is read from its beginning to its end, and asked for as a whole.
  boolean isReadInOrder() {
    return this == WAL;
  }
}
