package io.jbackup.catalog.crypt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;

/// Keys in files of a directory.
public final class TestKeys {
  private final Path directory;

  public TestKeys(Path directory) {
    this.directory = directory;
  }

  /// A new file that only its owner may read.
  public Path file(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.writeString(file, text, StandardCharsets.UTF_8);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public Path keyFile(String name) {
    return file(name, HexFormat.of().formatHex(Crypto.random(Crypto.KEY)) + "\n");
  }

  /// A file with a private key; returns the public one.
  public String identity(String name) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      String pem = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
      file(name, "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
      return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public Path path(String name) {
    return directory.resolve(name);
  }

  public static KeySettings keyFile(Path file) {
    return KeySettings.of(file.toString(), null, null, null, null);
  }

  public static KeySettings recipient(String recipient) {
    return KeySettings.of(null, null, null, recipient, null);
  }

  public static KeySettings identity(Path file) {
    return KeySettings.of(null, null, null, null, file.toString());
  }
}
