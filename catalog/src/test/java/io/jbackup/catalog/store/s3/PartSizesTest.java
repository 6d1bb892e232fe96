package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartSizesTest {
  @Test
  void theLargestObjectFitsIntoTenThousandParts() {
    long most = IntStream.rangeClosed(1, 10_000).mapToLong(PartSizes::of).sum();
    assertThat(most).isGreaterThan(5L << 40);
  }

  @Test
  void partsInMemoryAreSmall() {
    assertThat(
            IntStream.rangeClosed(1, 10_000)
                .filter(number -> PartSizes.inMemory(number, 2))
                .mapToObj(PartSizes::of))
        .allMatch(size -> size <= 16 << 20);
    assertThat(PartSizes.inMemory(1, 3)).isFalse();
  }
}
