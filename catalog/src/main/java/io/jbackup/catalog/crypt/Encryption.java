package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens encrypted catalogs and instances, and makes them.
///
/// @param store decrypts what is read and encrypts what is written
/// @param readable false where only public keys are at hand: opening an encrypted object fails then
/// @param keys where the keys were found; none where nothing is encrypted
public record Encryption(ObjectStore store, boolean readable, KeySettings keys) {
  /// A store as it is.
  public static Encryption none(ObjectStore store) {
    return new Encryption(store, true, KeySettings.NONE);
  }

  /// Decorates the store of an encrypted catalog or of a catalog with an encrypted instance. Throws
  /// CatalogException when no key is given, or a wrong one.
  public static Encryption open(ObjectStore store, KeyScope scope, KeySettings settings) {
    EncryptedStore encrypted = new EncryptedStore(store, scope, settings);
    return new Encryption(encrypted, encrypted.canRead(), settings);
  }

  /// Writes who can open a new catalog or instance: the holder of the key or passphrase that is
  /// given, at most one, and the private keys of the recipients.
  public static void init(ObjectStore store, KeyScope scope, KeySettings settings) {
    requireKey(scope, settings);
    List<Kek> keks = new ArrayList<>();
    Map<String, Optional<Passphrases>> symmetric = symmetric(settings, keks, Map.of());
    Map<String, String> recipients = recipients(settings);
    scope.clear(store);
    Access access = new Access(scope, symmetric, recipients, Map.of());
    if (!access.write(store, keks, PutMode.CREATE_NEW)) {
      throw new CatalogException(
          "another process encrypted " + scope + " at the same moment",
          "Use the key that was given to that one.");
    }
  }

  /// Throws UsageException where the settings name nothing that a new catalog or instance can be
  /// encrypted with.
  public static void requireKey(KeyScope scope, KeySettings settings) {
    if (!settings.canEncrypt()) {
      throw new UsageException(
          scope + " is to be encrypted, which needs a key",
          "Give --encrypt-key-file, --encrypt-passphrase-file, --encrypt-key-command or"
              + " --encrypt-recipient, or their environment variables; see docs/encryption.md.");
    }
  }

  /// The accesses by keys that are known to readers and writers; adds the keys to `keks`. A
  /// passphrase that is among the accesses already keeps its key.
  static Map<String, Optional<Passphrases>> symmetric(
      KeySettings settings, List<Kek> keks, Map<String, Optional<Passphrases>> accesses) {
    Map<String, Optional<Passphrases>> symmetric = new LinkedHashMap<>();
    for (Kek kek : KeyRing.given(settings)) {
      symmetric.put(kek.id(), Optional.empty());
      keks.add(kek);
    }
    settings
        .passphraseFile()
        .ifPresent(file -> {
          byte[] passphrase = SecretFiles.passphrase(file);
          Kek kek = KeyRing.ofPassphrase(passphrase, accesses).orElse(null);
          if (kek == null) {
            Passphrases how = Passphrases.create();
            kek = how.key(passphrase);
            symmetric.put(kek.id(), Optional.of(how));
          } else {
            symmetric.put(kek.id(), accesses.get(kek.id()));
          }
          keks.add(kek);
        });
    if (symmetric.size() > 1) {
      throw new UsageException(
          "there is one key only: a key file, a key command or a passphrase",
          "Leave out all but one; recipients may be added to each of them.");
    }
    return symmetric;
  }

  static Map<String, String> recipients(KeySettings settings) {
    Map<String, String> recipients = new LinkedHashMap<>();
    for (String text : settings.recipients()) {
      Recipient recipient = Recipient.parse(text);
      recipients.put(recipient.text(), KeyRing.test(recipient));
    }
    return recipients;
  }

  /// Fails where keys are given for an instance that is not encrypted: somebody may have put it
  /// there.
  ///
  /// @param where the instance and its catalog
  public static void requireNone(KeySettings settings, String where) {
    if (!settings.isEmpty()) {
      throw new CatalogException(
          where + " is not encrypted, and a key was given",
          "Check that it is the right one. \"jbackup init --encrypt\" makes an encrypted catalog,"
              + " \"jbackup add-instance --encrypt\" an encrypted instance; without the options and"
              + " environment variables of encryption this one can be used.");
    }
  }
}
