package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.SampleWal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// archive-push dies at any moment.
class KilledPushIT {
  private static final int ROUNDS = 25;
  private static final int SEGMENTS = 6;

  @TempDir Path directory;

  @Test
  void aFinalNameNeverShowsPartOfAFile() throws Exception {
    TestBed bed = new TestBed(directory, SampleWal.small().withSize(8 << 20));
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= SEGMENTS; number++) {
      names.add(bed.ready(number));
    }
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      Process process = start(bed, names.getFirst());
      if (!process.waitFor(random.nextInt(50, 900), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      process.waitFor();
      requireWholeFilesWithoutHoles(bed, names);
    }

    Process last = start(bed, names.getFirst());
    assertThat(last.waitFor()).isZero();
    assertThat(visible(bed)).containsExactlyElementsOf(names);
    requireWholeFilesWithoutHoles(bed, names);
  }

  private Process start(TestBed bed, String name) throws Exception {
    String[] words =
        bed.words(
            name,
            "pg_wal/" + name,
            "--compress-algorithm=gzip",
            "--batch-size=10",
            "-j2",
            "--overwrite",
            "--no-ready-rename");
    return new ProcessBuilder(JavaCommand.words(ArchivePush.class, List.of(words)))
        .directory(bed.data.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start();
  }

  private static List<String> visible(TestBed bed) throws Exception {
    return bed.stored().stream()
        .filter(name -> !name.startsWith("."))
        .map(name -> name.substring(0, 24))
        .toList();
  }

  private static void requireWholeFilesWithoutHoles(TestBed bed, List<String> names)
      throws Exception {
    List<String> visible = visible(bed);
    assertThat(visible).containsExactlyElementsOf(names.subList(0, visible.size()));
    for (int i = 0; i < visible.size(); i++) {
      assertThat(bed.archived(visible.get(i))).isEqualTo(bed.wal.segment(1, i + 1, i + 1));
    }
  }
}
