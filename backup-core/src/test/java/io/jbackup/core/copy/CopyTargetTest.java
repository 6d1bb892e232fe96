package io.jbackup.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyTargetTest {
  @TempDir Path directory;

  @Test
  void aNewTargetTakesWhatTheClusterIsAndNotWhatAStoreIsAskedFor() {
    InstanceConfig config =
        InstanceConfig.empty()
            .with(ConfigKey.SYSTEM_IDENTIFIER, "42")
            .with(ConfigKey.RETENTION_REDUNDANCY, "3")
            .with(ConfigKey.S3_STORAGE_CLASS_WAL, "STANDARD_IA")
            .with(ConfigKey.S3_TAGS, "a=b");
    try (Catalog from = Catalog.init(directory.resolve("from"));
        Catalog to = Catalog.init(directory.resolve("to"))) {
      Instance target = CopyInstance.target(from.addInstance("main", config), to, false);
      assertThat(target.config().format())
          .contains("system-identifier = 42", "retention-redundancy = 3")
          .doesNotContain("s3-");
    }
  }
}
