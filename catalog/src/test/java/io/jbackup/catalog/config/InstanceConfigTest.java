package io.jbackup.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceConfigTest {
  @Test
  void whatIsWrittenIsReadBack() {
    InstanceConfig config =
        InstanceConfig.empty()
            .with(ConfigKey.SYSTEM_IDENTIFIER, "18446744073709551615")
            .with(ConfigKey.RESTORE_COMMAND, "cp \"/a b/%f\" '%p' # x")
            .with(ConfigKey.ARCHIVE_TIMEOUT, "2min");
    InstanceConfig read = InstanceConfig.parse(config.format(), "test");
    assertThat(read.format()).isEqualTo(config.format());
    assertThat(read.systemIdentifier()).isEqualTo(-1L);
    assertThat(read.get(ConfigKey.RESTORE_COMMAND)).contains("cp \"/a b/%f\" '%p' # x");
    assertThat(read.number(ConfigKey.ARCHIVE_TIMEOUT)).isEqualTo(120);
  }

  @Test
  void keysAreReadInAnyCaseWithEitherSeparator() {
    InstanceConfig config = InstanceConfig.parse("Compress_Algorithm = zlib\n", "test");
    assertThat(config.compression()).isEqualTo(new Compression(Algorithm.GZIP, 1));
  }

  @Test
  void anUnknownKeyIsRefusedWithTheFile() {
    assertThatThrownBy(() -> InstanceConfig.parse("compres = 1\n", "/cat/jbackup.conf"))
        .isInstanceOf(CatalogException.class)
        .hasMessage("Invalid option \"compres\" in file \"/cat/jbackup.conf\"");
  }

  @ParameterizedTest
  @CsvSource({
    "ARCHIVE_TIMEOUT, 90, 90",
    "ARCHIVE_TIMEOUT, 90s, 90",
    "ARCHIVE_TIMEOUT, 5 min, 300",
    "ARCHIVE_TIMEOUT, 1d, 86400",
    "LOG_ROTATION_SIZE, 10, 10",
    "LOG_ROTATION_SIZE, 10MB, 10240",
    "LOG_ROTATION_AGE, 10, 10",
    "LOG_ROTATION_AGE, 1d, 1440",
    "RETENTION_REDUNDANCY, 0x10, 16",
    "RETENTION_REDUNDANCY, 010, 8",
    "RETENTION_REDUNDANCY, INFINITE, 2147483647",
    "COMPRESS_LEVEL, -3, -3",
  })
  void valuesAreKeptInBaseUnits(ConfigKey key, String text, String base) {
    assertThat(Units.toBase(key, text)).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource({
    "ARCHIVE_TIMEOUT, 5 weeks",
    "ARCHIVE_TIMEOUT, -1",
    "ARCHIVE_TIMEOUT, 99999999999999999999",
    "LOG_ROTATION_SIZE, 10mb",
    "RETENTION_REDUNDANCY, 3d",
    "RETENTION_REDUNDANCY, 4294967296",
    "PGDATA, relative",
    "LOG_LEVEL_FILE, loud",
    "COMPRESS_ALGORITHM, pglz",
    "COMPRESS_ALGORITHM, best",
    "SYSTEM_IDENTIFIER, x",
    "XLOG_SEG_SIZE, 0xZZ",
  })
  void badValuesAreRefusedWithAHint(ConfigKey key, String text) {
    assertThatThrownBy(() -> Units.toBase(key, text))
        .isInstanceOf(UsageException.class)
        .extracting(e -> ((BackupException) e).hint())
        .asString()
        .isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"GZIP, 10", "LZ4, 0", "LZ4, 13", "ZSTD, 23", "GZIP, -1"})
  void levelsOutOfRangeAreRefused(Algorithm algorithm, int level) {
    assertThatThrownBy(() -> new Compression(algorithm, level))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("out of range");
  }

  @ParameterizedTest
  @CsvSource({"ARCHIVE_TIMEOUT, 300, 5min", "LOG_ROTATION_SIZE, 0, 0TB", "LOG_ROTATION_AGE, 0, 0d"})
  void valuesAreShownWithTheLargestUnit(ConfigKey key, String base, String text) {
    assertThat(Units.toText(key, base)).isEqualTo(text);
  }
}
