package io.jbackup.scheduler.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.testing.SampleWal;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.status.MirrorStatus.MissingWal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looks at a mirror in a directory.
final class WalWorkTest {
  private static final SampleWal WAL = SampleWal.small();
  private static final Duration EVERY = Duration.ofMinutes(1);

  @TempDir private Path directory;
  private final List<String> told = new ArrayList<>();
  private final Failures failures = new Failures("copying WAL", new Notes());
  private Instant now = Instant.parse("2026-11-20T12:00:00Z");
  private Instance from;
  private Path mirror;
  private WalWork work;

  @BeforeEach
  void makeCatalogs() {
    InstanceConfig config =
        InstanceConfig.empty()
            .with(ConfigKey.SYSTEM_IDENTIFIER, Long.toUnsignedString(WAL.systemId()))
            .with(ConfigKey.XLOG_SEG_SIZE, "" + WAL.size().bytes());
    from = Catalog.init(directory.resolve("from")).addInstance("main", config);
    mirror = directory.resolve("to");
    Catalog.init(mirror).close();
    MirrorSettings settings =
        new MirrorSettings(
            CatalogLocation.of(mirror), Optional.empty(), false, EVERY, 1, Optional.empty());
    work = new WalWork(site(), "main", settings, new Known(), new Notes(), failures, () -> false);
  }

  private Site site() {
    return new Site(
        from.catalog().location(),
        Path.of("/bin/false"),
        "u6",
        "0.1.0",
        Map.of(),
        directory,
        "postgres",
        Optional.empty(),
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        });
  }

  private Path archive(int number, byte[] content) throws IOException {
    Path file = directory.resolve("from/wal/main").resolve(WAL.name(1, number));
    return Files.write(file, content);
  }

  private Path archive(int number) throws IOException {
    return archive(number, WAL.segment(1, number, number));
  }

  private Gap lookAfter(Duration time) {
    now = now.plus(time);
    return work.look();
  }

  private boolean isMirrored(int number) {
    return Files.exists(mirror.resolve("wal/main").resolve(WAL.name(1, number)));
  }

  @Test
  void nothingIsWrittenWhereAMirrorWasMounted() throws IOException {
    archive(1);
    work.look();
    assertThat(isMirrored(1)).isTrue();
    Files.move(mirror, directory.resolve("elsewhere"));
    Files.createDirectory(mirror);
    archive(2);

    assertThatThrownBy(() -> lookAfter(EVERY))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("the mirror is not there any more: ");

    assertThat(mirror).isEmptyDirectory();
    assertThat(work.gap().orElseThrow().wal())
        .extracting(ArchivedFile::name)
        .containsExactly(WAL.name(1, 2));
    Files.delete(mirror);
    Files.move(directory.resolve("elsewhere"), mirror);
    work.close();
    lookAfter(EVERY);
    assertThat(isMirrored(2)).isTrue();
  }

  @Test
  void aDamagedFileIsAFailureThatIsTriedAgainLaterAndTheRestIsCopied() throws IOException {
    Path damaged = archive(1, new byte[100]);
    archive(2);

    assertThat(work.look().wal()).hasSize(1);
    assertThat(isMirrored(2)).isTrue();
    assertThat(failures.inARow()).isOne();
    lookAfter(EVERY);
    assertThat(failures.inARow()).isOne();
    lookAfter(EVERY);
    assertThat(failures.inARow()).isEqualTo(2);
    lookAfter(EVERY.multipliedBy(3));
    assertThat(failures.inARow()).isEqualTo(2);
    assertThat(failures.lasting().orElseThrow().why())
        .startsWith("copying WAL failed: WAL file ")
        .contains(WAL.name(1, 1));

    Files.delete(damaged);
    lookAfter(EVERY);
    assertThat(failures.inARow()).isZero();
  }

  @Test
  void whatRetentionRemovedBeforeItWasCopiedIsTold() throws IOException {
    backup(from, 1);
    backup(Catalog.open(mirror, true).addInstance("main", from.config()), 1);
    archive(1);
    Path second = archive(2);
    work.look();
    Files.delete(second);
    archive(5);

    lookAfter(EVERY);
    assertThat(work.hole()).isEmpty();
    lookAfter(EVERY);
    assertThat(work.hole()).contains(new MissingWal(WAL.name(1, 3) + " to " + WAL.name(1, 4), 2));
    lookAfter(EVERY);
    assertThat(told).filteredOn(line -> line.contains("has it no more")).hasSize(1);
  }

  private static void backup(Instance instance, int segment) {
    instance.create(
        Instant.parse("2026-11-20T01:00:00Z"),
        BackupControl.empty()
            .with(ControlField.BACKUP_MODE, "FULL")
            .with(ControlField.STREAM, "true")
            .with(ControlField.TIMELINE_ID, "1")
            .with(ControlField.START_LSN, WAL.size().startOf(segment).plus(40).toString())
            .with(ControlField.STOP_LSN, WAL.size().startOf(segment).plus(400).toString())
            .with(BackupStatus.OK));
  }

  private final class Notes implements MirrorLog {
    @Override
    public void info(String message) {
      told.add(message);
    }

    @Override
    public void warning(String message) {
      told.add(message);
    }

    @Override
    public void log(String message) {
      told.add(message);
    }

    @Override
    public void verbose(String message) {
      told.add(message);
    }

    @Override
    public void error(String message, String hint) {
      told.add(message);
    }
  }
}
