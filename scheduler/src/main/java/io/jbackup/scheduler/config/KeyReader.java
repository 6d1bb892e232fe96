package io.jbackup.scheduler.config;

import io.jbackup.catalog.crypt.KeySettings;
import java.util.Optional;

/// Reads where keys are found: of the catalog, of an instance or of a mirror. What is wrong is not
/// repeated: somebody may have written the secret itself.
final class KeyReader {
  private KeyReader() {}

  static Optional<KeySettings> read(Section parent) {
    return parent.section("encryption", ServiceKey.ENCRYPTION).map(KeyReader::settings);
  }

  private static KeySettings settings(Section keys) {
    KeySettings settings =
        KeySettings.of(
            file(keys, "key-file"),
            file(keys, "passphrase-file"),
            keys.text("key-command").orElse(""),
            keys.text("recipients").orElse(""),
            file(keys, "identity-file"));
    if (settings.isEmpty()) {
      keys.problem("", "names no key");
    }
    return settings;
  }

  private static String file(Section keys, String name) {
    String path = keys.text(name).orElse("");
    if (!path.isEmpty() && !path.startsWith("/")) {
      keys.problem(name, "must be the absolute path of a file; a secret does not belong here");
    }
    return path;
  }
}
