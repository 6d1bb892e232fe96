package io.jbackup.scheduler.round;

import io.jbackup.scheduler.config.Fallback;
import io.jbackup.scheduler.round.Decision.Done;
import io.jbackup.scheduler.round.Decision.GiveUp;
import io.jbackup.scheduler.round.Decision.Run;
import io.jbackup.scheduler.round.Decision.Wait;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Decides what a node does about a round: a pure function of its situation.
public final class RoundRules {
  private final RoundPolicy policy;

  public RoundRules(RoundPolicy policy) {
    this.policy = policy;
  }

  /// What is done stays done; what is too old, or has failed too often, is given up; only then it
  /// matters whose turn it is.
  public Decision decide(Situation now) {
    return finished(now).or(() -> hopeless(now)).or(() -> later(now)).orElseGet(() -> turn(now));
  }

  private static Optional<Decision> finished(Situation now) {
    return switch (now.trace()) {
      case Trace.Done(String text) -> Optional.of(new Done(text));
      case Trace.InWork(String by) -> Optional.of(new Wait("in work: " + by));
      case Trace.None _, Trace.Unreadable _ -> Optional.empty();
    };
  }

  private Optional<Decision> hopeless(Situation now) {
    OpenRound open = now.open();
    if (open.claimedBy().isPresent()) {
      return Optional.of(new Wait(open.claimedBy().get() + " is at it"));
    }
    if (now.newest().due().isAfter(open.round().due())) {
      return giveUp("not done before the next one was due, at " + now.newest().due(), open);
    }
    if (now.dueFor().compareTo(patience(now)) > 0) {
      return giveUp("nobody could do it within " + words(patience(now)), open);
    }
    if (open.lastFailure().isPresent() && !open.lastFailure().get().retriable()) {
      return Optional.of(new GiveUp("trying again would not help: " + why(open)));
    }
    if (open.attempts() >= policy.attempts()) {
      return Optional.of(
          new GiveUp("failed " + open.attempts() + " times, at last because " + why(open)));
    }
    return Optional.empty();
  }

  private static Optional<Decision> giveUp(String reason, OpenRound open) {
    String last = open.attempts() == 0 ? "" : "; the last attempt failed because " + why(open);
    return Optional.of(new GiveUp(reason + last));
  }

  private static String why(OpenRound open) {
    return open.lastFailure().map(Failure::why).orElse("of something that was not told");
  }

  /// Those who take over need time after the moment from which on they may.
  private Duration patience(Situation now) {
    Duration usual = now.catchUp().compareTo(policy.grace()) < 0 ? policy.grace() : now.catchUp();
    Duration whole = now.fallback().map(late -> late.after().plus(policy.grace())).orElse(usual);
    return whole.compareTo(usual) < 0 ? usual : whole;
  }

  private Optional<Decision> later(Situation now) {
    if (now.trace() instanceof Trace.Unreadable(String why)) {
      return Optional.of(new Wait("the catalog cannot be read: " + why));
    }
    OpenRound open = now.open();
    if (open.lastFailure().isPresent()) {
      Duration pause = policy.pause().multipliedBy(open.attempts());
      Instant again = open.lastFailure().get().at().plus(pause);
      if (now.now().isBefore(again)) {
        return Optional.of(
            new Wait(
                "tries again at "
                    + again.truncatedTo(ChronoUnit.SECONDS)
                    + ", the last attempt failed because "
                    + why(open)));
      }
    }
    boolean patient = open.attempts() > 0 || now.dueFor().compareTo(policy.unrest()) < 0;
    return !now.calm() && patient
        ? Optional.of(new Wait("the cluster is not calm: a failover or switchover is under way"))
        : Optional.empty();
  }

  private static Decision turn(Situation now) {
    if (now.standing() instanceof Standing.Fit(String reason)) {
      return new Run(reason);
    }
    if (now.fallback().isEmpty()) {
      return new Wait(now.standing().reason());
    }
    Fallback fallback = now.fallback().get();
    Duration missing = fallback.after().minus(now.dueFor());
    if (missing.isPositive()) {
      return new Wait(
          now.standing().reason()
              + "; others may do it from "
              + now.open().round().due().plus(fallback.after())
              + " on");
    }
    String late = "nobody has done it for " + words(fallback.after()) + ", and ";
    return switch (now.asFallback().orElse(now.standing())) {
      case Standing.Fit(String reason) -> new Run(late + reason);
      case Standing.Unfit(String reason) -> new Wait(late + reason);
      case Standing.Unclear(String reason) -> new Wait(late + reason);
    };
  }

  /// `2h`, `1h 30min`, `45s`.
  static String words(Duration length) {
    StringBuilder text = new StringBuilder();
    add(text, length.toHours(), "h");
    add(text, length.toMinutesPart(), "min");
    add(text, length.toSecondsPart(), "s");
    return text.isEmpty() ? length.toMillis() + "ms" : text.toString();
  }

  private static void add(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(text.isEmpty() ? "" : " ").append(number).append(unit);
    }
  }
}
