package io.jbackup.docs.guide;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.scheduler.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Patroni guide does what it says, on three nodes with etcd and HAProxy.
final class PatroniGuideIT {
  private static final Path GUIDE = Path.of("patroni.md");
  private static final List<String> NAMES = List.of("u4", "u5", "u6");

  @Test
  void theGuideLeadsFromAClusterToItsRestore(@TempDir Path work) throws IOException {
    for (String program : List.of("patroni", "patronictl", "etcd", "haproxy", "psql")) {
      assumeTrue(Hosts.isInstalled(program), program + " is not installed");
    }
    try (Hosts hosts = Hosts.create(work, NAMES, List.of("/pgsql/pg_data"))) {
      for (String name : NAMES) {
        Node node = hosts.node(name);
        node.unit("patroni", "patroni " + node.file("/etc/patroni/patroni.yml"));
        node.unit("haproxy", "haproxy -f " + node.file("/etc/haproxy/haproxy.cfg"));
        node.unit("etcd", etcd(node));
      }
      new ClusterExecutor(hosts, new PatroniEvents(hosts)).run(GuideText.whole(GUIDE));
    }
  }

  private static String etcd(Node node) {
    String members =
        NAMES.stream()
            .map(name -> name + "=http://192.0.2." + name.substring(1) + ":2380")
            .collect(Collectors.joining(","));
    return node.place()
        .apply(
            "etcd --name "
                + node.name()
                + " --data-dir /pgsql/etcd --listen-client-urls http://0.0.0.0:2379"
                + " --advertise-client-urls http://0.0.0.0:2379"
                + " --listen-peer-urls http://0.0.0.0:2380"
                + " --initial-advertise-peer-urls http://0.0.0.0:2380"
                + " --initial-cluster "
                + members);
  }

  /// What happens in a Patroni cluster beside what is typed.
  ///
  /// `members N`: waits until so many run, one of them as leader. `power loss of the leader`,
  /// `power is back`: of the same host. `HAProxy leads to the leader`: waits for it. `a backup`:
  /// waits for one that begins from now on. `now TEXT`: from now on the text means this moment.
  /// `archived`: waits until the leader has nothing left to archive.
  private static final class PatroniEvents implements ClusterExecutor.Events {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Pattern MEMBER =
        Pattern.compile("\\{\"name\": \"(\\w+)\", \"role\": \"(\\w+)\", \"state\": \"(\\w+)\"");

    private final Hosts hosts;
    private final HttpClient http = HttpClient.newHttpClient();
    private String lost = "";

    PatroniEvents(Hosts hosts) {
      this.hosts = hosts;
    }

    @Override
    public boolean handle(String directive) throws IOException, InterruptedException {
      switch (directive) {
        case "members 1", "members 2", "members 3" -> {
          int wanted = Integer.parseInt(directive.substring("members ".length()));
          Await.until(DEADLINE, directive, () -> leader().isPresent() && running() == wanted);
        }
        case "power loss of the leader" -> {
          Await.until(DEADLINE, "a leader", () -> leader().isPresent());
          lost = leader().orElseThrow();
          hosts.powerLoss(lost);
          Await.until(
              DEADLINE,
              "another leader",
              () -> leader().isPresent() && !leader().get().equals(lost));
        }
        case "HAProxy leads to the leader" -> Await.until(DEADLINE, directive, this::proxyIsReady);
        case "power is back" ->
            hosts.node(lost).shell().run("systemctl start etcd patroni jbackup");
        case "a backup" -> {
          Instant begin = Instant.now();
          Await.until(DEADLINE, directive, () -> hasBackupSince(begin));
        }
        case "archived" -> Await.until(DEADLINE, directive, this::isArchived);
        default -> {
          if (directive.startsWith("now ")) {
            String now = ask("SELECT now()");
            NAMES.forEach(name -> hosts.node(name).place().set(directive.substring(4), now));
            return true;
          }
          return false;
        }
      }
      return true;
    }

    /// What the leader answers.
    private String ask(String sql) throws IOException, InterruptedException {
      Node node = hosts.node("u6");
      String command = "psql -h 192.0.2.6 -p 5000 -U postgres -Atc \"" + sql + "\"";
      return node.shell().run(node.place().apply(command)).strip();
    }

    private boolean isArchived() {
      try {
        return ask("SELECT count(*) = 0 FROM pg_ls_archive_statusdir() WHERE name ~ 'ready'")
            .equals("t");
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /// It takes servers for sound until its first checks have failed.
    private boolean proxyIsReady() {
      String question =
          "for i in 1 2 3 4 5 6; do psql -h 192.0.2.6 -p 5000 -U postgres"
              + " -Atc 'SELECT pg_is_in_recovery()' || true; done";
      Node node = hosts.node("u6");
      try {
        return node.shell()
            .run(node.place().apply(question))
            .strip()
            .equals("f\n".repeat(6).strip());
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private long running() {
      return members().values().stream().filter(role -> !role.isEmpty()).count();
    }

    private Optional<String> leader() {
      return members().entrySet().stream()
          .filter(member -> member.getValue().equals("leader"))
          .map(Map.Entry::getKey)
          .findFirst();
    }

    /// Roles of those that run, by name, as the first node that answers knows them.
    private Map<String, String> members() {
      for (String name : NAMES) {
        Optional<String> answer =
            get(hosts.node(name).place().apply("http://0.0.0.0:8008/cluster"));
        if (answer.isPresent()) {
          Map<String, String> members = new TreeMap<>();
          Matcher member = MEMBER.matcher(answer.get());
          while (member.find()) {
            if (member.group(3).equals("running")) {
              members.put(member.group(1), member.group(2));
            }
          }
          return members;
        }
      }
      return Map.of();
    }

    private Optional<String> get(String url) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
      try {
        return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      } catch (IOException e) {
        return Optional.empty(); // a host without power
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private boolean hasBackupSince(Instant begin) {
      try (Catalog catalog = Catalog.open(hosts.node("u6").file("/pgsql/pg_backup"), false)) {
        return catalog.instance("PGPBACKUP1").backups().stream()
            .anyMatch(backup ->
                backup.control().status() == BackupStatus.OK
                    && !backup.id().start().isBefore(begin));
      }
    }
  }
}
