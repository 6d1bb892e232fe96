package io.jbackup.core.format;

/// One file of a backup as the manifest lists it.
///
/// @param name relative to the data directory, tablespaces as `pg_tblspc/OID/…`; byte-transparent,
///   see [PgPath]
/// @param lastModified as printed, `2026-11-22 01:44:59 GMT`
public record ManifestFile(
    String name, long size, String lastModified, ManifestChecksum checksum) {}
