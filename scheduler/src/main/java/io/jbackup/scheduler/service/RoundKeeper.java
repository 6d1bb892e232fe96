package io.jbackup.scheduler.service;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.run.RunRecord;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.job.ClusterWatch;
import io.jbackup.scheduler.job.ClusterWatch.View;
import io.jbackup.scheduler.job.RoundRun;
import io.jbackup.scheduler.job.RunEnd;
import io.jbackup.scheduler.job.Traces;
import io.jbackup.scheduler.round.Decision;
import io.jbackup.scheduler.round.Failure;
import io.jbackup.scheduler.round.OpenRound;
import io.jbackup.scheduler.round.Round;
import io.jbackup.scheduler.round.RoundBoard;
import io.jbackup.scheduler.round.RoundRules;
import io.jbackup.scheduler.round.Situation;
import io.jbackup.scheduler.round.Standing;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import io.jbackup.scheduler.store.CronTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Sees to the open rounds of one instance: decides about each, and starts the work.
final class RoundKeeper {
  private final ServiceSetup setup;
  private final RoundBoard board;
  private final InstanceLog log;
  private final RoundRules rules;
  private final Runnable changed;
  private final Map<Round, RoundRun> running = new ConcurrentHashMap<>();
  private final Map<Round, Thread> threads = new ConcurrentHashMap<>();
  private final Map<Round, String> said = new HashMap<>();
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private volatile InstanceConfiguration configuration;
  private volatile ClusterWatch watch;
  private volatile boolean closed;

  /// @param changed called when something ended
  RoundKeeper(
      ServiceSetup setup,
      RoundBoard board,
      InstanceConfiguration configuration,
      ClusterWatch watch,
      Runnable changed) {
    this.setup = setup;
    this.board = board;
    this.configuration = configuration;
    this.watch = watch;
    this.changed = changed;
    this.log = new InstanceLog(setup.listener(), configuration.name());

    this.rules = new RoundRules(setup.policy());
  }

  /// Work that runs goes on as it began.
  void configure(InstanceConfiguration changedConfiguration, ClusterWatch changedWatch) {
    configuration = changedConfiguration;
    watch = changedWatch;
  }

  List<Running> running() {
    return running.values().stream().map(RoundRun::progress).toList();
  }

  Optional<Outcome> outcome(String schedule) {
    return Optional.ofNullable(outcomes.get(schedule));
  }

  /// Opens the round of a schedule whose time has come.
  void due(String schedule) {
    find(schedule)
        .ifPresent(found -> {
          Duration catchUp = found.catchUp();
          Duration grace = setup.policy().grace();
          open(found, catchUp.compareTo(grace) < 0 ? grace : catchUp);
        });
  }

  /// Opens the newest round of each schedule that was missed and can be caught up.
  void openMissed() {
    configuration.schedules().forEach(schedule -> open(schedule, schedule.catchUp()));
  }

  private void open(Schedule schedule, Duration back) {
    Instant now = setup.site().clock().instant();
    Optional<Instant> due = new CronTimes(schedule).newest(now, back);
    if (due.isPresent()) {
      Round round = new Round(configuration.name(), schedule.name(), due.get());
      if (board.open(round)) {
        log.log("Round " + round + " is open");
      }
    }
  }

