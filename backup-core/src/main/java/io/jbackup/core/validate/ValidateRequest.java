package io.jbackup.core.validate;

import io.jbackup.catalog.backup.BackupId;
import java.util.Optional;

/// What to validate of an instance.
///
/// @param backup only this backup and those it needs; empty for all, and the archive
/// @param threads how many decompress at the same time
/// @param pages whether each page of the relations is looked at
public record ValidateRequest(Optional<BackupId> backup, int threads, boolean pages) {}
