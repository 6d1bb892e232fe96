package io.jbackup.catalog;

import io.jbackup.catalog.crypt.Encryption;
import io.jbackup.catalog.crypt.KeyScope;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.catalog.text.NameValueText;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The object that makes a directory or a prefix a catalog, and says in which format.
final class CatalogMarker {
  private static final int PLAIN = 1;
  private static final int ENCRYPTED = 2;
  private static final ObjectKey KEY = new ObjectKey("jbackup.catalog");

  private CatalogMarker() {}

  /// With keys an encrypted catalog begins. The marker goes last: without it there is no catalog.
  static void write(ObjectStore store, KeySettings keys) {
    int version = PLAIN;
    if (!keys.isEmpty()) {
      Encryption.init(store, KeyScope.CATALOG, keys);
      version = ENCRYPTED;
    }
    String text = NameValueText.line("format-version", "" + version, false) + "\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!SmallObjects.write(store, KEY, bytes, PutMode.CREATE_NEW)) {
      throw new CatalogException(
          "another process made \"" + store.describe(KEY) + "\" at the same moment",
          "The catalog is there: add instances to it.");
    }
  }

  /// Fails when it is no catalog, or one of a format that is not known.
  static boolean isEncrypted(ObjectStore store, CatalogLocation location) {
    String text =
        SmallObjects.read(store, KEY)
            .orElseThrow(() ->
                new CatalogException(
                    "\"" + location + "\" is not a backup catalog: it has no jbackup.catalog",
                    "Name the directory or bucket that \"jbackup init\" made a catalog, or make one."));
    Map<String, String> values;
    try {
      values = NameValueText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CatalogException(
          "could not read \"" + store.describe(KEY) + "\": " + e.getMessage(),
          "Restore the file: its one line is \"format-version = 1\", or 2 when it is encrypted.",
          e);
    }
    String version = values.getOrDefault("format-version", "");
    if (!version.equals("" + PLAIN) && !version.equals("" + ENCRYPTED)) {
      throw new CatalogException(
          "the backup catalog \""
              + location
              + "\" has format version \""
              + version
              + "\", this jbackup reads version "
              + PLAIN
              + " and "
              + ENCRYPTED,
          "Use the version of jbackup that created it, or a newer one.");
    }
    return version.equals("" + ENCRYPTED);
  }
}
