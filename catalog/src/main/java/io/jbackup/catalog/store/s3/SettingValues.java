package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.config.Units;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes values of the text of S3 settings. What is wrong is an IllegalArgumentException, whose
/// message goes on after the setting's name.
final class SettingValues {
  private static final int CUSTOMER_KEY_BYTES = 32;
  private static final int MOST_CONNECTIONS = 64;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private SettingValues() {}

  static Long bytes(String text) {
    return Units.kilobytes(SettingKey.BANDWIDTH_LIMIT.label(), text) * 1024;
  }

  static Integer connections(String text) {
    int number = Integer.parseInt(text);
    if (number < 1 || number > MOST_CONNECTIONS) {
      throw new IllegalArgumentException("must be from 1 to " + MOST_CONNECTIONS);
    }
    return number;
  }

  /// Of an HTTP server, by its scheme, host and port.
  static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() == null || !isHttp(url.getScheme())) {
        String authority = url.getRawAuthority();
        throw new IllegalArgumentException(
            "must be as https://host:port, not \""
                + text
                + '"'
                + (authority != null && authority.contains("_")
                    ? ": no host name has a \"_\""
                    : ""));
      }
      if (url.getUserInfo() != null) {
        throw new IllegalArgumentException("must not hold a user and a password");
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not a URL: " + e.getReason(), e);
    }
  }

  private static boolean isHttp(@Nullable String scheme) {
    return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
  }

  static Boolean onOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default -> throw new IllegalArgumentException("must be on or off, not \"" + text + "\"");
    };
  }

  static S3Settings.Tls tls(String text) {
    return switch (text) {
      case "native" -> S3Settings.Tls.NATIVE;
      case "java" -> S3Settings.Tls.JAVA;
      default -> throw new IllegalArgumentException("must be native or java, not \"" + text + "\"");
    };
  }

  static S3Settings.Credentials credentials(String text) {
    return switch (text) {
      case "default" -> S3Settings.Credentials.DEFAULT;
      case "environment" -> S3Settings.Credentials.ENVIRONMENT;
      case "profile" -> S3Settings.Credentials.PROFILE;
      case "web-identity" -> S3Settings.Credentials.WEB_IDENTITY;
      case "instance-role" -> S3Settings.Credentials.INSTANCE_ROLE;
      default ->
          throw new IllegalArgumentException(
              "must be default, environment, profile, web-identity or instance-role, not \""
                  + text
                  + "\"");
    };
  }

  static Path file(String text) {
    Path file = Path.of(text);
    if (!file.isAbsolute() || !Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "must be the absolute path of a file that can be read, not \"" + text + "\"");
    }
    return file;
  }

  static Path secretFile(String text) {
    Path file = file(text);
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (OTHERS.stream().anyMatch(permissions::contains)) {
        throw new IllegalArgumentException(
            "others than the owner may read \"" + file + "\": chmod 600 it");
      }
      return file;
    } catch (IOException e) {
      throw new IllegalArgumentException("could not look at \"" + file + "\"", e);
    }
  }

  static ServerEncryption.OwnKey customerKey(String text) {
    Path file = secretFile(text);
    try {
      byte[] key = Files.readAllBytes(file);
      if (key.length != CUSTOMER_KEY_BYTES) {
        throw new IllegalArgumentException(
            "\"" + file + "\" has " + key.length + " bytes, a key has " + CUSTOMER_KEY_BYTES);
      }
      return ServerEncryption.OwnKey.of(key);
    } catch (IOException e) {
      throw new IllegalArgumentException("could not read \"" + file + "\"", e);
    }
  }
}
