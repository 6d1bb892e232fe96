package io.jbackup.scheduler.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.service.AlarmRules.Found;
import io.jbackup.scheduler.status.MirrorStatus.MissingWal;
import io.jbackup.scheduler.status.MirrorStatus.Trouble;
import io.jbackup.scheduler.web.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MirrorAlarmsTest {
  private static List<Found> of(Duration limit, Optional<Trouble> trouble) {
    AlarmLimits limits = new AlarmLimits(Duration.ofHours(26), Duration.ofHours(1), 64, 15, limit);
    return MirrorAlarms.of(Snapshots.NOW, limits, Snapshots.mirror(trouble));
  }

  private static final Optional<Trouble> DOWN =
      Optional.of(new Trouble("copying WAL failed: no route to host", "Look at the network."));

  @Test
  void aMirrorThatIsKeptHasNone() {
    assertThat(of(Duration.ofMinutes(1), Optional.empty())).isEmpty();
  }

  @Test
  void oneThatCannotBeKeptSaysWhyAndThatBackupsGoOn() {
    assertThat(of(Duration.ofHours(9), DOWN))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.name()).isEqualTo("mirror");
          assertThat(found.text()).isEqualTo("copying WAL failed: no route to host");
          assertThat(found.hint())
              .startsWith("Look at the network. ")
              .contains("Backups and archiving go on");
        });
  }

  @Test
  void oneThatLagsSaysHowMuchIsMissing() {
    assertThat(of(Duration.ofHours(7), DOWN).getLast())
        .satisfies(found -> {
          assertThat(found.name()).isEqualTo("mirror-lag");
          assertThat(found.text())
              .isEqualTo("the mirror lacks 1 backup and 12 WAL files, the oldest for 8h 0min");
        });
  }

  @Test
  void oneWithAHoleSaysWhichSegmentsAreGone() {
    AlarmLimits limits =
        new AlarmLimits(Duration.ofHours(26), Duration.ofHours(1), 64, 15, Duration.ofHours(9));
    MissingWal hole = new MissingWal("000000010000000000000003 to 000000010000000000000004", 2);

    assertThat(
            MirrorAlarms.of(
                Snapshots.NOW, limits, Snapshots.mirror(Optional.empty(), Optional.of(hole))))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.name()).isEqualTo("mirror-hole");
          assertThat(found.text())
              .isEqualTo(
                  "the mirror lacks 2 segments after its newest backup, and the catalog has none of"
                      + " them: 000000010000000000000003 to 000000010000000000000004");
        });
  }
}