  private Optional<Schedule> find(String name) {
    return configuration.schedules().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /// Looks at every open round once.
  synchronized void tick() {
    List<OpenRound> open = board.open(configuration.name());
    said.keySet().retainAll(open.stream().map(OpenRound::round).toList());
    running.forEach((round, run) -> {
      if (!board.renew(round)) {
        log.warning("Another node has taken " + round + ": the work here is ended");
        run.cancel();
      }
    });
    List<OpenRound> idle = open.stream().filter(one -> !running.containsKey(one.round())).toList();
    if (idle.isEmpty() || closed) {
      return;
    }
    View view = watch.look();
    for (OpenRound one : idle) {
      Optional<Schedule> schedule = find(one.round().schedule());
      if (schedule.isEmpty()) {
        board.close(one.round(), "there is no such schedule any more");
      } else {
        consider(one, schedule.get(), view, newest(one.round(), open));
      }
    }
  }

  private static Round newest(Round round, List<OpenRound> open) {
    Round newest = round;
    for (OpenRound other : open) {
      if (other.round().isOfSameSchedule(round) && other.round().due().isAfter(newest.due())) {
        newest = other.round();
      }
    }
    return newest;
  }

  private void consider(OpenRound open, Schedule schedule, View view, Round newest) {
    Standings standings = new Standings(setup.judge(), configuration);
    Standing standing = standings.usual(view);
    Decision decision =
        rules.decide(
            new Situation(
                open,
                setup.site().clock().instant(),
                schedule.catchUp(),
                configuration.fallback(),
                newest,
                new Traces(setup.site().with(configuration.keys()))
                    .look(open.round(), schedule.work()),
                standing,
                standings.asFallback(view),
                view.isCalm()));
    say(open.round(), decision);
    switch (decision) {
      case Decision.Run _ -> begin(open.round(), schedule, standings);
      case Decision.Wait _ -> {}
      case Decision.Done(String reason) -> close(open.round(), true, reason);
      case Decision.GiveUp(String reason) -> {
        close(open.round(), false, "given up: " + reason);
        giveUp(open, standing, reason);
      }
    }
  }

  /// Each decision is told when it changes.
  private void say(Round round, Decision decision) {
    String word =
        switch (decision) {
          case Decision.Run _ -> "begins here";
          case Decision.Wait _ -> "waits";
          case Decision.Done _ -> "done";
          case Decision.GiveUp _ -> "given up";
        };
    String line = round.schedule() + " of " + round.due() + ": " + word + ": " + decision.reason();
    if (!line.equals(said.put(round, line))) {
      log.info(line);
    }
  }

  /// Somebody has to look after it only where this node could have done it.
  private void giveUp(OpenRound open, Standing standing, String reason) {
    String line = open.round().schedule() + " of " + open.round().due() + " is given up: " + reason;
    if (standing instanceof Standing.Fit || open.attempts() > 0) {
      log.error(line, "The lines before this one say what failed.");
    } else {
      log.warning(line);
    }
  }

  private void close(Round round, boolean ok, String text) {
    board.close(round, text);
    outcomes.put(round.schedule(), new Outcome(round.due(), ok, text));
    changed.run();
  }

  private void begin(Round round, Schedule schedule, Standings standings) {
    if (closed || !board.claim(round)) {
      return;
    }
    RoundRun run =
        new RoundRun(
            setup.site(),
            configuration,
            schedule,
            round,
            watch,
            view ->
                standings.after(
                    Duration.between(round.due(), setup.site().clock().instant()), view),
            log);
    running.put(round, run);
    threads.put(
        round,
        Thread.ofPlatform()
            .name("jbackup-" + round.instance() + "-" + round.schedule())
            .start(() -> work(run)));
  }

  private void work(RoundRun run) {
    try {
      settle(run.round(), end(run));
    } catch (BackupException e) {
      log.warning("What came of " + run.round() + " could not be told: " + e.getMessage());
    } finally {
      running.remove(run.round());
      threads.remove(run.round());
      changed.run();
    }
  }

  /// A mistake in the program counts as a failed attempt, so that it is not repeated for ever.
  private RunEnd end(RoundRun run) {
    try {
      return run.run();
    } catch (RuntimeException e) {
      Failure failure = new Failure(setup.site().clock().instant(), "it broke off: " + e, true);
      return new RunEnd.Failed(failure, "This is a mistake in jbackup: report it.");
    }
  }

  private void settle(Round round, RunEnd end) {
    switch (end) {
      case RunEnd.Finished(RunRecord record) -> {
        boolean ok = record.result() == RunRecord.Result.OK;
        close(round, ok, record.text());
        if (ok) {
          log.info(round.schedule() + " of " + round.due() + " is done: " + record.text());
        } else {
          log.error(
              round.schedule() + " of " + round.due() + ": " + record.text(),
              "\"jbackup validate\" and \"jbackup show\" have the details.");
        }
      }
      case RunEnd.Already(String text) -> close(round, true, text);
      case RunEnd.Failed(var failure, String hint) -> {
        board.fail(round, failure);
        outcomes.put(round.schedule(), new Outcome(round.due(), false, failure.why()));
        log.error(round.schedule() + " of " + round.due() + " failed: " + failure.why(), hint);
      }
      case RunEnd.NotNow(String why) -> {
        board.release(round);
        log.log(round.schedule() + " of " + round.due() + " was not begun: " + why);
      }
      case RunEnd.Stopped _ -> {
        board.release(round);
        log.info(round.schedule() + " of " + round.due() + " was ended with the service");
      }
    }
  }

  /// Starts nothing any more.
  void close() {
    closed = true;
  }

  boolean isIdle() {
    return running.isEmpty();
  }

  /// Ends what runs and waits for it. False when it did not end in time.
  boolean stop(Duration patience) {
    close();
    running.values().forEach(RoundRun::cancel);
    long end = System.nanoTime() + patience.toNanos();
    for (Thread thread : List.copyOf(threads.values())) {
      if (!Threads.join(thread, end)) {
        log.warning("Thread " + thread.getName() + " did not end within " + patience);
        return false;
      }
    }
    return true;
  }
}
