package io.jbackup.scheduler.cluster.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.ClusterSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Answers as Patroni 3.0.2 and 4.1.4 gave them.
final class PatroniReaderTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_795_311_320);
  private static final String U6 =
      """
      {"state":"running","role":"replica","server_version":150020,
       "xlog":{"received_location":67108960,"replayed_location":67108960},"timeline":1,
       "tags":{"nofailover":true},"dcs_last_seen":1795311313,
       "database_system_identifier":"7710803226104515842",
       "patroni":{"version":"3.0.2","scope":"lab"}}
      """;
  private static final String CLUSTER =
      """
      {"members":[
       {"name":"u4","role":"leader","state":"running","host":"127.0.0.4","port":5432,"timeline":1},
       {"name":"u5","role":"replica","state":"running","timeline":1,"lag":0},
       {"name":"u6","role":"replica","state":"running","timeline":1,"tags":{"nofailover":true},
        "lag":0}]}
      """;

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String answer = answers.get(exchange.getRequestURI().getPath());
            if (answer != null) {
              byte[] body = answer.getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(503, body.length);
              exchange.getResponseBody().write(body);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Sight look() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    ClusterSource.Patroni source =
        new ClusterSource.Patroni(url, Optional.empty(), Optional.empty(), Optional.empty());
    return new PatroniReader(source, "u6", Clock.fixed(NOW, ZoneOffset.UTC)).look();
  }

  private ClusterPicture picture(String self, String cluster) {
    answers.put("/patroni", self);
    answers.put("/cluster", cluster);
    return ((Sight.Seen) look()).picture();
  }

  @Test
  void aNofailoverReplicaOfVersion3IsUnderstoodWhateverTheStatusCode() {
    ClusterPicture picture = picture(U6, CLUSTER);

    assertThat(picture.self())
        .isEqualTo(
            new Member("u6", Role.REPLICA, false, Streaming.UNKNOWN, OptionalInt.of(1), "running"));
    assertThat(picture.others())
        .containsExactly(
            new Member("u4", Role.PRIMARY, true, Streaming.UNKNOWN, OptionalInt.of(1), "running"),
            new Member("u5", Role.REPLICA, true, Streaming.UNKNOWN, OptionalInt.of(1), "running"));
    assertThat(picture.systemIdentifier()).hasValue(7710803226104515842L);
    assertThat(picture.calm()).isTrue();
    assertThat(picture.paused()).isFalse();
    assertThat(picture.remarks()).isEmpty();
  }

  @Test
  void version4SaysWhoItIsAndWhetherItStreams() {
    String self =
        U6.replace("{\"version\":\"3.0.2\"", "{\"name\":\"u6b\",\"version\":\"4.1.4\"")
            .replace("\"timeline\"", "\"replication_state\":\"streaming\",\"timeline\"")
            .replace("{\"nofailover\":true}", "{\"failover_priority\":\"0\"}");
    String cluster =
        CLUSTER
            .replace("u6", "u6b")
            .replace(
                "\"replica\",\"state\":\"running\"", "\"quorum_standby\",\"state\":\"streaming\"");

    ClusterPicture picture = picture(self, cluster);

    assertThat(picture.self().name()).isEqualTo("u6b");
    assertThat(picture.self().streaming()).isEqualTo(Streaming.YES);
    assertThat(picture.self().promotable()).isFalse();
    assertThat(picture.others().getLast().role()).isEqualTo(Role.REPLICA);
    assertThat(picture.others().getLast().streaming()).isEqualTo(Streaming.YES);
  }

  @Test
  void nofailoverFalseWinsOverAPriority() {
    String self =
        U6.replace("{\"nofailover\":true}", "{\"nofailover\":false,\"failover_priority\":0}");

    assertThat(picture(self, CLUSTER).self().promotable()).isTrue();
  }

  @Test
  void theLeaderOfEitherVersionIsThePrimary() {
    for (String word : new String[] {"master", "primary"}) {
      String self = U6.replace("\"role\":\"replica\"", "\"role\":\"" + word + "\"");
      assertThat(picture(self, CLUSTER).self().role()).isEqualTo(Role.PRIMARY);
    }
  }

  @Test
  void withoutItsConfigurationStoreTheClusterIsNotCalmAndTheOthersAreUnknown() {
    answers.put(
        "/patroni",
        U6.replace("1795311313", "1795311200")
            .replace("{\"state\"", "{\"cluster_unlocked\":true,\"state\""));

    ClusterPicture picture = ((Sight.Seen) look()).picture();

    assertThat(picture.othersKnown()).isFalse();
    assertThat(picture.calm()).isFalse();
    assertThat(picture.self().role()).isEqualTo(Role.REPLICA);
    assertThat(picture.remarks()).hasSize(3);
  }

  @Test
  void aStoppedServerIsUnfitAndAPausedClusterIsSaidToBePaused() {
    String stopped = "{\"state\":\"stopped\",\"role\":\"replica\",\"dcs_last_seen\":1795311313}";
    String paused = CLUSTER.replace("]}", "],\"pause\":true}");

    ClusterPicture picture = picture(stopped, paused);

    assertThat(picture.self().role()).isEqualTo(Role.UNFIT);
    assertThat(picture.self().state()).isEqualTo("stopped");
    assertThat(picture.paused()).isTrue();
  }

  @Test
  void aClusterWithoutALeaderIsNotCalm() {
    assertThat(picture(U6, CLUSTER.replace("\"leader\"", "\"replica\"")).calm()).isFalse();
  }

  @Test
  void noAnswerAndNonsenseAreUnknown() {
    assertThat(look()).isInstanceOf(Sight.Unknown.class);
    answers.put("/patroni", "<html>");
    assertThat(look()).isInstanceOf(Sight.Unknown.class);
    answers.put("/patroni", "{}");
    assertThat(((Sight.Unknown) look()).why()).contains("answers, but not as Patroni does");
  }
}
