package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `delete` on a catalog with a backup on each day of November and a segment for each.
final class DeleteTest {
  private static final SegmentSize SIZE = new SegmentSize(16 << 20);

  @TempDir Path directory;
  private Path catalog;
  private Instance instance;

  @BeforeEach
  void prepare() throws IOException {
    catalog = directory.resolve("catalog");
    instance = Samples.instance(catalog);
    for (int day = 1; day <= 21; day++) {
      String name = new SegmentName(1, day).fileName(SIZE) + ".zst";
      Files.writeString(catalog.resolve("wal/node").resolve(name), "wal");
    }
  }

  private static Instant day(int day) {
    return Instant.parse("2026-11-01T01:00:00Z").plus(Duration.ofDays(day - 1));
  }

  private static String id(int day) {
    return Samples.idOf(day(day));
  }

  private StoredBackup backup(int day) {
    return backup(day, BackupStatus.OK);
  }

  private StoredBackup backup(int day, BackupStatus status) {
    BackupControl control =
        Samples.finished()
            .with(ControlField.START_TIME, day(day))
            .with(ControlField.RECOVERY_TIME, day(day).plusSeconds(5))
            .with(ControlField.START_LSN, SIZE.startOf(day).plus(40).toString())
            .with(ControlField.STOP_LSN, SIZE.startOf(day).plus(500).toString())
            .with(status);
    return instance.create(day(day), control);
  }

  private CommandLine.Outcome run(String verb, String... more) {
    String[] words = new String[more.length + 5];
    words[0] = verb;
    words[1] = "-B";
    words[2] = catalog.toString();
    words[3] = "--instance";
    words[4] = "node";
    System.arraycopy(more, 0, words, 5, more.length);
    return new CommandLine().run(words);
  }

  private List<String> backups() {
    return instance.backups().stream().map(backup -> backup.id().text()).toList();
  }

