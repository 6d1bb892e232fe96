package io.jbackup.catalog.crypt;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the keys of an encrypted catalog or instance are found. Nothing in it is a secret.
///
/// @param keyFile a key of 32 bytes
/// @param passphraseFile its first line is a passphrase
/// @param keyCommand a command line for `/bin/sh` that prints the key
/// @param recipients public keys (X25519) that data keys are wrapped for
/// @param identityFile the private key of a recipient, in PEM
public record KeySettings(
    Optional<Path> keyFile,
    Optional<Path> passphraseFile,
    Optional<String> keyCommand,
    List<String> recipients,
    Optional<Path> identityFile) {
  public static final String KEY_FILE = "JBACKUP_ENCRYPT_KEY_FILE";
  public static final String PASSPHRASE_FILE = "JBACKUP_ENCRYPT_PASSPHRASE_FILE";
  public static final String KEY_COMMAND = "JBACKUP_ENCRYPT_KEY_COMMAND";
  public static final String RECIPIENT = "JBACKUP_ENCRYPT_RECIPIENT";
  public static final String IDENTITY_FILE = "JBACKUP_DECRYPT_IDENTITY_FILE";

  public static final KeySettings NONE =
      new KeySettings(
          Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  public KeySettings {
    recipients = List.copyOf(recipients);
  }

  /// What the environment says.
  public static KeySettings of(Map<String, String> environment) {
    return of(
        environment.get(KEY_FILE),
        environment.get(PASSPHRASE_FILE),
        environment.get(KEY_COMMAND),
        environment.get(RECIPIENT),
        environment.get(IDENTITY_FILE));
  }

  /// Each of them null or empty where there is none.
  ///
  /// @param recipients with commas between them
  public static KeySettings of(
      @Nullable String keyFile,
      @Nullable String passphraseFile,
      @Nullable String keyCommand,
      @Nullable String recipients,
      @Nullable String identityFile) {
    return new KeySettings(
        given(keyFile).map(KeySettings::absolute),
        given(passphraseFile).map(KeySettings::absolute),
        given(keyCommand),
        given(recipients).map(text -> List.of(text.split("[,\\s]+", -1))).orElse(List.of()),
        given(identityFile).map(KeySettings::absolute));
  }

  private static Optional<String> given(@Nullable String text) {
    return text == null || text.isBlank() ? Optional.empty() : Optional.of(text.strip());
  }

  private static Path absolute(String text) {
    return Path.of(text).toAbsolutePath();
  }

  /// Whether there is anything to encrypt with: a private key alone does not.
  boolean canEncrypt() {
    return keyFile.isPresent()
        || passphraseFile.isPresent()
        || keyCommand.isPresent()
        || !recipients.isEmpty();
  }

  public boolean isEmpty() {
    return !canEncrypt() && identityFile.isEmpty();
  }

  /// As the environment of another process has to have them.
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    keyFile.ifPresent(path -> environment.put(KEY_FILE, path.toString()));
    passphraseFile.ifPresent(path -> environment.put(PASSPHRASE_FILE, path.toString()));
    keyCommand.ifPresent(command -> environment.put(KEY_COMMAND, command));
    if (!recipients.isEmpty()) {
      environment.put(RECIPIENT, String.join(",", recipients));
    }
    identityFile.ifPresent(path -> environment.put(IDENTITY_FILE, path.toString()));
    return environment;
  }
}
