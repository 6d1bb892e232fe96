package io.jbackup.scheduler.cluster.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.format.PgControl;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.ClusterSource;
import io.jbackup.scheduler.testing.Await;
import io.jbackup.scheduler.testing.PatroniLab;
import io.jbackup.scheduler.testing.PatroniLabBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a real Patroni says of itself, by TLS with client certificates.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PatroniScenarios {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  PatroniLab lab;

  abstract PatroniLabBuilder cluster();

  @BeforeAll
  void startCluster() throws IOException {
    lab = cluster().tls().start();
  }

  @AfterAll
  void stopCluster() {
    if (lab != null) { // not skipped
      lab.close();
    }
  }

  private Sight look(
      String node, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
    ClusterSource.Patroni source = new ClusterSource.Patroni(lab.rest(node), ca, certificate, key);
    return new PatroniReader(source, node, Clock.systemUTC()).look();
  }

  final ClusterPicture picture(String node) {
    Sight sight =
        look(
            node,
            Optional.of(lab.tls().authority()),
            Optional.of(lab.tls().certificate("client")),
            Optional.of(lab.tls().key("client")));
    assertThat(sight).isInstanceOf(Sight.Seen.class);
    return ((Sight.Seen) sight).picture();
  }

  private static String refusal(Sight sight) {
    assertThat(sight).isInstanceOf(Sight.Unknown.class);
    return ((Sight.Unknown) sight).why();
  }

  final void await(String what, BooleanSupplier condition) {
    Await.until(
        DEADLINE, what, () -> lab.names().stream().map(this::picture).toList() + "", condition);
  }

  @Test
  void everyNodeKnowsItsRoleAndTheOthers() {
    long identifier = PgControl.read(lab.dataDirectory("u4")).systemId();
    for (String name : lab.names()) {
      await(name + " sees all", () -> picture(name).others().size() == lab.names().size() - 1);
      ClusterPicture picture = picture(name);

      assertThat(picture.self())
          .returns(name, Member::name)
          .returns(name.equals("u4") ? Role.PRIMARY : Role.REPLICA, Member::role)
          .returns(OptionalInt.of(1), Member::timeline)
          .returns(name.equals("u4"), Member::promotable);
      assertThat(picture.others()).extracting(Member::name).doesNotContain(name);
      assertThat(picture.systemIdentifier()).hasValue(identifier);
      assertThat(picture.calm()).as(picture.toString()).isTrue();
      assertThat(picture.paused()).isFalse();
      assertThat(picture.remarks()).isEmpty();
    }
  }

  @Test
  void aPausedClusterIsSeenToBePaused() throws Exception {
    lab.pause(true);
    try {
      await("the pause", () -> lab.names().stream().allMatch(name -> picture(name).paused()));
    } finally {
      lab.pause(false);
    }
    await("its end", () -> lab.names().stream().noneMatch(name -> picture(name).paused()));
  }

  @Test
  void withoutAClientCertificateTheAnswerIsWhatToSet() {
    assertThat(
            refusal(
                look("u6", Optional.of(lab.tls().authority()), Optional.empty(), Optional.empty())))
        .contains(
            lab.rest("u6").toString(), "client certificate", "cert and key of cluster.patroni");
  }

  @Test
  void aForeignClientCertificateIsRefused() {
    assertThat(
            refusal(
                look(
                    "u6",
                    Optional.of(lab.tls().authority()),
                    Optional.of(lab.tls().certificate("stranger")),
                    Optional.of(lab.tls().key("stranger")))))
        .contains("client certificate", "cert and key of cluster.patroni");
  }

  @Test
  void aServerOfAnotherAuthorityIsNotBelieved() {
    for (Optional<Path> ca :
        List.of(Optional.<Path>empty(), Optional.of(lab.tls().certificate("stranger")))) {
      assertThat(
              refusal(
                  look(
                      "u6",
                      ca,
                      Optional.of(lab.tls().certificate("client")),
                      Optional.of(lab.tls().key("client")))))
          .contains(lab.rest("u6").toString(), "ca of cluster.patroni");
    }
  }
}
