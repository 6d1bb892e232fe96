package io.jbackup.catalog.testing.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate that the JDK's keytool signs by itself.
///
/// @param context what a server answers with
/// @param file the certificate, in PEM
public record TestCertificate(SSLContext context, Path file) {
  private static final String PASSWORD = "testing";

  private static final class Local {
    static final TestCertificate MADE = make();

    private static TestCertificate make() {
      try {
        Path directory = Files.createTempDirectory("jbackup-certificate");
        TestCertificate made = of("IP:127.0.0.1", directory);
        directory.toFile().deleteOnExit();
        made.file.toFile().deleteOnExit();
        return made;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// One for 127.0.0.1 that all tests of this process share.
  public static TestCertificate local() {
    return Local.MADE;
  }

  /// Makes one in a directory.
  ///
  /// @param subject whose it is: `IP:127.0.0.1`, `DNS:name`
  public static TestCertificate of(String subject, Path directory) {
    Path store = directory.resolve(subject.replace(':', '-') + ".p12");
    try {
      makeKey(subject, store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      String body =
          Base64.getMimeEncoder().encodeToString(keys.getCertificate("test").getEncoded());
      Files.delete(store);
      Path file = Path.of(store + ".pem");
      Files.writeString(
          file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
      return new TestCertificate(context, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void makeKey(String subject, Path store) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "SAN=" + subject,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool could not make \"" + store + "\": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
