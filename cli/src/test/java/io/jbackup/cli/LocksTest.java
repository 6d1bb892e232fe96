package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands while another one holds what they need.
final class LocksTest {
  private static final Clock EARLIER = Clock.fixed(Samples.START.plusSeconds(6), ZoneOffset.UTC);
  private static final String SINCE = "since 2026-11-22 01:45:00+00";

  @TempDir Path directory;
  private Path catalog;
  private Instance instance;
  private Locks locks;

  @BeforeEach
  void prepare() {
    catalog = directory.resolve("catalog");
    instance = Samples.instance(catalog);
    locks = instance.locks(new LockRequest("restore", Duration.ZERO, LockListener.NONE, EARLIER));
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

  @Test
  void anInstanceInUseIsNotDeleted() {
    Samples.add(instance, Samples.finished());
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      CommandLine.Outcome outcome = run("del-instance", "--lock-timeout=10ms");

      assertThat(outcome.exit()).isEqualTo(12);
      assertThat(outcome.err())
          .contains("INFO: Waiting for the exclusive lock on instance 'node' since 0s: held by")
          .contains("ERROR: could not get the exclusive lock on instance 'node' within 10ms")
          .contains("held by restore (pid ")
          .contains("shared, " + SINCE)
          .contains("HINT: ");
    }
    assertThat(instance.backups().getFirst().control().status()).isEqualTo(BackupStatus.OK);
  }

  @Test
  void anInstanceWhoseBackupDiedIsDeleted() {
    Samples.add(instance, Samples.finished().with(BackupStatus.RUNNING));

    assertThat(run("del-instance").exit()).isZero();

    assertThat(catalog.resolve("backups/node")).doesNotExist();
    assertThat(catalog.resolve("locks/node")).doesNotExist();
  }

  @Test
  void aConfigurationIsNotChangedByTwo() {
    try (HeldLock _ = locks.acquire(LockTarget.config(), LockMode.EXCLUSIVE)) {
      CommandLine.Outcome outcome = run("set-config", "--pgport=5433", "--lock-timeout=0");

      assertThat(outcome.exit()).isEqualTo(12);
      assertThat(outcome.err()).contains("exclusive lock on configuration of instance 'node'");
    }
    assertThat(run("set-config", "--pgport=5433").exit()).isZero();
    assertThat(run("show-config").out()).contains("pgport = 5433");
  }

  @Test
  void showTellsWhoHoldsABackup() {
    StoredBackup backup = Samples.add(instance, Samples.finished());
    long pid = ProcessHandle.current().pid();
    try (HeldLock _ = locks.acquire(LockTarget.backup(backup.id()), LockMode.SHARED)) {
      assertThat(run("show", "-i", Samples.ID).out())
          .contains("\nlocked-by = 'restore (pid " + pid + " on ")
          .contains(", shared, " + SINCE + ")'\n");
      assertThat(run("show", "--format=json").out())
          .contains("\"locked-by\": [")
          .contains("\"verb\": \"restore\"")
          .contains("\"mode\": \"shared\"")
          .contains("\"pid\": " + pid)
          .contains("\"since\": \"2026-11-22 01:45:00+00\"");
    }
    assertThat(run("show", "-i", Samples.ID).out()).doesNotContain("locked-by");
    assertThat(run("show", "--format=json").out()).doesNotContain("locked-by");
  }
}
