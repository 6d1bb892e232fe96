package io.jbackup.scheduler.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorCheckIT {
  private static final String READ_ONLY =
      """
      {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::*"}]}
      """;

  private final TestBucket bucket = TestBucket.create();
  @TempDir private Path directory;
  private Path settings;
  private Instance instance;

  @BeforeEach
  void makeCatalog() {
    settings = bucket.settings(directory);
    InstanceConfig config =
        InstanceConfig.empty()
            .with(ConfigKey.SYSTEM_IDENTIFIER, "4711")
            .with(ConfigKey.SERVER_VERSION, "18")
            .with(ConfigKey.XLOG_SEG_SIZE, "16777216");
    instance = Catalog.init(directory.resolve("catalog")).addInstance("main", config);
  }

  private static CatalogLocation place(String name, Path with) {
    return CatalogLocation.parse("s3://" + name + "/mirror", Optional.of(with));
  }

  private String check(CatalogLocation mirror) {
    Site site =
        new Site(
            instance.catalog().location(),
            Path.of("/bin/false"),
            "u6",
            "0.1.0",
            Map.of(),
            directory,
            "postgres",
            Optional.empty(),
            Clock.systemUTC());
    return MirrorCheck.run(
        site,
        "main",
        new MirrorSettings(
            mirror, Optional.empty(), false, Duration.ofMinutes(1), 1, Optional.empty()));
  }

  private void addInstance(InstanceConfig config) {
    try (Catalog mirror = Catalog.init(place(bucket.name(), settings))) {
      mirror.addInstance("main", config);
    }
  }

  @Test
  void aMirrorThatCanBeUsedIsSaidToBeSo() {
    CatalogLocation mirror = place(bucket.name(), settings);
    Catalog.init(mirror).close();
    assertThat(check(mirror)).isEqualTo("opened; the service will add the instance");
    try (Catalog opened = Catalog.open(mirror, true)) {
      opened.addInstance("main", instance.config());
    }
    assertThat(check(mirror)).isEqualTo("can be read and written, backups: 0");
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> check(place("no-such-bucket-of-ours", settings)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no-such-bucket-of-ours")
        .hasMessageContaining("NoSuchBucket");
  }

  @Test
  void aCatalogThatWasNotMadeIsNamed() {
    assertThatThrownBy(() -> check(place(bucket.name(), settings)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(bucket.name() + "/mirror");
  }

  @Test
  void aMirrorThatCannotBeWrittenIsRefused() throws Exception {
    addInstance(instance.config());
    Path restricted =
        bucket.restrictedSettings(Files.createDirectory(directory.resolve("r")), READ_ONLY);
    assertThatThrownBy(() -> check(place(bucket.name(), restricted)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("AccessDenied");
  }

  @Test
  void aMirrorOfAnotherClusterIsRefused() {
    addInstance(instance.config().with(ConfigKey.SYSTEM_IDENTIFIER, "4712"));
    assertThatThrownBy(() -> check(place(bucket.name(), settings)))
        .isInstanceOf(IdentityException.class);
  }
}
