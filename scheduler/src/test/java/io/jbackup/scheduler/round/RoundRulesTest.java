package io.jbackup.scheduler.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.config.Fallback;
import io.jbackup.scheduler.config.RunOn;
import io.jbackup.scheduler.round.Decision.Done;
import io.jbackup.scheduler.round.Decision.GiveUp;
import io.jbackup.scheduler.round.Decision.Run;
import io.jbackup.scheduler.round.Decision.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RoundRulesTest {
  private static final Instant DUE = Instant.parse("2026-11-22T03:00:00Z");
  private static final Round ROUND = new Round("main", "full", DUE);
  private static final RoundRules RULES = new RoundRules(RoundPolicy.DEFAULT);
  private static final Standing FIT = new Standing.Fit("u6 is kept out of failover");
  private static final Standing UNFIT = new Standing.Unfit("u4 is promotable");

  @Test
  void whoeverIsFitRunsAtOnce() {
    assertThat(at(0).decide()).isEqualTo(new Run("u6 is kept out of failover"));
  }

  @Test
  void whoeverIsNotFitWaitsAndSaysWhy() {
    assertThat(at(0).standing(UNFIT).decide()).isEqualTo(new Wait("u4 is promotable"));
  }

  @Test
  void notKnowingIsWaitingAndNotRunning() {
    assertThat(at(0).standing(new Standing.Unclear("nobody answers")).decide())
        .isEqualTo(new Wait("nobody answers"));
  }

  @Test
  void whatTheCatalogHoldsIsDoneWhoeverDidIt() {
    assertThat(at(5).trace(new Trace.Done("taken by u5")).decide())
        .isEqualTo(new Done("taken by u5"));
  }

  @Test
  void whatIsDoneIsDoneAlsoAfterFailuresAndTooLate() {
    assertThat(at(6000).failures(9, 5, false).trace(new Trace.Done("taken by u5")).decide())
        .isInstanceOf(Done.class);
  }

  @Test
  void aCatalogThatCannotBeReadIsNoReasonToBegin() {
    assertThat(at(5).trace(new Trace.Unreadable("stale file handle")).decide())
        .isEqualTo(new Wait("the catalog cannot be read: stale file handle"));
  }

  @Test
  void aRoundIsCaughtUpWithinItsTimeAndNotLater() {
    assertThat(at(359).catchUp(6).decide()).isInstanceOf(Run.class);
    assertThat(at(361).catchUp(6).decide()).isEqualTo(new GiveUp("nobody could do it within 6h"));
  }

  @Test
  void withoutTimeToCatchUpARoundStillHasItsGrace() {
    assertThat(at(9).catchUp(0).decide()).isInstanceOf(Run.class);
    assertThat(at(11).catchUp(0).decide()).isInstanceOf(GiveUp.class);
  }

  @Test
  void aNewerRoundTakesThePlaceOfAnOlderOne() {
    Round newer = new Round("main", "full", DUE.plusSeconds(3600));
    assertThat(at(61).catchUp(6).newest(newer).decide().reason())
        .contains("not done before the next one was due");
  }

  @Test
  void othersWaitUntilTheFallbackBegins() {
    Case early = at(119).catchUp(6).standing(UNFIT).fallback(FIT);
    assertThat(early.decide()).isInstanceOf(Wait.class);
    assertThat(early.decide().reason())
        .isEqualTo("u4 is promotable; others may do it from 2026-11-22T05:00:00Z on");
    assertThat(at(120).catchUp(6).standing(UNFIT).fallback(FIT).decide())
        .isEqualTo(new Run("nobody has done it for 2h, and u6 is kept out of failover"));
  }

  @Test
  void afterTheFallbackBeganTheOneWhoShouldStillMay() {
    assertThat(at(130).catchUp(6).fallback(UNFIT).decide())
        .isEqualTo(new Run("u6 is kept out of failover"));
  }

  @Test
  void theFallbackIsWaitedForAlsoWhenTheTimeToCatchUpIsShorter() {
    assertThat(at(125).catchUp(0).standing(UNFIT).fallback(FIT).decide()).isInstanceOf(Run.class);
    assertThat(at(131).catchUp(0).standing(UNFIT).fallback(FIT).decide())
        .isInstanceOf(GiveUp.class);
  }

  @Test
  void thereIsAPauseAfterAFailure() {
    assertThat(at(6).failures(1, 5, true).decide()).isInstanceOf(Run.class);
    Decision decision = at(5).failures(1, 5, true).decide();
    assertThat(decision).isInstanceOf(Wait.class);
    assertThat(decision.reason())
        .isEqualTo(
            "tries again at 2026-11-22T03:06:00Z, the last attempt failed because it was cut");
  }

  @Test
  void thePauseGrowsWithTheFailures() {
    assertThat(at(6).failures(2, 5, true).decide()).isInstanceOf(Wait.class);
    assertThat(at(7).failures(2, 5, true).decide()).isInstanceOf(Run.class);
  }

  @Test
  void threeFailuresAreEnough() {
    assertThat(at(9).failures(3, 5, true).decide())
        .isEqualTo(new GiveUp("failed 3 times, at last because it was cut"));
  }

  @Test
  void whatCannotSucceedIsNotTriedAgain() {
    assertThat(at(9).failures(1, 5, false).decide())
        .isEqualTo(new GiveUp("trying again would not help: it was cut"));
  }

  @Test
  void aRetryWaitsUntilTheClusterIsCalm() {
    assertThat(at(60).catchUp(6).failures(1, 5, true).unrest().decide()).isInstanceOf(Wait.class);
  }

  @Test
  void aFirstAttemptWaitsOnlyALittleForCalm() {
    assertThat(at(1).unrest().decide()).isInstanceOf(Wait.class);
    assertThat(at(3).unrest().decide()).isInstanceOf(Run.class);
  }

  @Test
  void aRoundThatAnotherNodeHasTakenIsLeftToIt() {
    assertThat(at(1).claimedBy("u5").decide()).isEqualTo(new Wait("u5 is at it"));
  }

  @Test
  void aRoundWhoseLockIsHeldIsLeftToTheHolderAlsoWhenTheNextOneIsDue() {
    Round newer = new Round("main", "full", DUE.plusSeconds(3600));
    assertThat(at(61).newest(newer).trace(new Trace.InWork("service on u5")).decide())
        .isEqualTo(new Wait("in work: service on u5"));
  }

  @Test
  void aRoundInWorkIsNotGivenUpForItsAge() {
    assertThat(at(6000).claimedBy("u5").decide()).isInstanceOf(Wait.class);
  }

  @Test
  void durationsReadAsPeopleWriteThem() {
    assertThat(RoundRules.words(Duration.ofMinutes(90))).isEqualTo("1h 30min");
    assertThat(RoundRules.words(Duration.ofSeconds(45))).isEqualTo("45s");
    assertThat(RoundRules.words(Duration.ofMillis(300))).isEqualTo("300ms");
  }

  private static Case at(int minutes) {
    return new Case(DUE.plusSeconds(60L * minutes));
  }

  private static final class Case {
    private final Instant now;
    private OpenRound open = OpenRound.fresh(ROUND);
    private Duration catchUp = Duration.ZERO;
    private @Nullable Fallback fallback;
    private Round newest = ROUND;
    private Trace trace = new Trace.None();
    private Standing standing = FIT;
    private @Nullable Standing asFallback;
    private boolean calm = true;

    Case(Instant now) {
      this.now = now;
    }

    Case standing(Standing value) {
      standing = value;
      return this;
    }

    Case trace(Trace value) {
      trace = value;
      return this;
    }

    Case catchUp(int hours) {
      catchUp = Duration.ofHours(hours);
      return this;
    }

    Case newest(Round value) {
      newest = value;
      return this;
    }

    Case fallback(Standing value) {
      fallback = new Fallback(Duration.ofHours(2), RunOn.REPLICA);
      asFallback = value;
      return this;
    }

    Case failures(int number, int minute, boolean retriable) {
      Failure failure = new Failure(DUE.plusSeconds(60L * minute), "it was cut", retriable);
      open = new OpenRound(ROUND, number, Optional.of(failure), Optional.empty());
      return this;
    }

    Case claimedBy(String node) {
      open = new OpenRound(ROUND, 0, Optional.empty(), Optional.of(node));
      return this;
    }

    Case unrest() {
      calm = false;
      return this;
    }

    Decision decide() {
      return RULES.decide(
          new Situation(
              open,
              now,
              catchUp,
              Optional.ofNullable(fallback),
              newest,
              trace,
              standing,
              Optional.ofNullable(asFallback),
              calm));
    }
  }
}
