package io.jbackup.scheduler.cluster.autofailover;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AutoFailoverReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Identity C = new Identity("default", Optional.of("c"), "127.0.0.1", "6003");

  @ParameterizedTest
  @CsvSource({
    "secondary, secondary, REPLICA",
    "primary, primary, PRIMARY",
    "wait_primary, wait_primary, PRIMARY",
    "single, single, PRIMARY",
    "primary, draining, UNFIT",
    "secondary, prepare_promotion, UNFIT",
    "catchingup, catchingup, UNFIT",
    "catchingup, secondary, UNFIT",
    "maintenance, maintenance, UNFIT",
    "report_lsn, report_lsn, UNFIT",
    "join_secondary, secondary, UNFIT",
    "demoted, demoted, UNFIT"
  })
  void onlyAStateThatIsReachedMakesAReplicaOrAPrimary(String reported, String goal, Role role) {
    assertThat(row("c", reported, goal).member().role()).isEqualTo(role);
  }

  @Test
  void aNodeThatIsDeadOrSilentOrWithoutServerIsUnfit() {
    assertThat(row("c", "secondary", "secondary", true, false, 1).member())
        .returns(Role.UNFIT, Member::role)
        .returns("secondary, not reached by the monitor", Member::state);
    assertThat(row("c", "secondary", "secondary", true, true, 31).member())
        .returns(Role.UNFIT, Member::role)
        .returns("secondary when it last reported, 31 s ago", Member::state);
    assertThat(row("c", "secondary", "secondary", false, true, 1).member())
        .returns(Role.UNFIT, Member::role)
        .returns("secondary, not running", Member::state);
  }

  @Test
  void candidatePriorityZeroKeepsANodeOutOfFailover() {
    ClusterPicture picture = seen(primary("a"), secondary("b"), secondary("c"));

    assertThat(picture.self().name()).isEqualTo("c");
    assertThat(picture.self().promotable()).isFalse();
    assertThat(picture.others()).extracting(Member::promotable).containsExactly(true, true);
    assertThat(picture.calm()).isTrue();
    assertThat(picture.systemIdentifier()).hasValue(42);
  }

  @Test
  void twoRowsThatSayPrimaryAreOnePrimaryWhenOneOfThemIsDead() {
    ClusterPicture picture =
        seen(
            row("a", "primary", "demoted", false, false, 60),
            row("b", "wait_primary", "wait_primary"),
            secondary("c"));

    assertThat(picture.others()).extracting(Member::role).containsExactly(Role.UNFIT, Role.PRIMARY);
    assertThat(picture.calm()).isTrue();
  }

  @Test
  void aFailoverThatIsUnderWayIsNotCalm() {
    assertThat(seen(row("a", "primary", "draining"), secondary("b"), secondary("c")).calm())
        .isFalse();
    assertThat(
            seen(
                    row("a", "primary", "draining", true, false, 25),
                    row("b", "report_lsn", "report_lsn"),
                    row("c", "report_lsn", "report_lsn"))
                .calm())
        .isFalse();
    assertThat(seen(primary("a"), row("b", "secondary", "catchingup"), secondary("c")).calm())
        .isFalse();
  }

  @Test
  void aDeadStandbyIsNoUnrest() {
    ClusterPicture picture =
        seen(
            primary("a"), row("b", "secondary", "catchingup", true, false, 86_400), secondary("c"));

    assertThat(picture.calm()).isTrue();
  }

  @Test
  void aNodeThatTheMonitorDoesNotKnowSeesNothing() {
    assertThat(AutoFailoverReader.picture(C, List.of(primary("a")), NOW))
        .isEqualTo(new Sight.Unknown(NOW, "the monitor does not know c"));
  }

  @Test
  void theConfigurationOfPgAutoctlSaysWhoThisNodeIs(@TempDir Path home) throws IOException {
    Path file = Identity.file(home, Path.of("/pgsql/pg_data"));
    assertThat(file).isEqualTo(home.resolve("pg_autoctl/pgsql/pg_data/pg_autoctl.cfg"));
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        [pg_autoctl]
        role = keeper
        monitor = postgres://autoctl_node@127.0.0.1:6000/pg_auto_failover
        formation = default
        group = 0
        name = c
        hostname = 127.0.0.1

        [postgresql]
        pgdata = /pgsql/pg_data
        port = 6003
        """);

    assertThat(Identity.read(file)).isEqualTo(C);
  }

  @Test
  void aNodeWithoutNameIsRecognisedByHostAndPort(@TempDir Path home) throws IOException {
    Path file = home.resolve("pg_autoctl.cfg");
    Files.writeString(file, "[pg_autoctl]\nhostname = 127.0.0.1\n[postgresql]\nport = 6003\n");

    assertThat(Identity.read(file).is(secondary("c"))).isTrue();
    assertThat(Identity.read(file).is(secondary("b"))).isFalse();
  }

  private static ClusterPicture seen(Row... rows) {
    return ((Sight.Seen) AutoFailoverReader.picture(C, List.of(rows), NOW)).picture();
  }

  private static Row primary(String name) {
    return row(name, "primary", "primary");
  }

  private static Row secondary(String name) {
    return row(name, "secondary", "secondary");
  }

  private static Row row(String name, String reported, String goal) {
    return row(name, reported, goal, true, true, 1);
  }

  private static Row row(
      String name, String reported, String goal, boolean runs, boolean healthy, long silence) {
    int number = name.charAt(0) - 'a' + 1;
    return new Row(
        name,
        "127.0.0.1",
        "600" + number,
        "0",
        reported,
        goal,
        runs,
        healthy,
        silence,
        name.equals("c") ? 0 : 50,
        1,
        42);
  }
}
