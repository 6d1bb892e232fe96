package io.jbackup.archivepush;

import io.jbackup.catalog.CatalogLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// As [Training], for a catalog in an object store, which a stub plays: once in plain HTTP with
/// credentials of the environment, once over TLS with those of a file. Run only while the
/// distribution is built.
public final class BucketTraining {
  private static final String CREDENTIALS =
      """
      [default]
      aws_access_key_id = training
      aws_secret_access_key = training
      """;

  private BucketTraining() {}

  /// What is done with a catalog that is not there yet.
  public interface Work {
    /// Does it.
    ///
    /// @param directory with something in it
    /// @param environment tells how the catalog is reached
    void run(CatalogLocation catalog, Path directory, Map<String, String> environment)
        throws IOException;
  }

  /// Works in the directory that the only word names, new or empty. The environment holds AWS
  /// credentials, of any kind.
  public static void main(String[] words)
      throws IOException, GeneralSecurityException, InterruptedException {
    run(
        Path.of(words[0]).toAbsolutePath(),
        (catalog, directory, environment) -> new Training(catalog, directory, environment).run());
  }

  /// Does the work in both ways, each below a directory, which is new or empty.
  public static void run(Path directory, Work work)
      throws IOException, GeneralSecurityException, InterruptedException {
    try (BucketStub stub = BucketStub.start()) {
      run(directory.resolve("plain"), stub, "", work);
    }
    TrainingCertificate certificate = TrainingCertificate.create(directory);
    Path credentials = directory.resolve("credentials");
    Files.writeString(credentials, CREDENTIALS);
    Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
    try (BucketStub stub = BucketStub.start(certificate.context())) {
      String more =
          "ca-file = " + certificate.file() + "\ncredentials-file = " + credentials + "\n";
      run(directory.resolve("tls"), stub, more, work);
    }
    // What a store with a public certificate is checked with.
    SSLContext.getDefault().getSocketFactory();
  }

  private static void run(Path directory, BucketStub stub, String more, Work work)
      throws IOException {
    Files.createDirectories(directory);
    Path settings = directory.resolve("s3.conf");
    Files.writeString(settings, "endpoint = " + stub.endpoint() + "\n" + more);
    Map<String, String> environment =
        Map.of(CatalogLocation.SETTINGS_VARIABLE, settings.toString());
    work.run(CatalogLocation.parse("s3://training/catalog", environment), directory, environment);
  }
}
