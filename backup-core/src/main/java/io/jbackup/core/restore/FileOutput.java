package io.jbackup.core.restore;

import io.jbackup.core.format.PgPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Creates directories and files below one directory, a file at a time; names are byte-transparent.
/// Never opens what exists. Directories are 0700 or 0750, files 0600 or 0640, as the server's own.
final class FileOutput implements AutoCloseable {
  private static final int GROUP = 070;
  private static final long MUCH = 128 << 20;
  private static final long LITTLE = 16 << 20;
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<?> FILE = attribute("rw-------");
  private static final FileAttribute<?> DIRECTORY = attribute("rwx------");

  private final Path root;
  private final String scratch;
  private final Consumer<Path> large;
  private final NativeFiles natives = new NativeFiles();
  private @Nullable FileChannel channel;
  private @Nullable Path path;
  private @Nullable String unexpressible;
  private long unannounced;

  FileOutput(Path root) {
    this(root, ".jbackup-restore", _ -> {});
  }

  /// @param scratch a name that no other output below `root` uses, for the time until a file can be
  ///   given one that the locale cannot express
  /// @param large is told of a file each time that much more was written to it
  FileOutput(Path root, String scratch, Consumer<Path> large) {
    this.root = root;
    this.scratch = scratch;
    this.large = large;
  }

  private static FileAttribute<?> attribute(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  Path root() {
    return root;
  }

  /// Creates a directory; one that exists is left as it is.
  void directory(String name, int mode) {
    Path directory = NativePath.find(root, name).orElse(null);
    try {
      if (directory == null) {
        natives.makeDirectory(bytes(name), 0700 | (mode & 050), display(name));
        return;
      }
      createDirectory(directory, mode);
    } catch (IOException e) {
      throw DestinationFailures.of("create the directory", root.resolve(display(name)), e);
    }
  }

  static void createDirectory(Path directory, int mode) throws IOException {
    try {
      Files.createDirectory(directory, DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    permit(directory, mode, "rwxr-x---");
  }

  /// The group's rights are given afterwards because a umask may take them away.
  private static void permit(Path created, int mode, String permissions) throws IOException {
    if ((mode & GROUP) != 0) {
      Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
      Files.setPosixFilePermissions(created, set);
    }
  }

  /// Begins a file. A name that the locale cannot express is given to the file at its end.
  void begin(String name, int mode) {
    Path file = NativePath.find(root, name).orElse(null);
    unexpressible = file == null ? name : null;
    path = file == null ? root.resolve(scratch) : file;
    unannounced = 0;
    try {
      channel = FileChannel.open(path, CREATE, FILE);
      permit(path, mode, "rw-r-----");
    } catch (IOException e) {
      throw DestinationFailures.of("create", path, e);
    }
  }

  void write(ByteBuffer bytes) {
    if (channel == null || path == null) {
      throw new IllegalStateException("no file was begun");
    }
    try {
      while (bytes.hasRemaining()) {
        unannounced += channel.write(bytes);
      }
    } catch (IOException e) {
      throw DestinationFailures.of("write", path, e);
    }
    if (unannounced >= MUCH) {
      announce(path);
    }
  }

  void end() {
    if (channel == null || path == null) {
      throw new IllegalStateException("no file was begun");
    }
    try {
      channel.close();
      channel = null;
      if (unannounced > LITTLE) {
        announce(path);
      }
      if (unexpressible != null) {
        natives.rename(NativePath.bytes(path), bytes(unexpressible), display(unexpressible));
      }
    } catch (IOException e) {
      throw DestinationFailures.of("close", path, e);
    }
  }

  private void announce(Path file) {
    unannounced = 0;
    if (unexpressible == null) {
      large.accept(file);
    }
  }

  /// A whole file at once.
  void file(String name, int mode, byte[] content) {
    begin(name, mode);
    write(ByteBuffer.wrap(content));
    end();
  }

  private byte[] bytes(String name) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(NativePath.bytes(root));
    whole.write('/');
    whole.writeBytes(PgPath.bytes(name));
    return whole.toByteArray();
  }

  private static String display(String name) {
    return PgPath.display(name).replace('\uFFFD', '?');
  }

  /// Drops a file that was begun and not ended; what was written of it stays.
  @Override
  public void close() {
    if (channel != null && path != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw DestinationFailures.of("close", path, e);
      }
    }
  }
}
