package io.jbackup.catalog.testing.s3;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// MinIO in a container.
final class MinioContainer implements S3Server {
  /// The last image that its maker published.
  private static final DockerImageName IMAGE =
      DockerImageName.parse("minio/minio:RELEASE.2025-09-07T16-13-09Z");

  private static final int PORT = 9000;
  private static final String KEY = "jbackup";

  private final GenericContainer<?> container;
  private final String secret;

  private MinioContainer(GenericContainer<?> container, String secret) {
    this.container = container;
    this.secret = secret;
  }

  /// Empty where Docker does not answer.
  static Optional<S3Server> start() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    String secret = UUID.randomUUID().toString();
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withCommand("server", "/data")
            .withEnv("MINIO_ROOT_USER", KEY)
            .withEnv("MINIO_ROOT_PASSWORD", secret)
            .withEnv("MINIO_BROWSER", "off")
            .withEnv(KMS_VARIABLE, S3Server.newKmsKey())
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/minio/health/ready").forPort(PORT));
    container.start();
    return Optional.of(new MinioContainer(container, secret));
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + container.getMappedPort(PORT));
  }

  @Override
  public String accessKey() {
    return KEY;
  }

  @Override
  public String secretKey() {
    return secret;
  }

  @Override
  public String name() {
    return "MinIO in a container";
  }

  @Override
  public void close() {
    container.close();
  }
}
