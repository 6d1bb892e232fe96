package io.jbackup.scheduler.config;

import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.config.Units;
import io.jbackup.catalog.error.UsageException;
import java.text.ParseException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.quartz.CronExpression;

/// Reads one schedule.
final class ScheduleReader {
  private static final Duration CATCH_UP = Duration.ofHours(1);
  private static final int MOST_THREADS = 128;
  private static final List<String> KINDS = List.of("backup", "validate", "drill");
  private static final Map<String, List<String>> OWN =
      Map.of(
          "backup", List.of("compress", "compress-level", "max-rate"),
          "validate", List.of(),
          "drill", List.of("dir", "pgbin", "query", "expect", "amcheck"));

  private final Section section;
  private final ZoneId zone;

  ScheduleReader(Section section, ZoneId zone) {
    this.section = section;
    this.zone = zone;
  }

  /// @param counts how many of each kind came before, for the names
  Optional<Schedule> read(Map<String, Integer> counts) {
    List<String> kinds = KINDS.stream().filter(section::has).toList();
    if (kinds.size() != 1) {
      section.problem("", "needs one of backup, validate and drill");
      return Optional.empty();
    }
    String kind = kinds.getFirst();
    refuseForeign(kind);
    Work work =
        switch (kind) {
          case "backup" -> backup();
          case "validate" -> validate();
          default -> drill();
        };
    String base =
        kind.equals("backup")
            ? section.text("backup").orElse("full").toLowerCase(Locale.ROOT)
            : kind;
    int number = counts.merge(base, 1, Integer::sum);
    return Optional.of(
        new Schedule(
            number == 1 ? base : base + "-" + number,
            work,
            cron(),
            section.parsed("time-zone", zone, ServiceConfigReader::zone),
            section.duration("catch-up", CATCH_UP)));
  }

  private void refuseForeign(String kind) {
    OWN.forEach((owner, keys) -> {
      if (!owner.equals(kind)) {
        keys.stream()
            .filter(section::has)
            .forEach(key -> section.problem(key, "belongs to a " + owner + ", not to a " + kind));
      }
    });
  }

  private String cron() {
    String cron = section.required("cron");
    if (!cron.isEmpty()) {
      try {
        CronExpression.validateExpression(cron);
      } catch (ParseException e) {
        section.problem(
            "cron",
            "\"%s\": %s (seconds, minutes, hours, day of month, month, day of week:"
                    .formatted(cron, e.getMessage())
                + " \"0 0 3 * * ?\" is every day at three)");
      }
    }
    return cron;
  }

  private int threads() {
    return section.number("threads", 1, 1, MOST_THREADS);
  }

  private Work.Backup backup() {
    BackupMode mode = section.parsed("backup", BackupMode.FULL, BackupMode::parse);
    if (mode != BackupMode.FULL) {
      section.problem("backup", "this version has only FULL backups");
    }
    int rate =
        section.parsed("max-rate", 0, text -> Math.toIntExact(Units.kilobytes("max-rate", text)));
    return new Work.Backup(mode, compression(), threads(), rate);
  }

  private Optional<Compression> compression() {
    Optional<Algorithm> algorithm =
        section.parsed("compress", Optional.empty(), text -> Optional.of(Algorithm.parse(text)));
    if (algorithm.isEmpty()) {
      if (section.has("compress-level") && !section.has("compress")) {
        section.problem("compress-level", "needs compress");
      }
      return Optional.empty();
    }
    Compression standard = Compression.of(algorithm.get());
    return Optional.of(
        section.parsed(
            "compress-level",
            standard,
            text -> new Compression(algorithm.get(), Integer.parseInt(text))));
  }

  private Work.Validate validate() {
    only("validate", "all");
    return new Work.Validate(threads());
  }

  private Work.Drill drill() {
    only("drill", "latest");
    if (section.has("expect") && !section.has("query")) {
      section.problem("expect", "needs query");
    }
    return new Work.Drill(
        section.path("dir"),
        section.path("pgbin"),
        section.text("query"),
        section.text("expect"),
        section.flag("amcheck"),
        threads());
  }

  private void only(String key, String word) {
    section.parsed(
        key,
        word,
        text -> {
          if (!text.equals(word)) {
            throw new UsageException("\"" + text + "\": only \"" + word + "\" is known", "");
          }
          return text;
        });
  }
}