  @Test
  void aDryRunPrintsThePlanWithItsReasons() {
    for (int day = 1; day <= 21; day += 4) {
      backup(day);
    }
    CommandLine.Outcome outcome =
        run(
            "delete",
            "--expired",
            "--wal",
            "--dry-run",
            "--retention-redundancy=1",
            "--retention-window=5",
            "--retention-weekly=3",
            "--wal-depth=2");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            """
            INFO: Evaluate backups by retention
            INFO: Backup %s, mode: FULL, status: OK. Redundancy: 1/1, Time Window: 1d/5d. Active, kept: redundancy 1 of 1, inside the window of 5 days, weekly 1 of 3
            INFO: Backup %s, mode: FULL, status: OK. Redundancy: 2/1, Time Window: 5d/5d. Active, kept: needed to reach 2026-11-17 02:00
            INFO: Backup %s, mode: FULL, status: OK. Redundancy: 3/1, Time Window: 9d/5d. Active, kept: weekly 2 of 3
            INFO: Backup %s, mode: FULL, status: OK. Redundancy: 4/1, Time Window: 13d/5d. Expired, expired: beyond redundancy 1 and older than 2026-11-17 02:00 and not needed to reach it and not among weekly 3
            INFO: Backup %s, mode: FULL, status: OK. Redundancy: 5/1, Time Window: 17d/5d. Active, kept: weekly 3 of 3
            INFO: Backup %s, mode: FULL, status: OK. Redundancy: 6/1, Time Window: 21d/5d. Expired, expired: beyond redundancy 1 and older than 2026-11-17 02:00 and not needed to reach it and not among weekly 3
            INFO: Backup %s with status OK can be deleted
            INFO: Backup %s with status OK can be deleted
            INFO: On timeline 1 WAL segments between 000000010000000000000001 and 000000010000000000000010 can be removed (expired: no backup that is kept needs it)
            INFO: On timeline 1 WAL segments between 000000010000000000000011 and 000000010000000000000015 stay (kept: recovery from backup %s on)
            """
                .formatted(id(21), id(17), id(13), id(9), id(5), id(1), id(9), id(1), id(17)));
    assertThat(backups()).hasSize(6);
  }

  @Test
  void whatHasExpiredGoes() {
    backup(3);
    backup(10);
    backup(20);
    assertThat(run("set-config", "--retention-redundancy=2").exit()).isZero();
    CommandLine.Outcome outcome = run("delete", "--delete-expired", "--delete-wal", "--progress");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err())
        .contains("INFO: Backup " + id(3) + " with status OK will be deleted\n")
        .contains("INFO: Delete: " + id(3) + " 2026-11-03 01:00:00+00\nINFO: Progress: (1/1)\n")
        .contains("between 000000010000000000000001 and 000000010000000000000009 will be removed")
        .endsWith(
            "INFO: Recovery is possible from 2026-11-10 01:00:05+00 (backup "
                + id(10)
                + ", LSN 0/A0001F4) on, up to LSN 0/16000000 on timeline 1\n"
                + "INFO: Purging finished\n");
    assertThat(backups()).containsExactly(id(20), id(10));

    assertThat(run("delete", "--expired", "--wal").err())
        .contains(
            "INFO: There are no backups to delete by retention policy\n",
            "INFO: There is no WAL to purge by retention policy\n")
        .doesNotContain("Purging finished");
  }

  @Test
  void withoutAPolicyThatIsSaid() {
    backup(3);
    CommandLine.Outcome outcome = run("delete", "--expired");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).contains("WARNING: Retention policy is not set\n");
    assertThat(backups()).hasSize(1);
  }

  @Test
  void theNewestGoodBackupGoesOnlyWithAWarning() {
    backup(3);
    backup(20);
    assertThat(run("delete", "-i", id(20).toLowerCase(Locale.ROOT)).err())
        .contains("WARNING: Backup " + id(20) + " is the newest good backup\n")
        .contains("INFO: Resident data size to free by delete of backup " + id(20) + " : 31MB\n")
        .contains(
            "INFO: Backup " + id(20) + " with status OK will be deleted (deleted: asked for)");
    assertThat(run("delete", "-i", id(3)).err())
        .contains(" is the newest good backup, and no good one is left after it is deleted\n");
    assertThat(backups()).isEmpty();
  }

  @Test
  void aStatusNamesThoseThatGo() {
    backup(3, BackupStatus.ERROR);
    backup(4, BackupStatus.CORRUPT);
    backup(5);
    assertThat(run("delete", "--status=error").exit()).isZero();
    assertThat(backups()).containsExactly(id(5), id(4));
    assertThat(run("delete", "--status=ERROR").err())
        .contains("INFO: There are no backups to delete with status [ERROR]\n");
    assertThat(run("delete", "--status=bad").exit()).isEqualTo(2);
  }

  @Test
  void whatIsInUseIsLeftAndNamed() {
    backup(3);
    backup(10);
    Clock clock = Clock.fixed(Samples.START, ZoneOffset.UTC);
    LockRequest request = new LockRequest("restore", Duration.ZERO, LockListener.NONE, clock);
    try (HeldLock _ =
        instance.locks(request).acquire(LockTarget.backup(new BackupId(id(3))), LockMode.SHARED)) {
      CommandLine.Outcome outcome = run("delete", "--expired", "--retention-redundancy=1");
      assertThat(outcome.exit()).isEqualTo(12);
      assertThat(outcome.err())
          .contains("Active, kept: in use by restore (pid ")
          .contains("ERROR: what should have been deleted and is in use was left: " + id(3));
    }
    assertThat(backups()).hasSize(2);
  }

  @Test
  void pinsAreSetRespectedAndTakenOff() {
    backup(3);
    backup(10);
    assertThat(run("set-backup", "-i", id(3), "--ttl=30d").err())
        .isEqualTo("INFO: Backup " + id(3) + " is pinned until '2026-12-03 01:00:05+00'\n");
    CommandLine.Outcome refused = run("delete", "-i", id(3));
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            "ERROR: Backup "
                + id(3)
                + " cannot be deleted: it is pinned until 2026-12-03 01:00:05+00\nHINT: Unpin");
    assertThat(run("delete", "--expired", "--retention-redundancy=1").err())
        .contains("Active, kept: pinned until 2026-12-03 01:00:05+00");

    assertThat(run("set-backup", "-i", id(3), "--ttl=0").err())
        .isEqualTo("INFO: Backup " + id(3) + " is unpinned\n");
    assertThat(run("set-backup", "-i", id(3), "--ttl=0").err())
        .isEqualTo("WARNING: Backup " + id(3) + " is not pinned, nothing to unpin\n");
    assertThat(run("set-backup", "-i", id(3), "--expire-time=2027-01-01 00:00:00+00").err())
        .isEqualTo("INFO: Backup " + id(3) + " is pinned until '2027-01-01 00:00:00+00'\n");
    assertThat(run("show", "-i", id(3)).out()).contains("expire-time = '2027-01-01 00:00:00+00'");
  }

  @Test
  void notesComeAndGo() {
    backup(3);
    assertThat(run("set-backup", "-i", id(3), "--note=before the move").err())
        .isEqualTo("INFO: Adding note to backup " + id(3) + ": 'before the move'\n");
    assertThat(run("show", "-i", id(3)).out()).contains("note = 'before the move'");
    assertThat(run("set-backup", "-i", id(3), "--note=none").err())
        .isEqualTo("INFO: Removing note from backup " + id(3) + "\n");
    assertThat(run("show", "-i", id(3)).out()).doesNotContain("note =");
  }

  @Test
  void aBackupWithoutARecoveryTimeIsPinnedByItsMomentOnly() {
    StoredBackup backup = backup(3);
    backup.save(backup.control().without(ControlField.RECOVERY_TIME));
    CommandLine.Outcome outcome = run("set-backup", "-i", id(3), "--ttl=1d");
    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.err()).contains("has no recovery time that --ttl could count from");
  }
}
