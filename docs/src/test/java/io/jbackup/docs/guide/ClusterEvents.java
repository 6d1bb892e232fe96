package io.jbackup.docs.guide;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.scheduler.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What happens in a cluster beside what is typed, whoever manages it.
///
/// With a manager that says "leader" and "members": `members N`: waits until so many run, one of
/// them as leader. `power loss of the leader`, `power is back`: of the same host. `a backup`, `a
/// backup of INSTANCE`: waits for one that begins from now on. `now TEXT`: from now on the text
/// means this moment. `archived`: waits until the leader has nothing left to archive. `leader` is
/// also the name of the host that is it.
abstract class ClusterEvents implements ClusterExecutor.Events {
  static final Duration DEADLINE = Duration.ofMinutes(2);

  private final Hosts hosts;
  private final String leaderWord;
  private final String membersWord;
  private final String services;
  private String lost = "";

  /// @param leaderWord the manager's word for the node that is written to
  /// @param membersWord its word for the nodes
  /// @param services that start with a host
  ClusterEvents(Hosts hosts, String leaderWord, String membersWord, String services) {
    this.hosts = hosts;
    this.leaderWord = leaderWord;
    this.membersWord = membersWord;
    this.services = services;
  }

  /// The host that is written to, if there is just one.
  abstract Optional<String> leader();

  /// How many members of the cluster run as they should, by what they reported after `since`.
  abstract long running(Instant since);

  /// What the leader answers.
  abstract String ask(String sql);

  @Override
  public String host(String name) {
    return name.equals(leaderWord) ? awaitLeader() : name;
  }

  @Override
  public boolean handle(String directive) throws IOException, InterruptedException {
    String last = directive.substring(directive.lastIndexOf(' ') + 1);
    if (directive.equals(membersWord + " " + last)) {
      int wanted = Integer.parseInt(last);
      Instant begin = Instant.now();
      Await.until(DEADLINE, directive, () -> leader().isPresent() && running(begin) == wanted);
    } else if (directive.equals("power loss of the " + leaderWord)) {
      powerLoss();
    } else if (directive.equals("power is back")) {
      on(lost, "systemctl start " + services);
    } else if (directive.equals("a backup")) {
      awaitBackup("PGPBACKUP1");
    } else if (directive.equals("a backup of " + last)) {
      awaitBackup(last);
    } else if (directive.equals("archived")) {
      String sql = "SELECT count(*) = 0 FROM pg_ls_archive_statusdir() WHERE name ~ 'ready'";
      Await.until(DEADLINE, directive, () -> ask(sql).equals("t"));
    } else if (directive.startsWith("now ")) {
      String now = ask("SELECT now()");
      hosts.names().forEach(name -> hosts.node(name).place().set(directive.substring(4), now));
    } else {
      return false;
    }
    return true;
  }

  private void powerLoss() throws IOException {
    lost = awaitLeader();
    hosts.powerLoss(lost);
    Await.until(
        DEADLINE, "another leader", () -> leader().filter(now -> !now.equals(lost)).isPresent());
  }

  private String awaitLeader() {
    AtomicReference<String> found = new AtomicReference<>("");
    Await.until(
        DEADLINE,
        "a " + leaderWord,
        () -> {
          leader().ifPresent(found::set);
          return !found.get().isEmpty();
        });
    return found.get();
  }

  private void awaitBackup(String instance) {
    Instant begin = Instant.now();
    Await.until(DEADLINE, "a backup of " + instance, () -> hasBackupSince(instance, begin));
  }

  private boolean hasBackupSince(String instance, Instant begin) {
    try (Catalog catalog = Catalog.open(hosts.node("u6").file("/pgsql/pg_backup"), false)) {
      return catalog.instance(instance).backups().stream()
          .anyMatch(backup ->
              backup.control().status() == BackupStatus.OK && !backup.id().start().isBefore(begin));
    }
  }

  /// What a guide's text means on a host.
  final String place(String host, String text) {
    return hosts.node(host).place().apply(text);
  }

  /// What a command prints that is run on a host.
  final String on(String host, String command) {
    try {
      return hosts.node(host).shell().run(place(host, command)).strip();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
