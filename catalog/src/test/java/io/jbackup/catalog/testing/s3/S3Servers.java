package io.jbackup.catalog.testing.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The one place that finds an S3 server for the tests: MinIO where its program is, else MinIO in a
/// container where Docker answers, else S3Proxy, which the build fetches.
final class S3Servers {
  private S3Servers() {}

  /// Started at its first use, stopped with this JVM.
  static S3Server shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final S3Server SERVER = start();

    /// The build tells at its end which it was.
    private static void note(String name) {
      try {
        Files.writeString(TestFiles.root().resolve("target/s3-server.txt"), name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static S3Server start() {
      S3Server server =
          minio()
              .<S3Server>map(program -> ServerProcess.start("MinIO", new Minio(program)))
              .or(() -> wantsMinio() ? MinioContainer.start() : Optional.empty())
              .orElseGet(() -> ServerProcess.start("S3Proxy", new S3Proxy()));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      note(server.name());
      return server;
    }
  }

  /// An empty JBACKUP_TEST_MINIO says that it is not to be MinIO.
  private static boolean wantsMinio() {
    return !"".equals(System.getenv("JBACKUP_TEST_MINIO"));
  }

  /// The program that JBACKUP_TEST_MINIO names, that `.ci/run` has made, or that is installed.
  private static Optional<Path> minio() {
    String given = System.getenv("JBACKUP_TEST_MINIO");
    if (given != null) {
      return given.isEmpty() ? Optional.empty() : Optional.of(Path.of(given));
    }
    Stream<Path> installed =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(folder -> Path.of(folder).resolve("minio"));
    return Stream.concat(Stream.of(TestFiles.root().resolve("target/minio/minio")), installed)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private record Minio(Path program) implements ServerProcess.Kind {
    @Override
    public List<String> command(Path directory, URI endpoint, String key, String secret) {
      return List.of(
          program.toString(),
          "server",
          "--quiet",
          "--address",
          endpoint.getAuthority(),
          directory.toString());
    }

    @Override
    public Map<String, String> environment(String key, String secret) {
      return Map.of(
          "MINIO_ROOT_USER",
          key,
          "MINIO_ROOT_PASSWORD",
          secret,
          "MINIO_BROWSER",
          "off",
          S3Server.KMS_VARIABLE,
          S3Server.newKmsKey());
    }
  }

  private record S3Proxy() implements ServerProcess.Kind {
    @Override
    public List<String> command(Path directory, URI endpoint, String key, String secret)
        throws IOException {
      Path settings = directory.resolve("s3proxy.conf");
      Files.writeString(
          settings,
          """
          s3proxy.authorization=aws-v2-or-v4
          s3proxy.endpoint=%s
          s3proxy.identity=%s
          s3proxy.credential=%s
          jclouds.provider=transient-nio2
          jclouds.identity=none
          jclouds.credential=none
          jclouds.endpoint=http://none
          """
              .formatted(endpoint, key, secret));
      return List.of(
          Path.of(System.getProperty("java.home")).resolve("bin/java").toString(),
          // It keeps everything in memory.
          "-Xmx1g",
          "-XX:+ExitOnOutOfMemoryError",
          "-cp",
          TestFiles.root().resolve("target/s3proxy/s3proxy.jar").toString(),
          "org.gaul.s3proxy.Main",
          "--properties",
          settings.toString());
    }

    @Override
    public Map<String, String> environment(String key, String secret) {
      return Map.of();
    }
  }
}
