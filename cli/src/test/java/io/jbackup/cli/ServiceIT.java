package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service as a process of its own, on a plain server.
final class ServiceIT {
  private static final String OFTEN = "0/3 * * * * ?";
  private static final String AT_NIGHT = "0 0 3 1 1 ?";
  private static final String RESTRAINED = ", max-rate: 32kB";
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @TempDir Path directory;
  private PostgresServer server;
  private Path catalog;

  @BeforeEach
  void makeCatalog() throws Exception {
    server = PostgresServer.version(18).start();
    catalog = directory.resolve("catalog");
    server.share(directory);
    good("init", "-B", "" + catalog);
    good(
        "add-instance",
        "-B",
        "" + catalog,
        "--instance=node",
        "-d",
        "host=%s port=%d user=%s".formatted(server.host(), server.port(), server.user()));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Program start(String... words) throws Exception {
    return Program.startAs(ServerUser.here().prefix(), directory, Map.of(), words);
  }

  private Program service() throws Exception {
    Program service = start("service", "run", "--config", "" + file());
    service.awaitOutput("INFO: Service of node 'u6' runs for instance 'node'");
    return service;
  }

  private String good(String... words) throws Exception {
    try (Program program = start(words)) {
      return program.succeed();
    }
  }

  private Path file() {
    return directory.resolve("service.yml");
  }

  /// @param more of the schedule, after a comma
  private void configure(String cron, String more) throws IOException {
    configure(cron, more, "");
  }

  /// @param top further keys of the file
  private void configure(String cron, String more, String top) throws IOException {
    Files.writeString(
        file(),
        """
        catalog: %s
        node: u6
        instances:
          node:
            connection: host=%s port=%d user=%s dbname=postgres
            schedules:
              - { backup: FULL, cron: "%s"%s }
            retention: { redundancy: 100 }
        %s
        """
            .formatted(catalog, server.host(), server.port(), server.user(), cron, more, top));
  }

  private List<String> backups(BackupStatus status) {
    try (Catalog opened = Catalog.open(catalog, true)) {
      return opened.instance("node").backups().stream()
          .filter(backup -> backup.control().status() == status)
          .map(backup -> backup.id().toString())
          .toList();
    }
  }

  private static void await(Program service, String what, BooleanSupplier condition)
      throws IOException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || !service.isAlive()) {
        throw new AssertionError("not seen: " + what + "; but: " + service.output());
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private void awaitGood(Program service, long more) throws IOException {
    long wanted = backups(BackupStatus.OK).size() + more;
    await(service, wanted + " good backups", () -> backups(BackupStatus.OK).size() >= wanted);
  }

  private void stop(Program service) throws Exception {
    service.signal("TERM");
    assertThat(service.exit()).as(service.output()).isZero();
    assertThat(service.output()).contains("INFO: Service has ended");
    assertThat(backups(BackupStatus.RUNNING)).isEmpty();
  }

  @Test
  void checkTellsWhatTheServiceWouldDoAndWhen() throws Exception {
    configure(AT_NIGHT, ", time-zone: UTC");

    assertThat(good("service", "check", "--config", "" + file()))
        .containsSubsequence(
            "Node 'u6'", "Instance 'node'", "primary", "would take a backup now", "full", "next ")
        .contains("-01-01 03:00:00+00 (" + AT_NIGHT + ", ");
  }

  @Test
  void backupsAreTakenWhenTheyAreDue() throws Exception {
    configure(OFTEN, "");

    try (Program service = service()) {
      awaitGood(service, 2);
      stop(service);
    }
    assertThat(good("show", "-B", "" + catalog, "--instance=node")).contains(" FULL ", " OK");
  }

  @Test
  void aFileWithProblemsIsRefusedAndTheOldOneStaysInForce() throws Exception {
    configure(OFTEN, "");

    try (Program service = service()) {
      awaitGood(service, 1);
      configure("every day", ", thraeds: 2");
      service.signal("HUP");
      service.awaitOutput("ERROR: the old configuration stays in force: ");
      assertThat(service.output()).contains("thraeds", "every day");
      awaitGood(service, 2);
      stop(service);
    }
  }

  @Test
  void aChangedFileIsTakenOverWhileTheServiceRuns() throws Exception {
    configure(AT_NIGHT, "");

    try (Program service = service()) {
      configure(OFTEN, "");
      service.signal("HUP");
      service.awaitOutput("INFO: Configuration file read again: 1 changes");
      service.awaitOutput("INFO: instance node: schedule full changed");
      awaitGood(service, 1);
      stop(service);
    }
  }

  @Test
  void aSignalCancelsTheBackupThatRuns() throws Exception {
    configure(OFTEN, RESTRAINED);

    try (Program service = service()) {
      await(service, "a running backup", () -> !backups(BackupStatus.RUNNING).isEmpty());
      stop(service);
    }
    assertThat(backups(BackupStatus.ERROR)).hasSize(1);
    assertThat(backups(BackupStatus.OK)).isEmpty();
  }

  @Test
  void aPortThatIsTakenEndsTheStartBeforeAnythingIsBegun() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      configure(OFTEN, "", http(taken.getLocalPort()));
      try (Program service = start("service", "run", "--config", "" + file())) {
        assertThat(service.exit()).as(service.output()).isNotZero();
        assertThat(service.output())
            .contains("cannot listen on ", ":" + taken.getLocalPort(), "HINT: Look what else")
            .doesNotContain("is open", "Service of node");
      }
    }
    assertThat(backups(BackupStatus.OK)).isEmpty();
  }

  private static String http(int port) {
    return "http: { listen: \"127.0.0.1:" + port + "\" }";
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void anotherHttpAddressIsTakenOverUnlessItCannotBeHad() throws Exception {
    configure(AT_NIGHT, "", http(freePort()));
    try (Program service = service();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      configure(AT_NIGHT, "", http(freePort()));
      service.signal("HUP");
      service.awaitOutput("INFO: http changed");
      await(service, "an answer", () -> status().contains("Node 'u6'"));
      String good = Files.readString(file());

      configure(AT_NIGHT, "", http(taken.getLocalPort()));
      service.signal("HUP");
      service.awaitOutput("ERROR: http stays as it was: cannot listen on ");
      Files.writeString(file(), good);
      assertThat(status()).contains("cannot listen on ").contains("full ");
      stop(service);
    }
  }

  private String status() {
    try (Program asked = start("service", "status", "--config", "" + file())) {
      asked.exit();
      return asked.output();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aKilledServiceIsStartedAgainAndGoesOn() throws Exception {
    configure(OFTEN, RESTRAINED);
    try (Program service = service()) {
      await(service, "a running backup", () -> !backups(BackupStatus.RUNNING).isEmpty());
      service.kill();
    }
    List<String> cut = backups(BackupStatus.RUNNING);
    assertThat(cut).hasSize(1);
    assertThat(backups(BackupStatus.OK)).isEmpty();
    configure(AT_NIGHT, "");

    try (Program service = service()) {
      await(service, cut + " is settled", () -> backups(BackupStatus.ERROR).equals(cut));
      configure(OFTEN, "");
      service.signal("HUP");
      awaitGood(service, 1);
      stop(service);
    }
  }
}
