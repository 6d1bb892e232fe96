package io.jbackup.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.round.Judge;
import io.jbackup.scheduler.round.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceCheckTextTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Member LEADER =
      new Member(
          "u5", Member.Role.PRIMARY, true, Member.Streaming.UNKNOWN, OptionalInt.of(3), "running");
  private static final Member REPLICA =
      new Member(
          "u6", Member.Role.REPLICA, false, Member.Streaming.NO, OptionalInt.empty(), "starting");

  @TempDir private Path directory;

  private ServiceCheckText text(Sight sight, Standing standing, String cron) throws IOException {
    Judge judge = (_, _) -> standing;
    return new ServiceCheckText(
        ServiceFiles.read(directory, "- { backup: FULL, cron: \"" + cron + "\" }"),
        _ -> {},
        _ -> sight,
        (_, _) -> {
          throw new AssertionError("no mirror");
        },
        judge,
        NOW);
  }

  private static Sight seen(boolean paused, boolean calm, String... remarks) {
    return new Sight.Seen(
        new ClusterPicture(
            NOW,
            REPLICA,
            List.of(LEADER),
            true,
            paused,
            calm,
            OptionalLong.empty(),
            List.of(remarks)));
  }

  @Test
  void theMembersTheVerdictAndTheNextRunAreTold() throws IOException {
    ServiceCheckText text =
        text(seen(false, true), new Standing.Fit("a good replica"), "0 0 3 * * ?");

    assertThat(text.exit()).isEqualTo(ExitCode.SUCCESS);
    assertThat(text)
        .hasToString(
            """
            Node 'u6', catalog "/srv/my backups"

            Instance 'main'
              this server    replica (starting), kept out of failover, not streaming
                             u5: primary (running), timeline 3
              this node      would take a backup now: a good replica
              full           next 2026-11-23 03:00:00+01 (0 0 3 * * ?, Europe/Berlin)
            """);
  }

  @Test
  void whatIsUnusualInTheClusterIsTold() throws IOException {
    assertThat(
            text(seen(true, false, "two leaders"), new Standing.Unfit("no"), "0 0 3 * * ?")
                .toString())
        .contains(
            "a failover or switchover is under way",
            "the cluster is paused",
            "two leaders",
            "leaves the backups to others: no");
  }

  private ServiceCheckText mirrored(ServiceCheckText.MirrorLook look) throws IOException {
    ServiceConfig config =
        ServiceFiles.read(
            directory, "- { backup: FULL, cron: \"0 0 3 * * ?\" }", "mirror: s3://far/away");
    Judge judge = (_, _) -> new Standing.Fit("good");
    return new ServiceCheckText(config, _ -> {}, _ -> seen(false, true), look, judge, NOW);
  }

  @Test
  void aCatalogThatItsKeyDoesNotOpenIsTold() throws IOException {
    ServiceCheckText text =
        new ServiceCheckText(
            ServiceFiles.read(directory, "- { backup: FULL, cron: \"0 0 3 * * ?\" }"),
            _ -> {
              throw new CatalogException("the key does not open it", "Give the right one.");
            },
            _ -> seen(false, true),
            (_, _) -> "",
            (_, _) -> new Standing.Fit("a good replica"),
            NOW);
    assertThat(text.exit()).isEqualTo(ExitCode.CATALOG);
    assertThat(text.toString())
        .contains("  catalog        cannot be used: the key does not open it\n");
  }

  @Test
  void aMirrorIsTold() throws IOException {
    ServiceCheckText text = mirrored((instance, _) -> instance.name() + " is there");

    assertThat(text.exit()).isEqualTo(ExitCode.SUCCESS);
    assertThat(text.toString())
        .contains("  mirror         s3://far/away\n                 main is there\n");
  }

  @Test
  void aMirrorThatCannotBeUsedIsToldWithTheReason() throws IOException {
    ServiceCheckText text =
        mirrored((_, _) -> {
          throw new StorageException("no bucket", "Make one.");
        });

    assertThat(text.exit()).isEqualTo(ExitCode.STORAGE);
    assertThat(text.toString())
        .contains("                 cannot be used: no bucket\n                 Make one.\n");
  }

  @Test
  void aClusterThatDoesNotAnswerIsNotClear() throws IOException {
    ServiceCheckText text =
        text(new Sight.Unknown(NOW, "refused"), new Standing.Unclear("waits"), "0 0 3 * * ?");

    assertThat(text.exit()).isEqualTo(ExitCode.CONNECTION);
    assertThat(text.toString()).contains("cluster        unknown: refused", "would wait: waits");
  }
}
