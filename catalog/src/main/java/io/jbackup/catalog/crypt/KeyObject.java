package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.text.NameValueText;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The text of a data key's object: the key, wrapped for each who may open it.
final class KeyObject {
  private static final String VERSION = "1";

  private KeyObject() {}

  static byte[] wrap(DataKey key, String use, KeyRing ring) {
    ring.requireWriting();
    StringBuilder text = new StringBuilder();
    line(text, "format-version", VERSION);
    line(text, "use", use);
    int number = 1;
    try {
      for (Kek kek : ring.keks()) {
        wrap(text, number++, "aes256-gcm " + kek.id(), kek.wrap(key.bytes(), context(key.id())));
      }
      for (Recipient recipient : ring.recipients()) {
        byte[] sealed = Hpke.seal(recipient.key(), context(key.id()), key.bytes());
        wrap(text, number++, "hpke-x25519 " + recipient.text(), sealed);
      }
    } catch (GeneralSecurityException e) {
      throw Crypto.impossible(e);
    }
    return Crypto.utf8(text.toString());
  }

  private static void wrap(StringBuilder text, int number, String whom, byte[] wrapped) {
    String base64 = Base64.getEncoder().encodeToString(wrapped);
    line(text, "wrap-" + number, whom + " " + base64);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(NameValueText.line(name, value, false)).append('\n');
  }

  /// Binds a wrapped key to its place.
  private static byte[] context(KeyId id) {
    return Crypto.utf8("jbackup data key 1 " + id.folder() + "/" + id.digits());
  }

  static String use(Map<String, String> values) {
    return values.getOrDefault("use", "");
  }

  static Map<String, String> parse(String text, String name) {
    try {
      Map<String, String> values = NameValueText.parse(text);
      if (values.getOrDefault("format-version", "").equals(VERSION)) {
        return values;
      }
      throw new IllegalArgumentException("its format version is not " + VERSION);
    } catch (IllegalArgumentException e) {
      throw new CatalogException(
          "could not read the key object \"" + name + "\": " + e.getMessage(),
          "Restore it from a copy, or use the version of jbackup that wrote it.",
          e);
    }
  }

  /// Empty when it is wrapped for others.
  static Optional<DataKey> unwrap(KeyId id, Map<String, String> values, KeyRing ring) {
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String[] words = entry.getValue().split(" ", -1);
      if (entry.getKey().startsWith("wrap-") && words.length == 3) {
        Optional<byte[]> bytes = unwrap(id, words, ring);
        if (bytes.isPresent()) {
          return bytes.map(found -> new DataKey(id, found));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> unwrap(KeyId id, String[] words, KeyRing ring) {
    try {
      byte[] wrapped = Base64.getDecoder().decode(words[2]);
      if (words[0].equals("aes256-gcm")) {
        for (Kek kek : ring.keks()) {
          if (kek.id().equals(words[1])) {
            return Optional.of(kek.unwrap(wrapped, context(id)));
          }
        }
      } else if (words[0].equals("hpke-x25519") && ring.identity().isPresent()) {
        return Optional.of(Hpke.open(ring.identity().get(), context(id), wrapped));
      }
    } catch (IllegalArgumentException | GeneralSecurityException _) {
      // Wrapped for another identity, or damaged: then the caller says that nobody can open it.
      return Optional.empty();
    }
    return Optional.empty();
  }
}
