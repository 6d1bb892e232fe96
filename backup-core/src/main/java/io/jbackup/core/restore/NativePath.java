package io.jbackup.core.restore;

import io.jbackup.catalog.error.DestinationException;
import io.jbackup.core.format.PgPath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Byte-transparent names as paths. Java encodes the characters of a path as the locale says, so
/// that some names, for example Latin-1 ones under a UTF-8 locale, have no path.
final class NativePath {
  private NativePath() {}

  /// The path of `name` below `root`, empty when the locale cannot express it.
  static Optional<Path> find(Path root, String name) {
    if (isAscii(name)) {
      return Optional.of(root.resolve(name));
    }
    byte[] bytes = PgPath.bytes(name);
    try {
      return Optional.of(
          root.resolve(encoding().newDecoder().decode(ByteBuffer.wrap(bytes)).toString()));
    } catch (CharacterCodingException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// Throws DestinationException when the locale cannot express the name.
  static Path toPath(Path root, String name) {
    return find(root, name)
        .orElseThrow(() ->
            new DestinationException(
                "the path \""
                    + root.resolve(PgPath.display(name).replace('\uFFFD', '?'))
                    + "\" cannot be written in the encoding "
                    + encoding().name(),
                "Run the command under a locale with that encoding (set LC_ALL)."));
  }

  /// The bytes of a path as a byte-transparent string.
  static String nameOf(Path path) {
    String text = path.toString();
    return isAscii(text) ? text : PgPath.of(bytes(path), 0, bytes(path).length);
  }

  static byte[] bytes(Path path) {
    return path.toString().getBytes(encoding());
  }

  private static Charset encoding() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
