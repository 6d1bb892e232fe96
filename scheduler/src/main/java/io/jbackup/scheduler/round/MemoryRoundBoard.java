package io.jbackup.scheduler.round;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The board of one process. What it forgets with the process is found out from the catalog again.
public final class MemoryRoundBoard implements RoundBoard {
  private final Map<Round, OpenRound> rounds = new LinkedHashMap<>();

  /// The newest due time that was ever opened, by instance and schedule.
  private final Map<List<String>, Instant> newest = new HashMap<>();

  @Override
  public synchronized boolean open(Round round) {
    List<String> schedule = List.of(round.instance(), round.schedule());
    Instant known = newest.getOrDefault(schedule, Instant.MIN);
    if (!round.due().isAfter(known)) {
      return false;
    }
    newest.put(schedule, round.due());
    rounds.put(round, OpenRound.fresh(round));
    return true;
  }

  @Override
  public synchronized List<OpenRound> open(String instance) {
    List<OpenRound> open = new ArrayList<>();
    for (OpenRound round : rounds.values()) {
      if (round.round().instance().equals(instance)) {
        open.add(round);
      }
    }
    open.sort(Comparator.comparing(round -> round.round().due()));
    return open;
  }

  @Override
  public synchronized boolean claim(Round round) {
    return rounds.containsKey(round);
  }

  @Override
  public synchronized boolean renew(Round round) {
    return rounds.containsKey(round);
  }

  @Override
  public void release(Round round) {
    Objects.requireNonNull(round);
  }

  @Override
  public synchronized void fail(Round round, Failure failure) {
    rounds.computeIfPresent(round, (_, open) -> open.failed(failure));
  }

  @Override
  public synchronized void close(Round round, String outcome) {
    rounds.remove(round);
  }

  @Override
  public synchronized void close() {
    rounds.clear();
  }
}
