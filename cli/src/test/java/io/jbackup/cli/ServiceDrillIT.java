package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.drill.Drills;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/// Drills that the service does, as a process of its own.
final class ServiceDrillIT {
  private static final int VERSION = PostgresBinaries.newest();
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @TempDir Path directory;
  private PostgresServer server;
  private Path catalog;
  private Path scratch;

  @BeforeEach
  void takeBackup() throws Exception {
    server = PostgresServer.version(VERSION).start();
    catalog = directory.resolve("catalog");
    scratch = Files.createDirectory(directory.resolve("scratch"));
    server.share(directory);
    server.sql("create table t as select g from generate_series(1, 1000) g");
    String connection =
        "host=%s port=%d user=%s".formatted(server.host(), server.port(), server.user());
    good("init", "-B", "" + catalog);
    good("add-instance", "-B", "" + catalog, "--instance=node", "-d", connection);
    good("backup", "-B", "" + catalog, "--instance=node", "-b", "full", "--stream", "--temp-slot");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Program start(String... words) throws Exception {
    return Program.startAs(ServerUser.here().prefix(), directory, Map.of(), words);
  }

  private void good(String... words) throws Exception {
    try (Program program = start(words)) {
      int exit = program.exit();
      assertThat(exit).as(program.output()).isZero();
    }
  }

  private Program service(String query, String expected) throws Exception {
    Path file = directory.resolve("service.yml");
    Files.writeString(
        file,
        """
        catalog: %s
        node: u6
        instances:
          node:
            connection: host=%s port=%d user=%s dbname=postgres
            schedules:
              - { drill: latest, cron: "0/3 * * * * ?", dir: "%s", pgbin: "%s", query: "%s", expect: "%s" }
        """
            .formatted(
                catalog,
                server.host(),
                server.port(),
                server.user(),
                scratch,
                PostgresBinaries.directory(VERSION).resolve("bin"),
                query,
                expected));
    return start("service", "run", "--config", "" + file);
  }

  private Optional<DrillRecord> lastDrill() {
    try (Catalog opened = Catalog.open(catalog, true)) {
      return Drills.of(opened.instance("node")).last();
    }
  }

  private static void await(Program service, String what, BooleanSupplier condition)
      throws IOException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || !service.isAlive()) {
        throw new AssertionError("not seen: " + what + "; but: " + service.output());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private List<Path> scratches() {
    try (Stream<Path> entries = Files.list(scratch)) {
      return entries.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void stop(Program service) throws Exception {
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

  @Test
  void aDrillThatFailsIsToldAndRecorded() throws Exception {
    try (Program service = service("select count(*) from t", "7")) {
      service.awaitOutput("the drill did not pass: ");
      await(service, "its record", () -> lastDrill().isPresent());
      assertThat(lastDrill().orElseThrow().passed()).isFalse();
      stop(service);
    }
  }

  @Test
  void whatADrillOfAKilledServiceLeftIsRemovedByTheNext() throws Exception {
    List<Path> left;
    try (Program service = service("select pg_sleep(600)", "never")) {
      await(service, "a server", () -> scratches().stream().anyMatch(one -> isReady(one)));
      left = scratches();
      service.kill();
    }
    assertThat(left).hasSize(1).allMatch(Files::exists);

    try (Program service = service("select 1", "1")) {
      await(service, "the removal", () -> left.stream().noneMatch(Files::exists));
      await(
          service,
          "a drill that passed",
          () -> lastDrill().filter(DrillRecord::passed).isPresent());
      stop(service);
    }
  }

  private static boolean isReady(Path root) {
    Path pid = root.resolve("data/postmaster.pid");
    try {
      return Files.exists(pid) && Files.readString(pid).contains("ready");
    } catch (IOException _) {
      return false;
    }
  }
}
