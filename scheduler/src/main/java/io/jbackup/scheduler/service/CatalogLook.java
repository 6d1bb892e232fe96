package io.jbackup.scheduler.service;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.drill.Drills;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.run.RunRecord;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.WindowReader;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What the catalog and its file system tell of an instance. What could not be had is empty.
record CatalogLook(
    Optional<RecoveryWindow> window,
    List<Row> backups,
    Optional<Instant> newestSegment,
    OptionalDouble freePercent,
    OptionalLong freeBytes,
    Map<String, RunRecord> runs,
    Optional<DrillRecord> lastDrill,
    Optional<DrillRecord> lastPassedDrill,
    List<String> problems) {
  private static final int PERCENT = 100;

  /// Never throws for what the catalog does or does not answer.
  static CatalogLook at(Site service, InstanceConfiguration configuration) {
    Site site = service.with(configuration.keys());
    List<String> problems = new ArrayList<>();
    Reader reader = new Reader(site, configuration, problems);
    try (Catalog catalog = site.open()) {
      return reader.read(catalog.instance(configuration.name()));
    } catch (BackupException e) {
      problems.add(String.valueOf(e.getMessage()));
      return reader.nothing();
    }
  }

  private record Reader(Site site, InstanceConfiguration configuration, List<String> problems) {
    CatalogLook nothing() {
      return new CatalogLook(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          problems);
    }

    CatalogLook read(Instance instance) {
      Optional<FileStore> disk = site.catalog().directory().flatMap(this::disk);
      Drills drills = Drills.of(instance);
      return new CatalogLook(
          attempt(() -> Optional.of(new WindowReader(instance, site.clock()).read())),
          attempt(() -> Optional.of(instance.backups())).orElse(List.of()).stream()
              .map(Reader::row)
              .toList(),
          attempt(() -> newestSegment(instance)),
          disk.map(this::percent).orElse(OptionalDouble.empty()),
          disk.map(this::free).orElse(OptionalLong.empty()),
          runs(instance),
          attempt(drills::last),
          attempt(drills::lastPassed),
          problems);
    }

    private <T> Optional<T> attempt(Supplier<Optional<T>> question) {
      try {
        return question.get();
      } catch (BackupException e) {
        problems.add(String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    }

    private Map<String, RunRecord> runs(Instance instance) {
      Map<String, RunRecord> runs = new HashMap<>();
      for (Schedule schedule : configuration.schedules()) {
        attempt(() -> instance.lastRun(schedule.name()))
            .ifPresent(run -> runs.put(schedule.name(), run));
      }
      return runs;
    }

    private static Optional<Instant> newestSegment(Instance instance) {
      return instance.archive().newestSegment().map(ArchivedFile::modified);
    }

    private static Row row(StoredBackup backup) {
      BackupControl control = backup.control();
      BackupFacts facts = BackupFacts.of(backup);
      long raw = control.number(ControlField.UNCOMPRESSED_BYTES).orElse(0);
      Optional<Duration> duration =
          control.time(ControlField.END_TIME).map(end -> Duration.between(facts.startTime(), end));
      return new Row(
          facts,
          facts.recoveryTime(),
          duration,
          facts.dataBytes() + facts.walBytes(),
          raw,
          raw > 0 && facts.dataBytes() > 0
              ? OptionalDouble.of((double) raw / facts.dataBytes())
              : OptionalDouble.empty());
    }

    private Optional<FileStore> disk(Path catalog) {
      try {
        return Optional.of(Files.getFileStore(catalog));
      } catch (IOException e) {
        problems.add("the catalog's file system cannot be asked: " + e);
        return Optional.empty();
      }
    }

    private OptionalDouble percent(FileStore disk) {
      try {
        double total = Math.max(disk.getTotalSpace(), 1);
        return OptionalDouble.of(PERCENT * disk.getUsableSpace() / total);
      } catch (IOException e) {
        problems.add("the catalog's free space cannot be read: " + e);
        return OptionalDouble.empty();
      }
    }

    private OptionalLong free(FileStore disk) {
      try {
        return OptionalLong.of(disk.getUsableSpace());
      } catch (IOException e) {
        problems.add("the catalog's free space cannot be read: " + e);
        return OptionalLong.empty();
      }
    }
  }
}
