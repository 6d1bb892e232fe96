package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.config.Units;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.text.NameValueText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads a file of S3 settings, lines of `name = value`. Every problem is collected, and told
/// together.
final class S3SettingsReader {
  private static final String MANAGED = "aws:kms";
  private static final String CUSTOMER = "customer";

  private static final String TIMEOUT = "60s";

  private final String where;
  private final Map<String, String> values;
  private final String patience;
  private final List<String> problems = new ArrayList<>();

  private S3SettingsReader(String where, Map<String, String> values, Optional<Duration> patience) {
    this.where = where;
    this.values = new HashMap<>(values);
    this.patience = patience.map(time -> time.toMillis() + "ms").orElse(TIMEOUT);
  }

  /// Settings without a file: all by the environment.
  ///
  /// @param patience how long a request is repeated; empty for the usual time
  static S3Settings none(Optional<Duration> patience) {
    return new S3SettingsReader("", Map.of(), patience).settings();
  }

  /// @param patience how long a request is repeated where the file does not say; empty for the
  ///   usual time
  static S3Settings read(Path file, Optional<Duration> patience) {
    try {
      Map<String, String> values = NameValueText.parse(Files.readString(file));
      return new S3SettingsReader(file.toString(), values, patience).settings();
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
            parsed(SettingKey.ENDPOINT, SettingValues::url),
            text(SettingKey.REGION),
            parsed(SettingKey.PATH_STYLE, SettingValues::onOff),
            parsed(SettingKey.CREDENTIALS, SettingValues::credentials)
                .orElse(S3Settings.Credentials.DEFAULT),
            text(SettingKey.PROFILE),
            parsed(SettingKey.CREDENTIALS_FILE, SettingValues::secretFile),
            parsed(SettingKey.CA_FILE, SettingValues::file),
            parsed(SettingKey.TLS, SettingValues::tls).orElse(S3Settings.Tls.NATIVE),
            parsed(SettingKey.PROXY, SettingValues::url),
            storageClasses(),
            encryption(),
            text(SettingKey.TAGS).orElse(""),
            duration(SettingKey.TIMEOUT, patience),
            duration(SettingKey.SOCKET_TIMEOUT, "30s"),
            duration(SettingKey.CONNECT_TIMEOUT, "5s"),
            parsed(SettingKey.CONNECTIONS, SettingValues::connections).orElse(2),
            parsed(SettingKey.BANDWIDTH_LIMIT, SettingValues::bytes).orElse(0L));
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
    boolean hasFile = values.containsKey(SettingKey.CUSTOMER_KEY_FILE.label());
    Optional<ServerEncryption.OwnKey> own =
        parsed(SettingKey.CUSTOMER_KEY_FILE, SettingValues::customerKey);
    Optional<String> managed = text(SettingKey.KMS_KEY_ID);
    ServerEncryption encryption =
        switch (kind) {
          case "" -> new ServerEncryption.Default();
          case "AES256" -> new ServerEncryption.StoreKeys();
          case MANAGED -> new ServerEncryption.ManagedKey(managed.orElse(""));
          case CUSTOMER -> ownKey(own, hasFile);
          default -> null;
        };
    if (encryption == null) {
      problems.add(
          SettingKey.SERVER_SIDE_ENCRYPTION.label()
              + ": must be AES256, aws:kms or customer, not \""
              + kind
              + "\"");
      return new ServerEncryption.Default();
    }
    needs(SettingKey.CUSTOMER_KEY_FILE, hasFile, kind, CUSTOMER);
    needs(SettingKey.KMS_KEY_ID, managed.isPresent(), kind, MANAGED);
    return encryption;
  }

  private ServerEncryption ownKey(Optional<ServerEncryption.OwnKey> key, boolean given) {
    if (!given) {
      problems.add(SettingKey.CUSTOMER_KEY_FILE.label() + ": must be given with " + CUSTOMER);
    }
    return key.isPresent() ? key.get() : new ServerEncryption.Default();
  }

  /// A key that no encryption uses would leave objects unencrypted, and nobody would notice.
  private void needs(SettingKey key, boolean given, String kind, String wanted) {
    if (given && !kind.equals(wanted)) {
      problems.add(
          key.label() + ": needs " + SettingKey.SERVER_SIDE_ENCRYPTION.label() + " = " + wanted);
    }
  }
}
