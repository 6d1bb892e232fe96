package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupChooserTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Candidate OLD = candidate("A1", BackupStatus.OK, 0);
  private static final Candidate DONE = candidate("A2", BackupStatus.DONE, 60);
  private static final Candidate FAILED = candidate("A3", BackupStatus.ERROR, 120);
  private static final List<Candidate> ALL = List.of(FAILED, DONE, OLD);

  private static Candidate candidate(String id, BackupStatus status, long seconds) {
    return new Candidate(
        new BackupId(id),
        SuitabilityTest.control(1, "0/3000028", "0/3000100", NOON.plusSeconds(seconds), 700)
            .with(status));
  }

  private static BackupChooser chooser(RecoveryTarget target) {
    Suitability suitability =
        new Suitability(
            target,
            true,
            new TimelineChoice.Unset(),
            _ -> Optional.empty(),
            ZoneOffset.UTC,
            Duration.ZERO);
    return new BackupChooser(suitability, target);
  }

  private static RecoveryTarget time(String text) {
    return RecoveryTarget.Time.parse(text, ZoneOffset.UTC);
  }

  @Test
  void theNewestCompleteBackupComesFirst() {
    assertThat(chooser(new RecoveryTarget.None()).choose(ALL))
        .extracting(Verdict.Suitable::candidate)
        .containsExactly(DONE, OLD);
  }

  @Test
  void aTargetBeforeTheNewestTakesAnOlderOne() {
    assertThat(chooser(time("2026-11-22 12:00:30")).choose(ALL))
        .extracting(Verdict.Suitable::candidate)
        .containsExactly(OLD);
  }

  @Test
  void withoutAnySuitableBackupTheHintTellsWhyOfEach() {
    assertThatThrownBy(() -> chooser(time("2026-11-22 11:00:00")).choose(ALL))
        .isInstanceOf(TargetException.class)
        .hasMessage("Backup satisfying target options is not found.")
        .extracting(e -> ((BackupException) e).hint())
        .asString()
        .contains("A3 has status ERROR", "A1 is consistent only at time 2026-11-22 12:00:00+00");
    assertThatThrownBy(() -> chooser(new RecoveryTarget.None()).choose(List.of()))
        .extracting(e -> ((BackupException) e).hint())
        .asString()
        .contains("no backup of this instance");
  }

  @Test
  void aBackupAskedForByIdIsHeldAgainstTheTarget() {
    BackupChooser chooser = chooser(time("2026-11-22 12:00:30"));
    assertThat(chooser.require(ALL, OLD.id(), false).candidate()).isEqualTo(OLD);
    assertThatThrownBy(() -> chooser.require(ALL, DONE.id(), false))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("Backup A2 cannot reach time 2026-11-22 12:00:30+00");
  }

  @Test
  void aFailedBackupNeedsForceAndAnUnknownOneIsRefused() {
    BackupChooser chooser = chooser(new RecoveryTarget.None());
    assertThatThrownBy(() -> chooser.require(ALL, FAILED.id(), false))
        .isInstanceOf(CatalogException.class)
        .hasMessage("Backup A3 has status ERROR");
    assertThat(chooser.require(ALL, FAILED.id(), true).candidate()).isEqualTo(FAILED);
    assertThatThrownBy(() -> chooser.require(ALL, new BackupId("ZZ"), true))
        .isInstanceOf(CatalogException.class)
        .hasMessage("Requested backup \"ZZ\" is not found.");
  }

  @Test
  void theReasonNamesTheTargetAndHowManyNewerOnesCannot() {
    RecoveryTarget target = time("2026-11-22 12:00:30");
    Verdict.Suitable chosen = chooser(target).choose(ALL).getFirst();
    assertThat(new ChoiceWords(target).why(chosen, ALL))
        .isEqualTo(
            "Backup A1 is chosen: the newest one that reaches time 2026-11-22 12:00:30+00"
                + " on timeline 1 (2 newer cannot)");
  }
}
