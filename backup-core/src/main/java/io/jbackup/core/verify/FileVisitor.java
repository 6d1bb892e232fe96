package io.jbackup.core.verify;

import io.jbackup.core.archive.IndexedFiles.IndexedFile;

/// Takes the files of an archive one after the other.
interface FileVisitor {
  void begin(IndexedFile file);

  /// The next bytes of the file, valid during the call.
  void data(byte[] buffer, int offset, int length);

  /// So many bytes of the file could not be read. Returns what to call them.
  String gap(int length);

  /// All bytes of the file came, or could not be read.
  void end(IndexedFile file);
}
