package io.jbackup.catalog.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRecordTest {
  private static final RunRecord RECORD =
      new RunRecord(
          "full-2",
          Instant.parse("2026-11-22T03:00:00Z"),
          Instant.parse("2026-11-22T03:00:02.5Z"),
          Instant.parse("2026-11-22T03:10:00Z"),
          "u6",
          RunRecord.Result.BAD,
          "the server's answer was 'no'\nand # nothing else");

  @TempDir private Path directory;

  @Test
  void aRecordSurvivesItsText() {
    assertThat(RunRecord.parse(RECORD.format()).orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("text")
        .isEqualTo(RECORD);
    assertThat(RunRecord.parse(RECORD.format()).orElseThrow().text())
        .isEqualTo("the server's answer was 'no' and # nothing else");
  }

  @Test
  void whatIsNoRecordIsTakenForNone() {
    assertThat(RunRecord.parse("")).isEmpty();
    assertThat(RunRecord.parse("schedule = full\ndue = yesterday\n")).isEmpty();
  }

  @Test
  void anInstanceKeepsTheLastRunOfEachSchedule() {
    try (Catalog catalog = Catalog.init(directory.resolve("catalog"))) {
      Instance instance = catalog.addInstance("main", InstanceConfig.empty());
      assertThat(instance.lastRun("full-2")).isEmpty();
      instance.save(RECORD);
      assertThat(instance.lastRun("full-2").orElseThrow().node()).isEqualTo("u6");
      assertThat(instance.lastRun("full")).isEmpty();
      assertThat(instance.backups()).isEmpty();
      catalog.deleteInstance("main");
      assertThat(catalog.instances()).isEmpty();
    }
  }

  @Test
  void oneScheduleIsLockedAndAnotherIsNot() {
    try (Catalog catalog = Catalog.init(directory.resolve("catalog"))) {
      Instance instance = catalog.addInstance("main", InstanceConfig.empty());
      var locks = instance.locks(LockRequest.withoutWaiting("service"));
      LockTarget full = LockTarget.scheduled("full");
      try (HeldLock _ = locks.acquire(full, LockMode.EXCLUSIVE)) {
        assertThat(locks.tryAcquire(full, LockMode.EXCLUSIVE)).isEmpty();
        try (HeldLock other = locks.acquire(LockTarget.scheduled("drill"), LockMode.EXCLUSIVE)) {
          assertThat(other).isNotNull();
        }
      }
    }
  }
}
