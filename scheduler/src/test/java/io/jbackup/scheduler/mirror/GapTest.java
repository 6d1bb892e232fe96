package io.jbackup.scheduler.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.scheduler.config.MirrorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is to be copied to a mirror.
final class GapTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir private Path directory;
  private Instance from;
  private Instance to;
  private final Known known = new Known();

  @BeforeEach
  void makeCatalogs() {
    InstanceConfig config = InstanceConfig.empty().with(ConfigKey.SYSTEM_IDENTIFIER, "77");
    from = Catalog.init(directory.resolve("from")).addInstance("main", config);
    to = Catalog.init(directory.resolve("to")).addInstance("main", config);
  }

  private MirrorSettings settings(Optional<RetentionPolicy> retention, boolean deleteWal) {
    return new MirrorSettings(
        CatalogLocation.of(directory.resolve("to")),
        retention,
        deleteWal,
        Duration.ofMinutes(1),
        1,
        Optional.empty());
  }

  private static Optional<RetentionPolicy> redundancy(int number) {
    return Optional.of(new RetentionPolicy(number, 0, 0, 0, 0, 0, 0));
  }

  /// A STREAM backup of that hour of the day, whose WAL is segment `hour`.
  private static StoredBackup backup(Instance instance, int hour, BackupStatus status) {
    Instant start = Instant.parse("2026-11-20T%02d:00:00Z".formatted(hour));
    return instance.create(
        start,
        BackupControl.empty()
            .with(ControlField.BACKUP_MODE, "FULL")
            .with(ControlField.STREAM, "true")
            .with(ControlField.TIMELINE_ID, "1")
            .with(ControlField.START_LSN, "0/%X000028".formatted(hour))
            .with(ControlField.STOP_LSN, "0/%X000100".formatted(hour))
            .with(status));
  }

  private static void wal(Instance instance, int... numbers) throws IOException {
    Path folder =
        instance.catalog().location().directory().orElseThrow().resolve("wal").resolve("main");
    for (int number : numbers) {
      Files.writeString(folder.resolve("0000000100000000%08X".formatted(number)), "w" + number);
    }
  }

  private static List<Integer> numbers(Gap gap) {
    return gap.wal().stream().map(ArchivedFile::name).map(GapTest::number).toList();
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(16), 16);
  }

  private Gap gap(MirrorSettings settings) {
    known.list(from, to, settings, CLOCK);
    return Gap.between(from, known);
  }

  @Test
  void whatTheMirrorHasNotIsMissingTheOldestFirst() throws IOException {
    StoredBackup first = backup(from, 1, BackupStatus.OK);
    backup(from, 2, BackupStatus.ERROR);
    backup(from, 3, BackupStatus.RUNNING);
    StoredBackup second = backup(from, 4, BackupStatus.DONE);
    wal(from, 1, 2, 3);
    wal(to, 2);

    Gap gap = gap(settings(Optional.empty(), false));

    assertThat(gap.backups()).extracting(StoredBackup::id).containsExactly(first.id(), second.id());
    assertThat(numbers(gap)).containsExactly(1, 3);
    assertThat(gap.since()).contains(first.id().start());
  }

  @Test
  void whatIsCopiedIsNotMissingAndNothingIsListedForThat() throws IOException {
    StoredBackup backup = backup(from, 1, BackupStatus.OK);
    wal(from, 1, 2);
    Gap gap = gap(settings(Optional.empty(), false));

    known.add(backup);
    gap.wal().forEach(known::add);

    assertThat(gap.without(known).isEmpty()).isTrue();
    assertThat(Gap.between(from, known).isEmpty()).isTrue();
    assertThat(gap.without(known).since()).isEmpty();
  }

  @Test
  void aCopyThatIsNotWholeIsMissing() {
    StoredBackup backup = backup(from, 1, BackupStatus.OK);
    backup(to, 1, BackupStatus.RUNNING);

    assertThat(gap(settings(Optional.empty(), false)).backups())
        .extracting(StoredBackup::id)
        .containsExactly(backup.id());
  }

  @Test
  void whatTheMirrorWouldRemoveAtOnceIsNotCopied() throws IOException {
    backup(from, 1, BackupStatus.OK);
    StoredBackup second = backup(from, 4, BackupStatus.OK);
    StoredBackup third = backup(from, 8, BackupStatus.OK);
    wal(from, 1, 2, 3, 4, 5, 8, 9);

    Gap gap = gap(settings(redundancy(2), true));

    assertThat(gap.backups()).extracting(StoredBackup::id).containsExactly(second.id(), third.id());
    assertThat(numbers(gap)).containsExactly(4, 5, 8, 9);
  }

  @Test
  void walIsCopiedWholeUnlessItIsToBeRemoved() throws IOException {
    backup(from, 4, BackupStatus.OK);
    wal(from, 1, 2, 4);

    assertThat(numbers(gap(settings(redundancy(1), false)))).containsExactly(1, 2, 4);
  }

  @Test
  void withoutARuleThatOfTheInstanceInTheMirrorCounts() {
    backup(from, 1, BackupStatus.OK);
    StoredBackup second = backup(from, 4, BackupStatus.OK);
    to.save(to.config().with(ConfigKey.RETENTION_REDUNDANCY, "1"));

    assertThat(gap(settings(Optional.empty(), false)).backups())
        .extracting(StoredBackup::id)
        .containsExactly(second.id());
  }

  @Test
  void whatComesAfterTheListingIsWanted() throws IOException {
    backup(from, 1, BackupStatus.OK);
    wal(from, 1);
    MirrorSettings settings = settings(redundancy(1), true);
    known.list(from, to, settings, CLOCK);

    StoredBackup later = backup(from, 4, BackupStatus.OK);
    wal(from, 4);

    Gap gap = Gap.between(from, known);
    assertThat(gap.backups()).extracting(StoredBackup::id).contains(later.id());
    assertThat(numbers(gap)).contains(4);
  }

  @Test
  void whatIsKnownIsTrustedForAnHour() {
    assertThat(known.isSomething()).isFalse();
    gap(settings(Optional.empty(), false));

    assertThat(known.isFresh(NOW.plusSeconds(3500))).isTrue();
    assertThat(known.isFresh(NOW.plusSeconds(3700))).isFalse();
    known.distrust();
    assertThat(known.isFresh(NOW)).isFalse();
    assertThat(known.isSomething()).isTrue();
  }
}
