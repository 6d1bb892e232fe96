package io.jbackup.core.format;

/// The header of a member of a tar archive.
///
/// @param name byte-transparent, see [PgPath]; without a slash at the end
/// @param mode permission bits
/// @param size bytes of data that follow; 0 unless it is a file
/// @param linkTarget byte-transparent; empty unless it is a link
/// @param modified seconds since 1970
/// @param headerOffset where the member begins in the archive, including what extends its header
/// @param dataOffset where its data begin in the archive
public record TarEntry(
    String name,
    Type type,
    int mode,
    long size,
    String linkTarget,
    long modified,
    long headerOffset,
    long dataOffset) {
  /// The kinds of member that are read.
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    HARD_LINK
  }
}
