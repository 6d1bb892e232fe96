package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.testing.SampleWal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The archive, or pg_wal, lies on a file system of 3 MB.
class FullDiskIT {
  @TempDir Path directory;
  private Path small;

  @BeforeEach
  void mount() throws Exception {
    small = Files.createDirectories(directory.resolve("small"));
    Process process =
        new ProcessBuilder(
                "mount", "-t", "tmpfs", "-o", "size=3m", "jbackup-test", small.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() == 0, "cannot mount a tmpfs: " + output.strip());
  }

  @AfterEach
  void unmount() throws Exception {
    new ProcessBuilder("umount", small.toString()).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void aFullArchiveIsToldAndLeavesNothing() throws Exception {
    TestBed bed = new TestBed(directory, SampleWal.small().withSize(4 << 20));
    Files.delete(bed.stored);
    Files.createSymbolicLink(bed.stored, small);
    String name = bed.segment(1);

    assertThat(bed.push(name)).isEqualTo(ExitCode.STORAGE.code());

    assertThat(bed.err()).contains("No space left on device").contains("HINT: Free space");
    assertThat(bed.stored()).isEmpty();
    assertThat(bed.push(name, "--compress")).isZero();
  }

  @Test
  void aBatchArchivesWhatFits() throws Exception {
    TestBed bed = new TestBed(directory);
    Files.delete(bed.stored);
    Files.createSymbolicLink(bed.stored, small);
    String first = bed.ready(1);
    for (int number = 2; number <= 5; number++) {
      bed.ready(number);
    }

    assertThat(bed.push(first, "--batch-size=5")).isZero();

    List<String> stored = bed.stored();
    assertThat(stored).startsWith(first, bed.wal.name(1, 2)).hasSizeLessThan(5);
    assertThat(bed.err()).contains("WARNING: ").contains("No space left on device");
    assertThat(bed.marks()).contains(bed.wal.name(1, 5) + ".ready");
  }

  @Test
  void aSegmentThatDoesNotFitIntoPgWalIsNotAnAbsentOne() throws Exception {
    TestBed bed = new TestBed(directory, SampleWal.small().withSize(4 << 20));
    String name = bed.segment(1);
    bed.push(name);
    Surroundings surroundings = bed.surroundings();

    GetResult result =
        ArchiveGet.run(bed.words(name, small.resolve("RECOVERYXLOG").toString()), surroundings);

    assertThat(result).isEqualTo(GetResult.FAILED);
    assertThat(small).isEmptyDirectory();
  }
}
