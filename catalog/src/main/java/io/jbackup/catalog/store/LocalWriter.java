package io.jbackup.catalog.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Writes a file under a name of its own, and publishes it by a hard link (CREATE_NEW: fails where
/// the name is taken) or a rename (REPLACE).
final class LocalWriter implements ObjectWriter {
  private final Path target;
  private final Path unfinished;
  private final PutMode mode;
  private final boolean sync;
  private final FileChannel channel;
  private boolean flushed;
  private boolean done;

  private LocalWriter(
      Path target, Path unfinished, PutMode mode, boolean sync, FileChannel channel) {
    this.target = target;
    this.unfinished = unfinished;
    this.mode = mode;
    this.sync = sync;
    this.channel = channel;
  }

  static LocalWriter open(Path target, PutMode mode, boolean sync) throws IOException {
    // Process number and nanoseconds: unique among hosts that share the directory, too, since the
    // file is created exclusively.
    String name =
        "."
            + target.getFileName()
            + "."
            + ProcessHandle.current().pid()
            + "-"
            + Long.toHexString(System.nanoTime())
            + ".tmp";
    Path unfinished = target.resolveSibling(name);
    FileChannel channel =
        FileChannel.open(
            unfinished,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new LocalWriter(target, unfinished, mode, sync, channel);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw StorageFailures.of("write", target, e);
    }
  }

  @Override
  public void flush() {
    if (flushed) {
      return;
    }
    try {
      if (sync) {
        channel.force(true);
      }
      channel.close();
      flushed = true;
    } catch (IOException e) {
      throw StorageFailures.of("write", target, e);
    }
  }

  @Override
  public boolean publish() {
    flush();
    try {
      boolean published = rename();
      done = true;
      return published;
    } catch (IOException e) {
      throw StorageFailures.of("write", target, e);
    }
  }

  @Override
  public boolean commit() {
    boolean published = publish();
    try {
      LocalStore.syncFolder(target.getParent(), sync);
    } catch (IOException e) {
      throw StorageFailures.of("sync", target, e);
    }
    return published;
  }

  private boolean rename() throws IOException {
    if (mode == PutMode.REPLACE) {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
    boolean created = link();
    Files.delete(unfinished);
    return created;
  }

  private boolean link() throws IOException {
    try {
      Files.createLink(target, unfinished);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    }
  }

  @Override
  public void close() {
    if (done) {
      return;
    }
    done = true;
    try (channel) {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw StorageFailures.of("delete", unfinished, e);
    }
  }
}
