package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.catalog.text.NameValueText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who can open data keys: the object `access`. It holds no secret.
///
/// @param symmetric of key-encryption keys that are known to readers and writers, by number; the
///   value says how to make it of a passphrase, and is empty where the key itself is given
/// @param recipients public keys; the value is a sealed test for the private one
/// @param seals of each key-encryption key over what is said above
record Access(
    KeyScope scope,
    Map<String, Optional<Passphrases>> symmetric,
    Map<String, String> recipients,
    Map<String, String> seals) {
  private static final String VERSION = "1";

  /// Each passphrase takes time and memory to be tried.
  private static final int MOST_PASSPHRASES = 8;

  static Access read(ObjectStore store, KeyScope scope) {
    String where = store.describe(scope.access());
    String text =
        SmallObjects.read(store, scope.access())
            .orElseThrow(() ->
                new CatalogException(
                    scope + " is encrypted, and \"" + where + "\" is missing",
                    "Restore the folder keys from a copy: without it nothing can be decrypted."));
    try {
      return parse(scope, NameValueText.parse(text));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CatalogException(
          "could not read \"" + where + "\": " + e.getMessage(),
          "Restore it from a copy, or use the version of jbackup that wrote it.",
          e);
    }
  }

  private static Access parse(KeyScope scope, Map<String, String> values) {
    String version = values.getOrDefault("format-version", "");
    if (!version.equals(VERSION)) {
      throw new IllegalArgumentException("its format version is \"" + version + "\"");
    }
    Access access =
        new Access(scope, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    values.forEach((name, value) -> {
      String[] words = value.split(" ", -1);
      if (name.startsWith("access-")) {
        switch (words[0]) {
          case "key" -> access.symmetric.put(words[1], Optional.empty());
          case "scrypt" -> access.symmetric.put(words[1], Optional.of(Passphrases.parse(words, 2)));
          case "x25519" -> access.recipients.put(words[1], words[2]);
          default -> throw new IllegalArgumentException("it names an unknown kind: " + words[0]);
        }
      } else if (name.startsWith("seal-")) {
        access.seals.put(name.substring("seal-".length()), value);
      }
    });
    if (access.symmetric.values().stream().filter(Optional::isPresent).count() > MOST_PASSPHRASES) {
      throw new IllegalArgumentException("it names more than " + MOST_PASSPHRASES + " passphrases");
    }
    return access;
  }

  private List<String> accesses() {
    List<String> values = new ArrayList<>();
    symmetric.forEach((id, scrypt) ->
        values.add(scrypt.map(how -> "scrypt " + id + " " + how).orElse("key " + id)));
    recipients.forEach((recipient, test) -> values.add("x25519 " + recipient + " " + test));
    return values;
  }

  /// The text that is sealed: whose they are, and the values of `access-…`, a line each.
  String statement() {
    return scope.title() + String.join("\n", accesses()) + "\n";
  }

  /// Written with the seal of each key in `keys`. False when the mode is CREATE_NEW and there is
  /// one.
  boolean write(ObjectStore store, List<Kek> keys, PutMode mode) {
    StringBuilder text = new StringBuilder();
    line(text, "format-version", VERSION);
    int number = 1;
    for (String value : accesses()) {
      line(text, "access-" + number++, value);
    }
    for (Kek key : keys) {
      line(text, "seal-" + key.id(), key.seal(statement()));
    }
    return SmallObjects.write(store, scope.access(), Crypto.utf8(text.toString()), mode);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(NameValueText.line(name, value, false)).append('\n');
  }
}
