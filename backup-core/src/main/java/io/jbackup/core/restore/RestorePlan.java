package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a restore would do.
///
/// @param why the backup was chosen, a sentence
/// @param files how many files it has
/// @param settings the lines for postgresql.auto.conf and the signal file's name; empty when the
///   server needs none
/// @param copyTime how long unpacking will take
/// @param sampledRate what unpacking a piece of the backup reached just now, raw bytes a second
public record RestorePlan(
    BackupId backup,
    String why,
    long files,
    List<Archive> archives,
    Wal wal,
    List<String> timelines,
    List<Directory> directories,
    List<String> settings,
    Duration copyTime,
    long sampledRate) {
  public RestorePlan {
    archives = List.copyOf(archives);
    timelines = List.copyOf(timelines);
    directories = List.copyOf(directories);
    settings = List.copyOf(settings);
  }

  /// An archive to unpack, sizes in bytes.
  public record Archive(String name, long storedBytes, long rawBytes) {}

  /// WAL that recovery asks the archive for, at most: from `first` to `last`, in bytes. Nothing
  /// when `segments` is 0.
  public record Wal(String first, String last, long segments, long storedBytes, long rawBytes) {
    static final Wal NONE = new Wal("", "", 0, 0, 0);
  }

  /// A directory to fill, what it needs and what its file system has, in bytes.
  public record Directory(String what, Path path, long neededBytes, long freeBytes) {}

  public long rawBytes() {
    return archives.stream().mapToLong(Archive::rawBytes).sum();
  }

  public long storedBytes() {
    return archives.stream().mapToLong(Archive::storedBytes).sum();
  }
}
