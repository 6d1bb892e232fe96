package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.drill.Drills;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drills that the service does, as a process of its own, wherever the catalog is.
abstract class ServiceDrillScenarios {
  private static final int VERSION = PostgresBinaries.newest();
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @TempDir Path directory;
  private PostgresServer server;
  private CatalogLocation catalog;
  private final Map<String, String> environment = new HashMap<>();
  private Path scratch;

  @BeforeEach
  void takeBackup() throws Exception {
    server = PostgresServer.version(VERSION).setting("archive_mode", "on").start();
    catalog = catalog();
    environment.put("BACKUP_PATH", catalog.toString());
    environment.putAll(settings());
    scratch = Files.createDirectory(directory.resolve("scratch"));
    server.share(directory);
    server.sql("create table t as select g from generate_series(1, 1000) g");
    String connection =
        "host=%s port=%d user=%s".formatted(server.host(), server.port(), server.user());
    good("init");
    List<String> add =
        new ArrayList<>(List.of("add-instance", "--instance=node", "-d", connection));
    Optional<Path> key = key();
    if (key.isPresent()) {
      add.add("--encrypt");
      environment.put(KeySettings.KEY_FILE, key.orElseThrow().toString());
    }
    server.share(directory);
    good(add.toArray(String[]::new));
    server.set("archive_command", Program.archiveCommand(environment));
    good("backup", "--instance=node", "-b", "full");
  }

  /// Where it is to be; nothing is there yet.
  abstract CatalogLocation catalog();

  /// What tells the program and the server how to reach it.
  abstract Map<String, String> settings();

  /// A line of the service's file that tells the same.
  abstract String line();

  /// A new key, when the instance is to be encrypted; the service's file names it.
  abstract Optional<Path> key() throws IOException;

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Program start(String... words) throws Exception {
    return Program.startAs(ServerUser.here().prefix(), directory, environment, words);
  }

  private void good(String... words) throws Exception {
    try (Program program = start(words)) {
      program.succeed();
    }
  }

  final Program service(String query, String expected) throws Exception {
    Path file = directory.resolve("service.yml");
    Files.writeString(
        file,
        """
        catalog: %s
        %s
        node: u6
        instances:
          node:
            connection: host=%s port=%d user=%s dbname=postgres
            %s
            schedules:
              - { drill: latest, cron: "0/3 * * * * ?", dir: "%s", pgbin: "%s", query: "%s", expect: "%s" }
        """
            .formatted(
                catalog,
                line(),
                server.host(),
                server.port(),
                server.user(),
                key().map(key -> "encryption: { key-file: \"" + key + "\" }").orElse(""),
                scratch,
                PostgresBinaries.directory(VERSION).resolve("bin"),
                query,
                expected));
    return Program.startAs(
        ServerUser.here().prefix(), directory, Map.of(), "service", "run", "--config", "" + file);
  }

  final Optional<DrillRecord> lastDrill() {
    try (Catalog opened = Catalog.open(catalog, true)) {
      return Drills.of(opened.outline("node")).last();
    }
  }

  static void await(Program service, String what, BooleanSupplier condition) throws IOException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || !service.isAlive()) {
        throw new AssertionError("not seen: " + what + "; but: " + service.output());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  final List<Path> scratches() {
    try (Stream<Path> entries = Files.list(scratch)) {
      return entries.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  final void stop(Program service) throws Exception {
    service.signal("TERM");
    assertThat(service.exit()).as(service.output()).isZero();
    assertThat(scratches()).isEmpty();
  }

  @Test
  void aDrillThatIsDueProvesTheNewestBackup() throws Exception {
    try (Program service = service("select count(*) from t", "1000")) {
      service.awaitOutput("drill of backup ");
      await(
          service,
          "a drill that passed",
          () -> lastDrill().filter(DrillRecord::passed).isPresent());
      assertThat(lastDrill().orElseThrow().detail()).contains("query answered \"1000\"");
      stop(service);
    }
  }
}
