package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushBatchTest {
  @TempDir Path directory;
  private TestBed bed;

  @BeforeEach
  void begin() throws Exception {
    bed = new TestBed(directory);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 100})
  void aBatchIsArchivedAndMarkedButForTheFirst(int threads) throws Exception {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= 12; number++) {
      names.add(bed.ready(number));
    }

    assertThat(bed.push(names.getFirst(), "--batch-size=10", "-j", "" + threads)).isZero();

    assertThat(bed.stored()).containsExactlyElementsOf(names.subList(0, 10));
    assertThat(bed.marks())
        .contains(names.get(0) + ".ready", names.get(1) + ".done", names.get(9) + ".done")
        .contains(names.get(10) + ".ready", names.get(11) + ".ready");
    assertThat(bed.err())
        .contains("threads: " + Math.min(threads, 10) + "/" + threads + ", batch: 10/10")
        .contains("pushed: 10, skipped: 0");
  }

  @Test
  void historyFilesComeFirst() throws Exception {
    String first = bed.ready(1);
    bed.ready(2);
    bed.mark(bed.file("00000002.history", "1\t0/100000\tx\n"));

    assertThat(bed.push(first, "--batch-size=2")).isZero();

    assertThat(bed.stored()).containsExactly(first, "00000002.history");
  }

  @Test
  void marksCanBeLeftToTheServer() throws Exception {
    String first = bed.ready(1);
    String second = bed.ready(2);

    assertThat(bed.push(first, "--batch-size=5", "--no-ready-rename")).isZero();

    assertThat(bed.stored()).containsExactly(first, second);
    assertThat(bed.marks()).containsExactly(first + ".ready", second + ".ready");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aLaterFailureLeavesNoHoleAndIsLeftToTheServersNextCall(int threads) throws Exception {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= 8; number++) {
      names.add(bed.ready(number));
    }
    Files.write(bed.pgWal.resolve(names.get(3)), new byte[100]);

    assertThat(bed.push(names.getFirst(), "--batch-size=8", "-j" + threads)).isZero();

    assertThat(bed.stored()).containsExactlyElementsOf(names.subList(0, 3));
    assertThat(bed.marks())
        .contains(names.get(2) + ".done", names.get(3) + ".ready", names.get(4) + ".ready");
    assertThat(bed.err())
        .contains("WARNING: WAL file")
        .contains("WARNING: jbackup archive-push ended its batch early, pushed: 3, skipped: 0");
  }

  @Test
  void aFailureOfTheFirstFailsTheCallAndArchivesNothing() throws Exception {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      names.add(bed.ready(number));
    }
    Files.write(bed.pgWal.resolve(names.getFirst()), new byte[100]);

    assertThat(bed.push(names.getFirst(), "--batch-size=4", "-j2"))
        .isEqualTo(ExitCode.CORRUPT.code());

    assertThat(bed.stored()).isEmpty();
    assertThat(bed.err()).contains("failed: 1");
  }

  @Test
  void aConflictInTheMiddleEndsTheBatch() throws Exception {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      names.add(bed.ready(number));
    }
    Files.write(bed.stored.resolve(names.get(2)), bed.wal.segment(1, 3, 77));

    assertThat(bed.push(names.getFirst(), "--batch-size=4", "-j2")).isZero();

    assertThat(bed.stored()).containsExactlyElementsOf(names.subList(0, 3));
    assertThat(bed.archived(names.get(2))).isEqualTo(bed.wal.segment(1, 3, 77));
    assertThat(bed.err()).contains("different checksum");
  }

  @Test
  void marksOfForeignOrMissingFilesAreLeftAlone() throws Exception {
    String first = bed.ready(1);
    bed.mark("nonsense");
    bed.mark(bed.wal.name(1, 2));
    String third = bed.ready(3);

    assertThat(bed.push(first, "--batch-size=9")).isZero();

    assertThat(bed.stored()).containsExactly(first, third);
    assertThat(bed.marks()).contains("nonsense.ready", bed.wal.name(1, 2) + ".ready");
  }
}
