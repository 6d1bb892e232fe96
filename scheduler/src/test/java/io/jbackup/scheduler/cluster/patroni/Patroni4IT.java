package io.jbackup.scheduler.cluster.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Streaming;
import io.jbackup.scheduler.testing.PatroniLab;
import io.jbackup.scheduler.testing.PatroniLabBuilder;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Patroni 4, with a second node that is kept out of failover by a priority of 0.
final class Patroni4IT extends PatroniScenarios {
  @Override
  PatroniLabBuilder cluster() {
    assumeTrue(Files.isExecutable(PatroniLab.version4()), "run .ci/patroni-4 first");
    return PatroniLab.lab()
        .version4()
        .adjust((name, config) -> {
          if (name.equals("u5")) {
            config.put("tags", Map.of("failover_priority", 0));
          }
        });
  }

  @Test
  void itSaysWhoStreams() {
    for (String name : new String[] {"u5", "u6"}) {
      await(name + " streams", () -> picture(name).self().streaming() == Streaming.YES);
    }
    await(
        "the others stream",
        () ->
            picture("u4").others().stream()
                .allMatch(member -> member.streaming() == Streaming.YES));
  }

  @Test
  void aPriorityOf0IsSeenFromEveryNode() {
    for (String name : lab.names()) {
      await(name + " sees all", () -> picture(name).others().size() == 2);
    }
    assertThat(picture("u4").others()).extracting(Member::promotable).containsOnly(false);
    assertThat(picture("u6").others())
        .extracting(Member::name, Member::promotable)
        .containsExactlyInAnyOrder(tuple("u4", true), tuple("u5", false));
  }
}
