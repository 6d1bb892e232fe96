package io.jbackup.scheduler.notify;

import io.jbackup.core.JobLog;
import io.jbackup.scheduler.config.NotifyTarget;
import io.jbackup.scheduler.status.ServiceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Is shown one snapshot after the other and tells each target what became wrong, and what is well
/// again. Nothing is told twice for the same state: what was told is kept in a file, which is
/// written when nothing waits to be told, so that a service that is killed in between tells it
/// again rather than never. Safe for use by several threads.
public final class Notifier implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Memory memory;
  private final JobLog log;
  private final Desk desk;
  private final Duration firstPause;
  private List<Courier> couriers = List.of();
  private @Nullable String trouble;

  /// @param memory the file that keeps what was told; its directory exists
  public Notifier(List<NotifyTarget> targets, Path memory, JobLog log) {
    this(targets, memory, log, FIRST_PAUSE);
  }

  Notifier(List<NotifyTarget> targets, Path memory, JobLog log, Duration firstPause) {
    this.memory = new Memory(memory);
    this.log = log;
    this.firstPause = firstPause;
    this.desk = new Desk(load());
    retarget(targets);
  }

  /// These are told from now on. One that was told before goes on with what waits for it. What one
  /// that is gone has not been told yet is told to each of those that are new.
  public synchronized void retarget(List<NotifyTarget> targets) {
    List<Courier> gone = new ArrayList<>(couriers);
    List<Courier> all = new ArrayList<>();
    List<Courier> fresh = new ArrayList<>();
    for (NotifyTarget target : targets) {
      Optional<Courier> known = gone.stream().filter(one -> one.tells(target)).findFirst();
      Courier courier =
          known.orElseGet(() -> new Courier(target, delivery(target), log, this::save));
      gone.remove(courier);
      all.add(courier);
      if (known.isEmpty()) {
        fresh.add(courier);
      }
    }
    Set<News> untold = new LinkedHashSet<>();
    gone.forEach(courier -> {
      courier.stop();
      untold.addAll(courier.untold());
    });
    untold.forEach(news -> fresh.forEach(courier -> courier.hand(news)));
    couriers = List.copyOf(all);
    fresh.forEach(Courier::start);
  }

  private Delivery delivery(NotifyTarget target) {
    return switch (target) {
      case NotifyTarget.Webhook webhook -> new WebhookDelivery(webhook, firstPause);
      case NotifyTarget.Command command -> new CommandDelivery(command);
    };
  }

  private Map<String, String> load() {
    try {
      return memory.load();
    } catch (IOException e) {
      fail("what was told already cannot be read, so it is told again: " + e);
      return Map.of();
    }
  }

  /// Takes note of a new snapshot; returns quickly.
  public synchronized void changed(ServiceStatus status) {
    Map<String, String> before = desk.told();
    for (News news : desk.compare(status)) {
      couriers.forEach(courier -> courier.hand(news));
    }
    if (!before.equals(desk.told())) {
      save();
    }
  }

  private synchronized void save() {
    if (!couriers.stream().allMatch(Courier::isIdle)) {
      return;
    }
    try {
      memory.save(desk.told());
      trouble = null;
    } catch (IOException e) {
      fail("what was told cannot be kept, so a restart tells it again: " + e);
    }
  }

  private void fail(String message) {
    if (!message.equals(trouble)) {
      trouble = message;
      log.warning(message);
    }
  }

  /// The targets that were not told the last time, and why, a line for each; to be shown among the
  /// problems of the service.
  public synchronized List<String> problems() {
    List<String> problems = new ArrayList<>();
    couriers.forEach(courier -> courier.problem().ifPresent(problems::add));
    if (trouble != null) {
      problems.add(trouble);
    }
    return problems;
  }

  /// Ends at once; what waits to be told is told after the next start.
  @Override
  public void close() {
    List<Courier> stopped;
    synchronized (this) {
      couriers.forEach(Courier::stop);
      stopped = couriers;
    }
    stopped.forEach(Courier::awaitEnd);
  }
}
