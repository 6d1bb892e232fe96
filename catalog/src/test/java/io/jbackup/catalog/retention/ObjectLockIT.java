package io.jbackup.catalog.retention;

import static io.jbackup.catalog.retention.PurgeBed.expired;
import static io.jbackup.catalog.retention.PurgeBed.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/// Retention in a bucket with object lock. Times are the store's.
final class ObjectLockIT {
  private final TestBucket bucket = TestBucket.locked(0);

  private final S3Client client = bucket.client();

  @TempDir Path directory;
  private PurgeBed bed;

  @BeforeEach
  void makeCatalog() {
    bed =
        new PurgeBed(
            new CatalogLocation.Bucket(
                bucket.name(), "p/", Optional.of(bucket.settings(directory))));
  }

  @AfterEach
  void closeCatalog() {
    client.close();
    bed.close();
  }

  private Instant lock(ObjectKey key, Duration time) {
    Instant until = Instant.ofEpochSecond(Instant.now().plus(time).getEpochSecond());
    client.putObjectRetention(request ->
        request
            .bucket(bucket.name())
            .key("p/" + key)
            .bypassGovernanceRetention(true)
            .retention(to -> to.mode(ObjectLockRetentionMode.GOVERNANCE).retainUntilDate(until)));
    return until;
  }

  private void hold(ObjectKey key, ObjectLockLegalHoldStatus status) {
    client.putObjectLegalHold(request ->
        request.bucket(bucket.name()).key("p/" + key).legalHold(to -> to.status(status)));
  }

  private static String text(Instant time) {
    return time.toString().replace('T', ' ').replace("Z", "+00");
  }

  @Test
  void whatIsLockedStaysAndIsToldUntilWhen() {
    ObjectKey data = bed.backup(2).key("base.tar");
    bed.backup(5);
    bed.backup(8);
    Instant until = lock(data, Duration.ofHours(30));

    RetentionPlan preview = bed.purge().preview(expired(1));
    assertThat(preview.deletedIds()).containsExactly(id(5));
    assertThat(bed.told)
        .contains("Backup " + id(2) + " stays: it is locked in the bucket until " + text(until));
    bed.told.clear();

    PurgeResult result = bed.purge().run(expired(1));
    assertThat(bed.backups()).containsExactly(id(8) + " OK", id(2) + " OK");
    assertThat(result.backups()).isEqualTo(1);
    assertThat(bed.told)
        .contains("Backup " + id(2) + " stays: it is locked in the bucket until " + text(until));
    assertThatThrownBy(() -> bed.purge().run(PurgeBed.of(new Wish.OfId(id(2)))))
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "Backup %s cannot be deleted: it is locked in the bucket until %s", id(2), text(until));
    assertThatThrownBy(() -> StoreHolds.requireNone(bed.instance, ZoneOffset.UTC))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("locked in the bucket until " + text(until));
  }

  @Test
  void whenTheLockHasEndedTheBackupGoes() {
    lock(bed.backup(2).key("base.tar"), Duration.ofSeconds(3));
    bed.backup(8);
    assertThat(bed.purge().run(expired(1)).backups()).isZero();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (bed.purge().run(expired(1)).backups() == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
    assertThat(bed.backups()).containsExactly(id(8) + " OK");
  }

  @Test
  void aLegalHoldKeepsABackupAndItsControlFileCanBeReplaced() {
    ObjectKey control = bed.backup(2, BackupStatus.ERROR).key("backup.control");
    lock(control, Duration.ofHours(30));
    hold(control, ObjectLockLegalHoldStatus.ON);
    RetentionRequest failed = PurgeBed.of(new Wish.OfStatus(Set.of(BackupStatus.ERROR)));
    assertThat(bed.purge().run(failed).backups()).isZero();
    assertThat(bed.told)
        .contains("Backup " + id(2) + " stays: it is locked in the bucket and by a legal hold");

    hold(control, ObjectLockLegalHoldStatus.OFF);
    assertThat(bed.purge().run(failed).backups())
        .as("the retention of what is rewritten does not count")
        .isOne();
    assertThat(bed.backups()).isEmpty();
  }

  @Test
  void walGoesUpToTheFirstThatIsLocked() {
    bed.backup(8);
    bed.wal(1, 9);
    List<String> names = bed.archived();
    Instant until = Instant.EPOCH;
    for (String name : names.subList(3, 9)) {
      until = lock(bed.instance.archive().key(name), Duration.ofHours(30));
    }
    RetentionRequest walOnly =
        new RetentionRequest(new Wish.Nothing(), true, RetentionPolicy.NONE, ZoneOffset.UTC);
    RetentionPlan preview = bed.purge().preview(walOnly);
    assertThat(preview.timelines().getFirst().ranges())
        .extracting(WalRange::first, WalRange::last, WalRange::kept, WalRange::reason)
        .contains(tuple(4L, 7L, true, "kept: locked in the bucket until " + text(until)));
    assertThat(bed.purge().run(walOnly).walFiles()).isEqualTo(3);
    assertThat(bed.archived()).containsExactlyElementsOf(names.subList(3, 9));
  }
}
