package io.jbackup.cli.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A small file system that can become full, grow, and turn read-only. Mounting takes root.
final class Disk implements AutoCloseable {
  private static final byte[] PAGE = new byte[4096];

  private final Path path;
  private final List<String> mount;

  private Disk(Path path, List<String> mount) throws Exception {
    this.path = Files.createDirectories(path);
    this.mount = mount;
    command(mount);
  }

  static Disk inMemory(Path path, long bytes) throws Exception {
    return new Disk(
        path,
        List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes, "jbackup-test", path.toString()));
  }

  /// On a file. Its kernel module can be told to behave as after an I/O error.
  static Disk inFile(Path path, int mebibytes) throws Exception {
    Path image = path.resolveSibling(path.getFileName() + ".img");
    try (FileChannel channel =
        FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[1]), ((long) mebibytes << 20) - 1);
    }
    command(List.of("mkfs.ext4", "-q", "-F", image.toString()));
    return new Disk(
        path, List.of("mount", "-o", "loop,errors=remount-ro", image.toString(), path.toString()));
  }

  /// Whether disks can be mounted here.
  static boolean available(Path directory) {
    try (Disk disk = inMemory(directory.resolve("probe"), 1 << 20)) {
      return Files.isDirectory(disk.path());
    } catch (Exception _) {
      return false; // not root
    }
  }

  /// One that can turn read-only while files are written; where there are no loop devices, as in
  /// some containers, it can do so only while none is.
  static Disk breakable(Path path, int mebibytes) throws Exception {
    try {
      Disk disk = inFile(path, mebibytes);
      if (Files.isWritable(disk.trigger())) {
        return disk;
      }
      disk.close();
    } catch (IOException _) {
      // There is no loop device: the next line does without.
    }
    return inMemory(path, (long) mebibytes << 20);
  }

  /// Whether it can turn read-only under a writer.
  boolean breaks() {
    return mount.contains("loop,errors=remount-ro");
  }

  Path path() {
    return path;
  }

  /// Leaves no more than so many bytes.
  void fill(int leave) throws IOException {
    Path filler = path.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(PAGE);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
    try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.WRITE)) {
      channel.truncate(Math.max(0, channel.size() - leave));
    }
  }

  void free() throws IOException {
    Files.delete(path.resolve("filler"));
  }

  void grow(long bytes) throws Exception {
    command(List.of("mount", "-o", "remount,size=" + bytes, path.toString()));
  }

  /// As ext4 does by itself when it meets damage: also files that are open for writing are refused.
  void turnReadOnly() throws Exception {
    if (!breaks()) {
      command(List.of("mount", "-o", "remount,ro", path.toString()));
      return;
    }
    Files.writeString(trigger(), "1");
  }

  private Path trigger() throws Exception {
    String device = command(List.of("findmnt", "-n", "-o", "SOURCE", path.toString()));
    String name = String.valueOf(Path.of(device).getFileName());
    return Path.of("/sys/fs/ext4", name, "trigger_fs_error");
  }

  void repair() throws Exception {
    if (!breaks()) {
      command(List.of("mount", "-o", "remount,rw", path.toString()));
      return;
    }
    command(List.of("umount", path.toString()));
    command(mount);
  }

  private static String command(List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + output.strip());
    }
    return output.strip();
  }

  @Override
  public void close() throws IOException {
    try {
      command(List.of("umount", path.toString()));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot unmount " + path, e);
    }
  }
}
