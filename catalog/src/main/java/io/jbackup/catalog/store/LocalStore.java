package io.jbackup.catalog.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Objects as files below a directory: directories 0700, files 0600. Names that begin with a dot
/// are unfinished objects and belong to the process that writes them.
public final class LocalStore implements ObjectStore {
  private final Path root;
  private final boolean sync;

  /// Without `sync` nothing is forced to disk: the caller was told that a crash may lose it.
  public LocalStore(Path root, boolean sync) {
    this.root = root;
    this.sync = sync;
  }

  Path path(ObjectKey key) {
    return key.path().isEmpty() ? root : root.resolve(key.path());
  }

  @Override
  public ObjectWriter write(ObjectKey key, PutMode mode) {
    Path target = path(key);
    try {
      createFolder(target.getParent());
      return LocalWriter.open(target, mode, sync);
    } catch (IOException e) {
      throw StorageFailures.of("create", target, e);
    }
  }

  /// Creates missing folders from the top down, each durable in its parent before it is used.
  private void createFolder(@Nullable Path folder) throws IOException {
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    createFolder(folder.getParent());
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    syncFolder(folder.getParent(), sync);
  }

  @Override
  public Optional<ObjectReader> open(ObjectKey key) {
    Path file = path(key);
    try {
      return Optional.of(new LocalReader(file, FileChannel.open(file, StandardOpenOption.READ)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageFailures.of("open", file, e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(ObjectKey key) {
    Path file = path(key);
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile() ? Optional.of(info(key, attributes)) : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageFailures.of("look at", file, e);
    }
  }

  private static ObjectInfo info(ObjectKey key, BasicFileAttributes attributes) {
    return new ObjectInfo(key, attributes.size(), attributes.lastModifiedTime().toInstant());
  }

  @Override
  public Listing list(ObjectKey folder) {
    List<ObjectInfo> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    scan(folder, objects::add, folders::add);
    return Listing.sorted(objects, folders);
  }

  @Override
  public void visit(ObjectKey folder, Consumer<ObjectInfo> visitor) {
    scan(folder, visitor, _ -> {});
  }

  private void scan(ObjectKey folder, Consumer<ObjectInfo> objects, Consumer<String> folders) {
    Path directory = path(folder);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        add(folder, entry, objects, folders);
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // It is empty.
      return;
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw StorageFailures.of("list", directory, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw StorageFailures.of("list", directory, e);
    }
  }

  private static void add(
      ObjectKey folder, Path entry, Consumer<ObjectInfo> objects, Consumer<String> folders)
      throws IOException {
    String name = String.valueOf(entry.getFileName());
    if (name.startsWith(".")) {
      return;
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        folders.accept(name);
      } else {
        objects.accept(info(folder.child(name), attributes));
      }
    } catch (NoSuchFileException _) {
      // Deleted by another process between the listing and this look: as if never listed.
      return;
    }
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    Set<Path> folders = new LinkedHashSet<>();
    for (ObjectKey key : keys) {
      Path file = path(key);
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw StorageFailures.of("delete", file, e);
      }
      Path folder = file.getParent();
      if (folder != null) {
        folders.add(folder);
      }
    }
    for (Path folder : folders) {
      syncAfterDelete(folder);
    }
  }

  private void syncAfterDelete(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        syncFolder(folder, sync);
      }
    } catch (IOException e) {
      throw StorageFailures.of("sync", folder, e);
    }
  }

  @Override
  public void deleteFolder(ObjectKey folder) {
    Path directory = path(folder);
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(directory, new Deletion());
      syncFolder(directory.getParent(), sync);
    } catch (IOException e) {
      throw StorageFailures.of("delete", directory, e);
    }
  }

  static void syncFolder(@Nullable Path folder, boolean sync) throws IOException {
    if (sync && folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void sync(ObjectKey key) {
    try {
      syncFolder(path(key), sync);
    } catch (IOException e) {
      throw StorageFailures.of("sync", path(key), e);
    }
  }

  @Override
  public boolean hasFolder(ObjectKey folder) {
    return Files.isDirectory(path(folder));
  }

  @Override
  public boolean isNear() {
    return true;
  }

  @Override
  public int sweep(ObjectKey folder, Instant limit) {
    Path directory = path(folder);
    int swept = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, ".*.tmp")) {
      for (Path entry : entries) {
        swept += sweep(entry, limit);
      }
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw StorageFailures.of("list", directory, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw StorageFailures.of("sweep", directory, e);
    }
    return swept;
  }

  private static int sweep(Path entry, Instant limit) throws IOException {
    try {
      if (Files.getLastModifiedTime(entry).toInstant().isBefore(limit)) {
        return Files.deleteIfExists(entry) ? 1 : 0;
      }
      return 0;
    } catch (NoSuchFileException _) {
      // Its writer has just finished, or another process sweeps.
      return 0;
    }
  }

  @Override
  public Optional<SwapStore> swaps() {
    return Optional.empty();
  }

  @Override
  public String describe(ObjectKey key) {
    return path(key).toString();
  }

  @Override
  public void close() {
    // Files are opened and closed by their readers and writers.
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
