package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void itIsToldWhenTheTimeIsOver() throws Exception {
    CountDownLatch expired = new CountDownLatch(1);
    AtomicLong after = new AtomicLong();

    try (Deadline deadline =
        Deadline.start(
            3600,
            seconds -> {
              after.set(seconds);
              expired.countDown();
            })) {
      deadline.change(1);
      assertThat(expired.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(after).hasValue(1);
  }

  @Test
  void itIsSilentOnceItIsClosed() throws Exception {
    CountDownLatch expired = new CountDownLatch(1);

    Deadline deadline = Deadline.start(1, _ -> expired.countDown());
    deadline.close();

    assertThat(expired.await(1500, TimeUnit.MILLISECONDS)).isFalse();
  }
}
