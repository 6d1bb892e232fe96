package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys that this process has, all of which fit the catalog.
///
/// @param keks empty where the process has public or private keys only
/// @param recipients whom data keys are wrapped for as well
record KeyRing(List<Kek> keks, List<Recipient> recipients, Optional<PrivateKey> identity) {
  private static final byte[] TEST = Crypto.utf8("jbackup identity 1");

  KeyRing {
    keks = List.copyOf(keks);
    recipients = List.copyOf(recipients);
  }

  /// Throws CatalogException when there is no key, or one that is not the catalog's.
  static KeyRing of(KeySettings settings, Access access) {
    List<Kek> keks = keks(settings, access);
    for (Kek kek : keks) {
      requireSeal(kek, access);
    }
    settings.identityFile().ifPresent(file -> requireFit(file, access));
    List<Recipient> named = settings.recipients().stream().map(Recipient::parse).toList();
    List<Recipient> recipients =
        keks.isEmpty()
            ? named
            : access.recipients().keySet().stream().map(Recipient::parse).toList();
    for (Recipient recipient : named) {
      if (!access.recipients().containsKey(recipient.text())) {
        throw new CatalogException(
            access.scope() + " is not encrypted for the recipient " + recipient.text(),
            "Name a recipient that it was made for, or add one with \"jbackup rotate-key\".");
      }
    }
    KeyRing ring =
        new KeyRing(keks, recipients, settings.identityFile().map(SecretFiles::identity));
    if (keks.isEmpty() && recipients.isEmpty() && ring.identity.isEmpty()) {
      throw new CatalogException(
          access.scope() + " is encrypted, and no key was given",
          "Set one of the environment variables "
              + KeySettings.KEY_FILE
              + ", "
              + KeySettings.PASSPHRASE_FILE
              + ", "
              + KeySettings.KEY_COMMAND
              + ", "
              + KeySettings.RECIPIENT
              + " (to write only) and "
              + KeySettings.IDENTITY_FILE
              + " (to read), or give the option of that name.");
    }
    return ring;
  }

  private static List<Kek> keks(KeySettings settings, Access access) {
    List<Kek> keks = new ArrayList<>(given(settings));
    settings
        .passphraseFile()
        .ifPresent(file -> {
          byte[] passphrase = SecretFiles.passphrase(file);
          keks.add(
              ofPassphrase(passphrase, access.symmetric())
                  .orElseThrow(() -> wrong("the passphrase in \"" + file + "\"", access)));
        });
    for (Kek kek : keks) {
      if (!access.symmetric().containsKey(kek.id())) {
        throw wrong("the key that was given", access);
      }
    }
    return keks;
  }

  /// The key that one of the accesses makes of a passphrase.
  static Optional<Kek> ofPassphrase(
      byte[] passphrase, Map<String, Optional<Passphrases>> accesses) {
    for (Map.Entry<String, Optional<Passphrases>> access : accesses.entrySet()) {
      Optional<Kek> kek =
          access
              .getValue()
              .map(how -> how.key(passphrase))
              .filter(made -> made.id().equals(access.getKey()));
      if (kek.isPresent()) {
        return kek;
      }
    }
    return Optional.empty();
  }

  /// Keys of a file and of a command.
  static List<Kek> given(KeySettings settings) {
    List<Kek> keks = new ArrayList<>();
    settings.keyFile().map(SecretFiles::key).map(Kek::of).ifPresent(keks::add);
    settings.keyCommand().map(SecretFiles::keyOf).map(Kek::of).ifPresent(keks::add);
    return keks;
  }

  private static CatalogException wrong(String what, Access access) {
    return new CatalogException(
        what + " does not open " + place(access),
        "Use the key that it was encrypted with, or that \"jbackup rotate-key\" changed it to.");
  }

  private static String place(Access access) {
    return access.scope().equals(KeyScope.CATALOG) ? "this catalog" : access.scope().toString();
  }

  private static void requireSeal(Kek kek, Access access) {
    String found = access.seals().getOrDefault(kek.id(), "");
    String right = kek.seal(access.statement());
    if (!MessageDigest.isEqual(Crypto.utf8(found), Crypto.utf8(right))) {
      throw new CatalogException(
          "somebody without the key of "
              + access.scope()
              + " changed its list of accesses, "
              + access.scope().access(),
          "Find out who, and restore the object from a copy: data keys might be wrapped for a"
              + " stranger.");
    }
  }

  /// A sealed test: who can open it has the private key.
  static String test(Recipient recipient) {
    try {
      return Base64.getEncoder().encodeToString(Hpke.seal(recipient.key(), TEST, TEST));
    } catch (GeneralSecurityException e) {
      throw new UsageException(
          "cannot encrypt for \"" + recipient.text() + "\": " + e.getMessage(),
          "It is not a usable X25519 key: make another one.",
          e);
    }
  }

  private static void requireFit(Path file, Access access) {
    PrivateKey identity = SecretFiles.identity(file);
    if (access.recipients().values().stream().noneMatch(test -> opens(identity, test))) {
      throw wrong("the identity in \"" + file + "\"", access);
    }
  }

  /// Whether a private key belongs to the recipient of a test.
  static boolean opens(PrivateKey identity, String test) {
    try {
      Hpke.open(identity, TEST, Base64.getDecoder().decode(test));
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  boolean canRead() {
    return !keks.isEmpty() || identity.isPresent();
  }

  void requireWriting() {
    if (keks.isEmpty() && recipients.isEmpty()) {
      throw new CatalogException(
          "a private key alone does not encrypt",
          "Add the public key of a recipient: --encrypt-recipient or "
              + KeySettings.RECIPIENT
              + ".");
    }
  }

  void requireReading() {
    if (!canRead()) {
      throw new CatalogException(
          "this host can write what is encrypted, and not read it",
          "Run the command where the private key is, with --decrypt-identity-file or "
              + KeySettings.IDENTITY_FILE
              + ".");
    }
  }
}
