package io.jbackup.scheduler.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.status.InstanceStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeskTest {
  private final Desk desk = new Desk(Map.of());

  private List<String> told(InstanceStatus one) {
    return told(desk, one);
  }

  private static List<String> told(Desk desk, InstanceStatus one) {
    return desk.compare(Situations.of(one)).stream()
        .map(news -> news.occasion() + " " + news.key())
        .toList();
  }

  @Test
  void anAlarmIsToldOnceAndSoIsItsEnd() {
    assertThat(told(Situations.well())).isEmpty();
    assertThat(told(Situations.alarms("backup-age"))).containsExactly("ALARM A/backup-age");
    assertThat(told(Situations.alarms("backup-age"))).isEmpty();
    assertThat(told(Situations.alarms("backup-age", "free-space")))
        .containsExactly("ALARM A/free-space");
    assertThat(told(Situations.alarms("free-space"))).containsExactly("RECOVERY A/backup-age");
    assertThat(told(Situations.well())).containsExactly("RECOVERY A/free-space");
    assertThat(told(Situations.well())).isEmpty();
    assertThat(told(Situations.alarms("backup-age"))).containsExactly("ALARM A/backup-age");
  }

  @Test
  void eachFailedRunIsToldOnceAndNotAsAnAlarmToo() {
    assertThat(told(Situations.failed(1, "failed: x"))).containsExactly("FAILURE A/run/full");
    assertThat(told(Situations.failed(1, "failed: x"))).isEmpty();
    assertThat(told(Situations.failed(2, "failed: x"))).containsExactly("FAILURE A/run/full");
    assertThat(told(Situations.well())).containsExactly("RECOVERY A/run/full");
  }

  @Test
  void aRunThatFailedElsewhereIsToldThere() {
    assertThat(told(Situations.failed(1, "failed on u5: x"))).isEmpty();
  }

  @Test
  void whatIsNotKnownAnyMoreIsNotOver() {
    told(Situations.alarms("backup-age", "wal-age", "free-space"));

    assertThat(told(Situations.unseen())).isEmpty();
    assertThat(told(Situations.unreadable())).containsExactly("ALARM A/unknown");
    assertThat(told(Situations.unreadable())).isEmpty();
    assertThat(told(Situations.alarms("backup-age", "wal-age", "free-space")))
        .containsExactly("RECOVERY A/unknown");
  }

  @Test
  void aRestartTellsNothingTwiceButWhatIsNew() {
    told(Situations.alarms("backup-age"));
    Desk restarted = new Desk(desk.told());

    assertThat(told(restarted, Situations.unseen())).isEmpty();
    assertThat(told(restarted, Situations.alarms("backup-age", "free-space")))
        .containsExactly("ALARM A/free-space");
    assertThat(told(restarted, Situations.well()))
        .containsExactlyInAnyOrder("RECOVERY A/backup-age", "RECOVERY A/free-space");
  }

  @Test
  void aFailedRunWhoseTimeIsKnownOtherwiseAfterARestartIsTheSame() {
    told(Situations.failed(1, "failed: x"));
    Desk restarted = new Desk(desk.told());

    assertThat(told(restarted, Situations.failed(2, "failed: x"))).isEmpty();
    assertThat(told(restarted, Situations.failed(3, "failed: x")))
        .containsExactly("FAILURE A/run/full");
  }
}
