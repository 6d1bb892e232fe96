package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetchTest {
  @TempDir Path directory;
  private TestBed bed;
  private Path waiting;

  @BeforeEach
  void begin() throws Exception {
    bed = new TestBed(directory);
    waiting = bed.pgWal.resolve("jbackup_prefetch");
    for (int number = 1; number <= 9; number++) {
      bed.push(bed.segment(number), "--compress", "--log-level-console=off");
    }
  }

  @Test
  void aCallAsksForMoreWhereTheArchiveHasMore() {
    assertThat(get(1, 4)).isEqualTo(GetResult.DELIVERED_FETCH_MORE);
    assertThat(get(9, 4)).isEqualTo(GetResult.DELIVERED);
    assertThat(get(10, 4)).isEqualTo(GetResult.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void followingSegmentsAreFetched(int threads) throws Exception {
    fetch(2, 4, "-j" + threads);

    assertThat(TestBed.names(waiting))
        .containsExactly(name(3), name(4), name(5), name(6), "lock", "source");
    assertThat(waiting.resolve(name(3))).hasBinaryContent(bed.wal.segment(1, 3, 3));
    assertThat(waiting.resolve("source")).hasContent(bed.catalog + "\nmain\n");
  }

  @Test
  void fetchingEndsWithTheArchive() throws Exception {
    fetch(7, 4);

    assertThat(TestBed.names(waiting)).containsExactly(name(8), name(9), "lock", "source");
  }

  @Test
  void aFetchedSegmentIsServed() throws Exception {
    fetch(2, 4);
    Files.delete(bed.stored.resolve(name(3) + ".zst"));

    assertThat(get(3, 4)).isEqualTo(GetResult.DELIVERED);

    assertThat(bed.err()).contains("prefetched");
    assertThat(bed.target()).hasBinaryContent(bed.wal.segment(1, 3, 3));
    assertThat(waiting.resolve(name(3))).doesNotExist();
  }

  @Test
  void moreIsWantedWhenLessThanHalfIsLeft() {
    fetch(2, 4);

    assertThat(get(3, 4)).isEqualTo(GetResult.DELIVERED);
    assertThat(get(4, 4)).isEqualTo(GetResult.DELIVERED);
    assertThat(get(5, 4)).isEqualTo(GetResult.DELIVERED_FETCH_MORE);
  }

  @Test
  void whatAnotherArchiveLeftIsNotServed() throws Exception {
    fetch(2, 4);
    Files.writeString(waiting.resolve("source"), "/another/catalog\nmain\n");
    Files.write(waiting.resolve(name(3)), new byte[8]);

    assertThat(get(3, 4)).isEqualTo(GetResult.DELIVERED_FETCH_MORE);
    assertThat(bed.target()).hasBinaryContent(bed.wal.segment(1, 3, 3));
    fetch(3, 2);

    assertThat(TestBed.names(waiting)).containsExactly(name(4), name(5), "lock", "source");
    assertThat(waiting.resolve(name(4))).hasBinaryContent(bed.wal.segment(1, 4, 4));
  }

  @Test
  void oldSegmentsOtherTimelinesAndLeftoversAreSwept() throws Exception {
    fetch(1, 4);
    Files.write(waiting.resolve(bed.wal.name(2, 5)), new byte[8]);
    Files.write(waiting.resolve(name(5) + ".jbackup-1.tmp"), new byte[8]);

    fetch(4, 2);

    assertThat(TestBed.names(waiting)).containsExactly(name(5), name(6), "lock", "source");
  }

  @Test
  void whereTheArchiveEndsWhatWasPassedByIsSwept() throws Exception {
    fetch(6, 4);

    assertThat(get(10, 4)).isEqualTo(GetResult.ABSENT);

    assertThat(TestBed.names(waiting)).containsExactly("lock", "source");
  }

  @Test
  void onlyOneFetchesAtATime() throws Exception {
    Files.createDirectories(waiting);
    try (FileChannel channel =
            FileChannel.open(
                waiting.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      fetch(2, 4);
    }

    assertThat(TestBed.names(waiting)).containsExactly("lock");
  }

  @Test
  void aDamagedSegmentIsNotKept() throws Exception {
    Files.write(bed.stored.resolve(name(4) + ".zst"), new byte[] {1, 2, 3});

    assertThat(bed.get(name(2), "--batch-size=4", "--background-prefetch"))
        .isEqualTo(GetResult.FAILED);

    assertThat(TestBed.names(waiting)).containsExactly(name(3), "lock", "source");
  }

  @Test
  void theDirectoryCanBeElsewhere() throws Exception {
    Path elsewhere = directory.resolve("else where");

    fetch(2, 2, "--prefetch-dir=" + elsewhere);

    assertThat(TestBed.names(elsewhere)).contains(name(3), name(4));
    assertThat(waiting).doesNotExist();
  }

  private String name(long number) {
    return bed.wal.name(1, number);
  }

  private GetResult get(long number, int batch) {
    return bed.get(name(number), "--batch-size=" + batch);
  }

  private void fetch(long number, int batch, String... more) {
    String[] words = new String[more.length + 2];
    words[0] = "--batch-size=" + batch;
    words[1] = "--background-prefetch";
    System.arraycopy(more, 0, words, 2, more.length);
    assertThat(bed.get(name(number), words)).isEqualTo(GetResult.DELIVERED);
  }
}
