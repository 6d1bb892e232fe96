package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads secrets from files and commands. No message holds one.
final class SecretFiles {
  private static final int LIMIT = 1 << 16;
  private static final byte[] NOTHING = {};
  private static final Duration COMMAND_TIME = Duration.ofSeconds(60);

  private SecretFiles() {}

  /// A key of 32 bytes: as they are, in hexadecimal or in base64.
  static byte[] key(Path file) {
    return key(read(file), "the key file \"" + file + "\"");
  }

  static byte[] passphrase(Path file) {
    String text = new String(read(file), StandardCharsets.UTF_8);
    String line = text.lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new CatalogException(
          "the passphrase file \"" + file + "\" has an empty first line",
          "Write the passphrase into its first line.");
    }
    return Crypto.utf8(line);
  }

  static PrivateKey identity(Path file) {
    String text = new String(read(file), StandardCharsets.UTF_8);
    String base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      return KeyFactory.getInstance("X25519")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // The cause might show a part of the key.
      throw new CatalogException(
          "\"" + file + "\" is not a private X25519 key in PEM",
          "Make one with: openssl genpkey -algorithm X25519 -out IDENTITY");
    }
  }

  /// What a command prints, as a key file holds it.
  static byte[] keyOf(String command) {
    return keyOf(command, COMMAND_TIME);
  }

  /// As [#keyOf(String)], with so much time.
  static byte[] keyOf(String command, Duration time) {
    Process process;
    try {
      process =
          new ProcessBuilder("/bin/sh", "-c", command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw commandFailed(String.valueOf(e.getMessage()));
    }
    FutureTask<byte[]> output =
        new FutureTask<>(() -> {
          byte[] printed = process.getInputStream().readNBytes(LIMIT);
          // What it prints beyond that must not stop it.
          process.getInputStream().close();
          return process.waitFor() == 0 ? printed : NOTHING;
        });
    Thread.ofVirtual().name("key command").start(output);
    try {
      byte[] printed = output.get(time.toMillis(), TimeUnit.MILLISECONDS);
      if (process.exitValue() != 0) {
        throw commandFailed("it ended with code " + process.exitValue());
      }
      return key(printed, "what the key command printed");
    } catch (TimeoutException _) {
      throw commandFailed("it did not end in " + time.toSeconds() + " seconds");
    } catch (ExecutionException e) {
      throw commandFailed(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw commandFailed("it was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static CatalogException commandFailed(String why) {
    return new CatalogException(
        "the command that prints the key failed: " + why,
        "Run the command of --encrypt-key-command or " + KeySettings.KEY_COMMAND + " by hand.");
  }

  private static byte[] key(byte[] bytes, String what) {
    if (bytes.length == Crypto.KEY) {
      requireRandom(bytes, what);
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.US_ASCII).strip();
    byte[] key = {};
    try {
      key =
          text.length() == 2 * Crypto.KEY
              ? HexFormat.of().parseHex(text)
              : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      key = new byte[0];
    }
    if (key.length != Crypto.KEY) {
      throw new CatalogException(
          what + " is not a key of 32 bytes, as they are, in hexadecimal or in base64",
          "Make one with: (umask 077; openssl rand -hex 32 >FILE)");
    }
    return key;
  }

  /// Text of just this length is no key: of a random one so much can hardly be printed.
  private static void requireRandom(byte[] bytes, String what) {
    for (byte b : bytes) {
      boolean printable = (b >= ' ' && b <= '~') || b == '\n' || b == '\r' || b == '\t';
      if (!printable) {
        return;
      }
    }
    throw new CatalogException(
        what + " is text and not a key",
        "Give a passphrase with --encrypt-passphrase-file, or make a key with:"
            + " (umask 077; openssl rand -hex 32 >FILE)");
  }

  private static byte[] read(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)
          || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
        throw new UsageException(
            "the secret file \"" + file + "\" may be read or changed by others",
            "Run: chmod 600 \"" + file + "\"");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(LIMIT);
      }
    } catch (IOException e) {
      throw new CatalogException(
          "could not read the secret file \"" + file + "\": " + e.getClass().getSimpleName(),
          "Check the path and that the user who runs jbackup may read the file.",
          e);
    }
  }
}
