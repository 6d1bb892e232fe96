package io.jbackup.docs.guide;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
    try (Hosts hosts = Hosts.create(work, NAMES, List.of("/pgsql/pg_data"), Map.of())) {
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

  /// `HAProxy leads to the leader`: waits for it.
  private static final class PatroniEvents extends ClusterEvents {
    private static final Pattern MEMBER =
        Pattern.compile("\\{\"name\": \"(\\w+)\", \"role\": \"(\\w+)\", \"state\": \"(\\w+)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    PatroniEvents(Hosts hosts) {
      super(hosts, "leader", "members", "etcd patroni jbackup");
    }

    @Override
    public boolean handle(String directive) throws IOException, InterruptedException {
      if (directive.equals("HAProxy leads to the leader")) {
        Await.until(DEADLINE, directive, this::proxyIsReady);
        return true;
      }
      return super.handle(directive);
    }

    @Override
    String ask(String sql) {
      return on("u6", "psql -h 192.0.2.6 -p 5000 -U postgres -Atc \"" + sql + "\"");
    }

    /// It takes servers for sound until its first checks have failed.
    private boolean proxyIsReady() {
      String question =
          "for i in 1 2 3 4 5 6; do psql -h 192.0.2.6 -p 5000 -U postgres"
              + " -Atc 'SELECT pg_is_in_recovery()' || true; done";
      return on("u6", question).equals("f\n".repeat(6).strip());
    }

    @Override
    long running(Instant since) {
      return members().size();
    }

    @Override
    Optional<String> leader() {
      return members().entrySet().stream()
          .filter(member -> member.getValue().equals("leader"))
          .map(Map.Entry::getKey)
          .findFirst();
    }

    /// Roles of those that run, by name, as the first node that answers knows them.
    private Map<String, String> members() {
      for (String name : NAMES) {
        Optional<String> answer = get(place(name, "http://0.0.0.0:8008/cluster"));
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
  }
}
