package io.jbackup.core.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrameThreadsTest {
  /// The heaps are those of the launcher, of which Java gives a little less.
  @ParameterizedTest
  @CsvSource({
    "  2, true,  108,  2",
    "  2, false, 154,  2",
    "  8, true,  108,  8",
    "  8, false, 154,  8",
    " 64, true,  108, 15",
    " 64, false, 154, 11",
    " 64, true,  512, 64",
    "  4, false,  64,  1",
  })
  void thereAreAsManyAsTheHeapHasRoomFor(int wanted, boolean near, long megabytes, int threads) {
    assertThat(FrameThreads.fit(wanted, near, megabytes << 20)).isEqualTo(threads);
  }
}
