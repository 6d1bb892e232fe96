package io.jbackup.scheduler.web;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets in whoever knows the token: as a bearer token, or as the password of any user.
final class Access {
  private static final int SHORTEST = 16;
  private static final Set<PosixFilePermission> FOR_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final byte @Nullable [] token;

  private Access(byte @Nullable [] token) {
    this.token = token;
  }

  /// Everybody is let in without a file. Throws StorageException when it cannot be read, and
  /// UsageException when others may read or write it or its first line is shorter than 16
  /// characters.
  static Access by(Optional<Path> tokenFile) {
    return new Access(tokenFile.map(Access::read).orElse(null));
  }

  private static byte[] read(Path file) {
    String line;
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(FOR_OTHERS::contains)) {
        throw new UsageException(
            "token file \"" + file + "\" can be read or written by others than its owner",
            "It holds a secret: chmod 600 " + file);
      }
      line = Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new StorageException(
          "cannot read token file \"" + file + "\": " + e,
          "http.token-file names a file whose first line is the token.",
          e);
    }
    if (line.length() < SHORTEST) {
      throw new UsageException(
          "the token in \"" + file + "\" has fewer than " + SHORTEST + " characters",
          "Make one: openssl rand -hex 24");
    }
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /// @param authorization the header of this name, if there is one
  boolean isAllowed(@Nullable String authorization) {
    if (token == null) {
      return true;
    }
    if (authorization == null) {
      return false;
    }
    int blank = authorization.indexOf(' ');
    String scheme = blank < 0 ? authorization : authorization.substring(0, blank);
    String rest = authorization.substring(blank + 1).strip();
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "bearer" -> matches(rest);
      case "basic" -> matches(password(rest));
      default -> false;
    };
  }

  private boolean matches(String offered) {
    return MessageDigest.isEqual(token, offered.getBytes(StandardCharsets.UTF_8));
  }

  private static String password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
