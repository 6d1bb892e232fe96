package io.jbackup.scheduler.cluster.autofailover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.jbackup.core.connect.ConnectionOptions;
import io.jbackup.core.connect.ConnectionResolver;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.PasswordPolicy;
import io.jbackup.core.connect.PasswordPrompter;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.testing.AutoFailoverLab;
import io.jbackup.scheduler.testing.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// On a real formation; one of its nodes has candidate priority 0.
final class AutoFailoverReaderIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void rolesAreSeenBeforeAndAfterASwitchoverAndWithoutMonitor() throws Exception {
    try (AutoFailoverLab lab = AutoFailoverLab.start()) {
      ClusterPicture before = picture(lab, "c");
      assertThat(before.self())
          .returns("c", Member::name)
          .returns(Role.REPLICA, Member::role)
          .returns(false, Member::promotable);
      assertThat(before.others())
          .extracting(Member::name, Member::role, Member::promotable)
          .containsExactlyInAnyOrder(
              tuple("a", Role.PRIMARY, true), tuple("b", Role.REPLICA, true));
      assertThat(before.calm()).isTrue();
      assertThat(Long.toString(before.systemIdentifier().orElseThrow()))
          .isEqualTo(lab.query("c", "select system_identifier from pg_control_system()"));

      assertThat(lab.switchover()).isEqualTo("b");
      Await.until(
          PATIENCE,
          "c sees that b leads",
          () -> {
            ClusterPicture after = picture(lab, "c");
            return after.calm()
                && after.self().role() == Role.REPLICA
                && after.others().stream()
                    .anyMatch(other -> other.name().equals("b") && other.role() == Role.PRIMARY);
          });
      assertThat(picture(lab, "b").self().role()).isEqualTo(Role.PRIMARY);

      lab.stopMonitor();
      assertThat(reader(lab, "c").look())
          .isInstanceOfSatisfying(
              Sight.Unknown.class,
              unknown -> assertThat(unknown.why()).startsWith("the monitor does not answer: "));

      lab.startMonitor();
      Await.until(
          PATIENCE, "c is a replica again", () -> picture(lab, "c").self().role() == Role.REPLICA);
    }
  }

  private static ClusterPicture picture(AutoFailoverLab lab, String node) {
    return switch (reader(lab, node).look()) {
      case Sight.Seen(ClusterPicture picture) -> picture;
      case Sight.Unknown(_, String why) -> throw new AssertionError(why);
    };
  }

  private static AutoFailoverReader reader(AutoFailoverLab lab, String node) {
    ConnectionTarget monitor =
        new ConnectionResolver(Map.of(), Path.of("/nonexistent"), "nobody")
            .resolve(
                new ConnectionOptions(lab.monitor("backup"), null, null, null),
                ConnectionOptions.NONE,
                PasswordPolicy.NEVER,
                PasswordPrompter.NONE);
    return new AutoFailoverReader(
        monitor, lab.dataDirectory(node), lab.configurationHome(node), Clock.systemUTC());
  }
}
