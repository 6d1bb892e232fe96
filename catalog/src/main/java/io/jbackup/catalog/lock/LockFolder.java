package io.jbackup.catalog.lock;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.lock.LockTarget.Config;
import io.jbackup.catalog.lock.LockTarget.Keys;
import io.jbackup.catalog.lock.LockTarget.OneBackup;
import io.jbackup.catalog.lock.LockTarget.Retention;
import io.jbackup.catalog.lock.LockTarget.Scheduled;
import io.jbackup.catalog.lock.LockTarget.WholeInstance;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names of an instance's lock files, `locks/<instance>/<target>.lock`, and of its owner files
/// below `owners/` there.
record LockFolder(Path path) {
  private static final String LOCK = ".lock";
  static final String BACKUP = "backup-";
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  static String name(LockTarget target) {
    return switch (target) {
      case WholeInstance _ -> "instance";
      case OneBackup(var id) -> BACKUP + id;
      case Retention _ -> "retention";
      case Config _ -> "config";
      case Keys _ -> "keys";
      case Scheduled(var schedule) -> "schedule-" + schedule;
    };
  }

  Path lockFile(LockTarget target) {
    return path.resolve(name(target) + LOCK);
  }

  Path owners() {
    return path.resolve("owners");
  }

  void create() throws IOException {
    if (Files.isDirectory(owners())) {
      return;
    }
    Files.createDirectories(owners(), OWN_FOLDER);
  }

  /// The backups that have a lock file.
  List<LockTarget> backups() throws IOException {
    List<LockTarget> backups = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, BACKUP + "*" + LOCK)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String id = name.substring(BACKUP.length(), name.length() - LOCK.length());
        if (BackupId.isBackupId(id)) {
          backups.add(LockTarget.backup(new BackupId(id)));
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return backups;
  }

  /// A file that did not exist, for its owner alone.
  static FileChannel createNew(Path file) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return FileChannel.open(file, options, OWN_FILE);
  }

  /// Makes an empty file unless there is one. Whoever is faster makes it.
  void createLockFile(Path file) throws IOException {
    create();
    try {
      createNew(file).close();
    } catch (FileAlreadyExistsException _) {
      // As good as made here.
      return;
    }
  }

  /// What tells a file from one that has its name at another time; empty when there is none. Only
  /// looks, because opening and closing a file would give up this process's locks on it.
  static Optional<Object> identity(Path file) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Removes the lock files of something that is not there any more.
  void remove(LockTarget target) throws IOException {
    if (!(target instanceof WholeInstance)) {
      Files.deleteIfExists(lockFile(target));
      return;
    }
    for (Path folder : List.of(owners(), path)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    }
  }
}
