package io.jbackup.archivepush;

/// How a call of archive-get ended.
enum GetResult {
  DELIVERED,
  /// Delivered, and the archive has more than the prefetch directory.
  DELIVERED_FETCH_MORE,
  ABSENT,
  FAILED
}
