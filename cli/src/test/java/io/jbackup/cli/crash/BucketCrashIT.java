package io.jbackup.cli.crash;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// With the catalog in a bucket, whose locks are leases.
final class BucketCrashIT extends MoreCrashScenarios {
  private LostLease lost;

  @Override
  Place place(Path directory) throws Exception {
    return BucketPlace.create(directory.resolve("settings"), Optional.empty());
  }

  /// Leases run out while the other tests run.
  @BeforeAll
  void stopAnOwnerOfLeases() throws Exception {
    lost = LostLease.begin(lab);
  }

  @AfterAll
  void endItAnyway() {
    lost.close();
  }

  @Test
  void theOwnerOfLeasesThatRanOutChangesNothing() throws Exception {
    lost.end();
  }

  /// The programs are the same, and each run asks the store much more than it asks a disk.
  @Override
  int times(int local) {
    return Math.max(1, local / 5);
  }
}
