package io.jbackup.archivepush;

import io.jbackup.catalog.CatalogLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// As [Training], for a catalog in an object store, which a stub plays: once in plain HTTP, once
/// over TLS. Run only while the distribution is built.
final class BucketTraining {
  private BucketTraining() {}

  /// Works in the directory that the only word names, new or empty. The environment holds AWS
  /// credentials, of any kind.
  public static void main(String[] words)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path directory = Files.createDirectories(Path.of(words[0]).toAbsolutePath());
    try (BucketStub stub = BucketStub.start()) {
      train(directory.resolve("plain"), stub, "");
    }
    TrainingCertificate certificate = TrainingCertificate.create(directory);
    try (BucketStub stub = BucketStub.start(certificate.context())) {
      train(directory.resolve("tls"), stub, "ca-file = " + certificate.file() + "\n");
    }
    // What a store with a public certificate is checked with.
    SSLContext.getDefault().getSocketFactory();
  }

  private static void train(Path directory, BucketStub stub, String more) throws IOException {
    Files.createDirectories(directory);
    Path settings = directory.resolve("s3.conf");
    Files.writeString(settings, "endpoint = " + stub.endpoint() + "\n" + more);
    Map<String, String> environment =
        Map.of(CatalogLocation.SETTINGS_VARIABLE, settings.toString());
    CatalogLocation catalog = CatalogLocation.parse("s3://training/catalog", environment);
    new Training(catalog, directory, environment).run();
  }
}
