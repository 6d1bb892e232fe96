package io.jbackup.core.drill;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Removes trees of files; follows no links.
final class Removal extends SimpleFileVisitor<Path> {
  private final Path top;
  private final boolean withTop;
  private final Set<String> kept;

  private Removal(Path top, boolean withTop, Set<String> kept) {
    this.top = top;
    this.withTop = withTop;
    this.kept = kept;
  }

  /// Does nothing when it is not there.
  static void all(Path directory) throws IOException {
    Files.walkFileTree(directory, new Removal(directory, true, Set.of()));
  }

  /// What is in a directory, but for files of these names directly in it.
  static void below(Path directory, Set<String> kept) throws IOException {
    Files.walkFileTree(directory, new Removal(directory, false, kept));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    boolean stays = top.equals(file.getParent()) && kept.contains(file.getFileName().toString());
    if (!stays) {
      Files.delete(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
      throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (withTop || !directory.equals(top)) {
      Files.delete(directory);
    }
    return FileVisitResult.CONTINUE;
  }
}
