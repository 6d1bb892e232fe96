package io.jbackup.scheduler.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MemoryRoundBoardTest {
  private static final Instant DUE = Instant.parse("2026-11-22T03:00:00Z");
  private final Round round = new Round("main", "full", DUE);

  @Test
  void aRoundIsOpenedOnce() {
    try (MemoryRoundBoard board = new MemoryRoundBoard()) {
      assertThat(board.open(round)).isTrue();
      assertThat(board.open(round)).isFalse();
      board.close(round, "done");
      assertThat(board.open(round)).isFalse();
      assertThat(board.open("main")).isEmpty();
    }
  }

  @Test
  void anOlderRoundIsNotOpenedAfterANewerOne() {
    try (MemoryRoundBoard board = new MemoryRoundBoard()) {
      board.open(round);
      assertThat(board.open(new Round("main", "full", DUE.minusSeconds(1)))).isFalse();
      assertThat(board.open(new Round("main", "drill", DUE.minusSeconds(1)))).isTrue();
      assertThat(board.open(new Round("other", "full", DUE.minusSeconds(1)))).isTrue();
      assertThat(board.open("main")).hasSize(2);
    }
  }

  @Test
  void failuresAreCounted() {
    try (MemoryRoundBoard board = new MemoryRoundBoard()) {
      board.open(round);
      board.fail(round, new Failure(DUE, "one", true));
      board.fail(round, new Failure(DUE, "two", true));
      assertThat(board.open("main").getFirst().attempts()).isEqualTo(2);
      assertThat(board.open("main").getFirst().lastFailure().orElseThrow().why()).isEqualTo("two");
    }
  }

  @Test
  void whatIsClosedCannotBeClaimed() {
    try (MemoryRoundBoard board = new MemoryRoundBoard()) {
      board.open(round);
      assertThat(board.claim(round)).isTrue();
      board.close(round, "done");
      assertThat(board.claim(round)).isFalse();
      assertThat(board.renew(round)).isFalse();
    }
  }
}
