package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.config.Units;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.text.NameValueText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a file of S3 settings, lines of `name = value`. Every problem is collected, and told
/// together.
final class S3SettingsReader {
  private static final int CUSTOMER_KEY_BYTES = 32;
  private static final int MOST_CONNECTIONS = 64;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final String where;
  private final Map<String, String> values;
  private final List<String> problems = new ArrayList<>();

  private S3SettingsReader(String where, Map<String, String> values) {
    this.where = where;
    this.values = new HashMap<>(values);
  }

  /// Settings without a file: all by the environment.
  static S3Settings none() {
    return new S3SettingsReader("", Map.of()).settings();
  }

  static S3Settings read(Path file) {
    try {
      return new S3SettingsReader(file.toString(), NameValueText.parse(Files.readString(file)))
          .settings();
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "could not read the S3 settings \"" + file + "\": " + e.getMessage(),
          "Check the path, that this user may read it, and that its lines are \"name = value\".",
          e);
    }
  }

  private S3Settings settings() {
    S3Settings settings =
        new S3Settings(
            parsed(SettingKey.ENDPOINT, S3SettingsReader::url),
            text(SettingKey.REGION),
            parsed(SettingKey.PATH_STYLE, S3SettingsReader::onOff),
            parsed(SettingKey.CREDENTIALS, S3SettingsReader::credentials)
                .orElse(S3Settings.Credentials.DEFAULT),
            text(SettingKey.PROFILE),
            parsed(SettingKey.CREDENTIALS_FILE, S3SettingsReader::secretFile),
            parsed(SettingKey.CA_FILE, S3SettingsReader::file),
            parsed(SettingKey.TLS, S3SettingsReader::tls).orElse(S3Settings.Tls.NATIVE),
            parsed(SettingKey.PROXY, S3SettingsReader::url),
            storageClasses(),
            encryption(),
            text(SettingKey.TAGS).orElse(""),
            duration(SettingKey.TIMEOUT, "60s"),
            duration(SettingKey.SOCKET_TIMEOUT, "30s"),
            duration(SettingKey.CONNECT_TIMEOUT, "5s"),
            parsed(SettingKey.CONNECTIONS, S3SettingsReader::connections).orElse(2),
            parsed(SettingKey.BANDWIDTH_LIMIT, S3SettingsReader::bytes).orElse(0L));
    for (String unknown : values.keySet()) {
      problems.add(unknown + ": unknown; known are " + String.join(", ", SettingKey.labels()));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(
          "the S3 settings \"" + where + "\" have problems:\n  " + String.join("\n  ", problems),
          "Correct them; docs/s3.md explains each setting.");
    }
    return settings;
  }

  private Optional<String> text(SettingKey key) {
    return Optional.ofNullable(values.remove(key.label())).filter(value -> !value.isEmpty());
  }

  private <T> Optional<T> parsed(SettingKey key, Function<String, T> parser) {
    try {
      return text(key).map(parser);
    } catch (BackupException | IllegalArgumentException e) {
      problems.add(key.label() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Duration duration(SettingKey key, String fallback) {
    Function<String, Duration> parser =
        text -> Duration.ofMillis(Units.milliseconds(key.label(), text, "s"));
    return parsed(key, parser).orElseGet(() -> parser.apply(fallback));
  }

  private static Long bytes(String text) {
    return Units.kilobytes(SettingKey.BANDWIDTH_LIMIT.label(), text) * 1024;
  }

  private static Integer connections(String text) {
    int number = Integer.parseInt(text);
    if (number < 1 || number > MOST_CONNECTIONS) {
      throw new IllegalArgumentException("must be from 1 to " + MOST_CONNECTIONS);
    }
    return number;
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() == null || url.getScheme() == null) {
        throw new IllegalArgumentException("must be as https://host:port, not \"" + text + "\"");
      }
      if (url.getUserInfo() != null) {
        throw new IllegalArgumentException("must not hold a user and a password");
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not a URL: " + e.getReason(), e);
    }
  }

  private static Boolean onOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default -> throw new IllegalArgumentException("must be on or off, not \"" + text + "\"");
    };
  }

  private static S3Settings.Tls tls(String text) {
    return switch (text) {
      case "native" -> S3Settings.Tls.NATIVE;
      case "java" -> S3Settings.Tls.JAVA;
      default -> throw new IllegalArgumentException("must be native or java, not \"" + text + "\"");
    };
  }

  private static S3Settings.Credentials credentials(String text) {
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

  private static Path file(String text) {
    Path file = Path.of(text);
    if (!file.isAbsolute() || !Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "must be the absolute path of a file that can be read, not \"" + text + "\"");
    }
    return file;
  }

  private static Path secretFile(String text) {
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

  private Map<ObjectKind, String> storageClasses() {
    Map<ObjectKind, String> classes = new EnumMap<>(ObjectKind.class);
    text(SettingKey.STORAGE_CLASS_DATA).ifPresent(name -> classes.put(ObjectKind.DATA, name));
    text(SettingKey.STORAGE_CLASS_WAL).ifPresent(name -> classes.put(ObjectKind.WAL, name));
    text(SettingKey.STORAGE_CLASS_METADATA)
        .ifPresent(name -> classes.put(ObjectKind.METADATA, name));
    return classes;
  }

  private ServerEncryption encryption() {
    String kind = text(SettingKey.SERVER_SIDE_ENCRYPTION).orElse("");
    String kmsKey = text(SettingKey.KMS_KEY_ID).orElse("");
    ServerEncryption.OwnKey own =
        parsed(SettingKey.CUSTOMER_KEY_FILE, S3SettingsReader::customerKey).orElse(null);
    return switch (kind) {
      case "" -> new ServerEncryption.Default();
      case "AES256" -> new ServerEncryption.StoreKeys();
      case "aws:kms" -> new ServerEncryption.ManagedKey(kmsKey);
      case "customer" -> ownKey(own);
      default -> {
        problems.add(
            SettingKey.SERVER_SIDE_ENCRYPTION.label()
                + ": must be AES256, aws:kms or customer, not \""
                + kind
                + "\"");
        yield new ServerEncryption.Default();
      }
    };
  }

  private ServerEncryption ownKey(ServerEncryption.@Nullable OwnKey key) {
    if (key == null) {
      problems.add(SettingKey.CUSTOMER_KEY_FILE.label() + ": must be given with customer");
      return new ServerEncryption.Default();
    }
    return key;
  }

  private static ServerEncryption.OwnKey customerKey(String text) {
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
