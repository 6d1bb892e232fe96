package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupId;
import java.nio.file.Path;
import java.util.List;

/// What was restored.
///
/// @param files how many files were written
/// @param bytes their size together
/// @param notes what a person must know before the server is started; told as warnings already
/// @param nextCommands the shell command lines to type next, in order
public record RestoreResult(
    BackupId backup,
    Path pgdata,
    long files,
    long bytes,
    List<String> notes,
    List<String> nextCommands) {
  public RestoreResult {
    notes = List.copyOf(notes);
    nextCommands = List.copyOf(nextCommands);
  }
}
