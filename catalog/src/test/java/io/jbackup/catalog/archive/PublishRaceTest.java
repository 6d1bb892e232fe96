package io.jbackup.catalog.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.archive.PublishResult.Conflict;
import io.jbackup.catalog.archive.PublishResult.Stored;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.testing.SampleWal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class PublishRaceTest {
  private static final int SERVERS = 6;

  @TempDir Path directory;
  private final SampleWal wal = SampleWal.small();
  private final String name = wal.name(3, 9);

  @RepeatedTest(5)
  void serversWithTheSameSegmentAllSucceed() throws Exception {
    ArchiveFixture fixture = new ArchiveFixture(directory, wal);
    byte[] content = wal.segment(3, 9, 1);

    List<PublishResult> results = race(fixture, server -> content, server -> Algorithm.ZSTD);

    assertThat(results).noneMatch(Conflict.class::isInstance);
    assertThat(results).filteredOn(Stored.class::isInstance).hasSize(1);
    assertThat(fixture.read(name)).isEqualTo(content);
    assertThat(fixture.storedNames()).containsExactly(name + ".zst");
  }

  @RepeatedTest(5)
  void serversWithTheSameSegmentAndOtherCompressionsAllSucceed() throws Exception {
    ArchiveFixture fixture = new ArchiveFixture(directory, wal);
    byte[] content = wal.segment(3, 9, 1);
    Algorithm[] algorithms = Algorithm.values();

    List<PublishResult> results =
        race(fixture, server -> content, server -> algorithms[server % algorithms.length]);

    assertThat(results).noneMatch(Conflict.class::isInstance);
    assertThat(fixture.read(name)).isEqualTo(content);
  }

  @RepeatedTest(5)
  void ofServersWithDifferentSegmentsOneWins() throws Exception {
    ArchiveFixture fixture = new ArchiveFixture(directory, wal);

    List<PublishResult> results =
        race(fixture, server -> wal.segment(3, 9, server), server -> Algorithm.LZ4);

    assertThat(results).filteredOn(Stored.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(Conflict.class::isInstance).hasSize(SERVERS - 1);
    int winner = 0;
    while (!(results.get(winner) instanceof Stored)) {
      winner++;
    }
    assertThat(fixture.read(name)).isEqualTo(wal.segment(3, 9, winner));
    assertThat(fixture.storedNames()).containsExactly(name + ".lz4");
  }

  private interface PerServer<T> {
    T of(int server);
  }

  private List<PublishResult> race(
      ArchiveFixture fixture, PerServer<byte[]> contents, PerServer<Algorithm> algorithms)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(SERVERS);
    List<Callable<PublishResult>> servers = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      int server = i;
      Path pgWal = Files.createDirectories(directory.resolve("server" + server));
      Path source = Files.write(pgWal.resolve(name), contents.of(server));
      servers.add(() -> {
        try (WalPublisher publisher = fixture.publisher(algorithms.of(server))) {
          start.await();
          return publisher.publish(source, name);
        }
      });
    }
    List<PublishResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SERVERS)) {
      for (Future<PublishResult> result : threads.invokeAll(servers)) {
        results.add(result.get());
      }
    }
    return results;
  }
}
