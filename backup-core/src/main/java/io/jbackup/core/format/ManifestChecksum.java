package io.jbackup.core.format;

/// The checksum that a manifest gives a file.
public sealed interface ManifestChecksum {
  /// The backup was made with `MANIFEST_CHECKSUMS NONE`.
  record None() implements ManifestChecksum {}

  /// The value as `(int)` of [java.util.zip.CRC32C#getValue()]; the manifest prints its bytes in
  /// memory order.
  record Crc32c(int value) implements ManifestChecksum {}

  /// A digest.
  ///
  /// @param algorithm as [java.security.MessageDigest] knows it, such as `SHA-256`
  /// @param hex lower case
  record Hash(String algorithm, String hex) implements ManifestChecksum {}
}
