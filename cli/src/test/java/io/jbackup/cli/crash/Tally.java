package io.jbackup.cli.crash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Runs scenarios several times with random moments, and counts. The moments follow from the seed
/// as far as the machine's own timing lets them: `-Djbackup.crash.seed=N` sets it, and
/// `-Djbackup.crash.factor=N` multiplies the number of runs, which is small: there are many builds.
final class Tally {
  private static final int ATTEMPTS = 4;

  /// One run: says in a word or two how it ended, throws when something is wrong.
  interface Run {
    String run(Random random) throws Exception;
  }

  /// The program had ended before the moment came: the run tells nothing and is made again.
  static final class Missed extends Exception {
    private static final long serialVersionUID = 1L;

    Missed(String what) {
      super(what);
    }
  }

  private static final class Line {
    private int runs;
    private int failures;
    private final Map<String, Integer> outcomes = new TreeMap<>();
  }

  private final long seed = Long.getLong("jbackup.crash.seed", System.nanoTime());
  private final int factor = Integer.getInteger("jbackup.crash.factor", 1);
  private final Random random = new Random(seed);
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final long start = System.nanoTime();

  /// Throws AssertionError with all that went wrong, after the last run.
  void repeat(String scenario, int times, Run run) {
    Line line = lines.computeIfAbsent(scenario, _ -> new Line());
    List<Throwable> failures = new ArrayList<>();
    int attempts = 0;
    while (line.runs < times * factor && attempts < times * factor * ATTEMPTS) {
      attempts++;
      try {
        line.outcomes.merge(run.run(random), 1, Integer::sum);
        line.runs++;
      } catch (Missed e) {
        line.outcomes.merge("missed: " + e.getMessage(), 1, Integer::sum);
      } catch (Exception | AssertionError e) {
        line.runs++;
        line.failures++;
        failures.add(e);
      }
    }
    if (line.runs < times * factor) {
      line.failures++;
      failures.add(new AssertionError("the moment was missed too often: " + line.outcomes));
    }
    if (!failures.isEmpty()) {
      AssertionError all =
          new AssertionError(
              failures.size() + " of " + line.runs + " runs failed, seed " + seed + ": " + scenario,
              failures.getFirst());
      failures.stream().skip(1).forEach(all::addSuppressed);
      throw all;
    }
  }

  String table() {
    StringBuilder text = new StringBuilder("Crash scenarios, seed " + seed + ":\n");
    int runs = 0;
    int failures = 0;
    for (Map.Entry<String, Line> entry : lines.entrySet()) {
      Line line = entry.getValue();
      runs += line.runs;
      failures += line.failures;
      text.append(
          "  %-58s %3d runs %2d failures  %s%n"
              .formatted(entry.getKey(), line.runs, line.failures, line.outcomes));
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    return text.append(
            "  %-58s %3d runs %2d failures  in %d s%n".formatted("", runs, failures, seconds))
        .toString();
  }
}
