package io.jbackup.archivepush;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate for 127.0.0.1 that the JDK's keytool signs by itself, for the training alone.
///
/// @param context what a server answers with
/// @param file the certificate, in PEM
record TrainingCertificate(SSLContext context, Path file) {
  private static final String PASSWORD = "training";

  static TrainingCertificate create(Path directory)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = directory.resolve("training.p12");
    makeKey(store);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    Path file = directory.resolve("training.pem");
    String body =
        Base64.getMimeEncoder().encodeToString(keys.getCertificate("training").getEncoded());
    Files.writeString(
        file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    return new TrainingCertificate(context, file);
  }

  private static void makeKey(Path store) throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "training",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool could not make \"" + store + '"');
    }
  }
}
