package io.jbackup.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageCheckIT {
  private static final int PAGE = 8192;
  private static final int NEWEST = 18;

  /// Pages of a cluster, and what is wrong with them.
  private record Seen(int pages, List<String> faults) {}

  @EveryPostgres
  void everyPageOfARealClusterIsWhole(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).dataChecksums(true).start()) {
      server.sql(
          "create table t as select g, repeat(md5(g::text), 20) from generate_series(1, 20000) g",
          "create index on t (g)",
          "create unlogged table u as select * from t limit 100",
          "vacuum t");
      server.stop(StopMode.FAST);
      Seen seen = read(server.dataDirectory(), true);
      assertThat(seen.faults()).isEmpty();
      assertThat(seen.pages()).isGreaterThan(3000);
    }
  }

  @Test
  void withoutChecksumsTheHeadersAreLookedAt() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).dataChecksums(false).start()) {
      server.stop(StopMode.FAST);
      assertThat(read(server.dataDirectory(), false).faults()).isEmpty();
      assertThat(read(server.dataDirectory(), true).faults()).isNotEmpty();
    }
  }

  private static Seen read(Path data, boolean checksums) throws IOException {
    PageCheck check = new PageCheck(PAGE, checksums);
    List<String> faults = new ArrayList<>();
    int pages = 0;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = data.relativize(file).toString();
        if (RelationFile.of(name).isPresent()) {
          byte[] bytes = Files.readAllBytes(file);
          for (int at = 0; at < bytes.length; at += PAGE) {
            String fault = check.fault(bytes, at, at / PAGE);
            if (fault != null) {
              faults.add(name + " " + at / PAGE + ": " + fault);
            }
            pages++;
          }
        }
      }
    }
    return new Seen(pages, faults);
  }

  @Test
  void everyFlippedBitIsFoundByTheChecksum() throws Exception {
    byte[] page = somePage();
    PageCheck check = new PageCheck(PAGE, true);
    assertThat(check.fault(page, 0, 0)).isNull();
    for (int bit = 0; bit < PAGE * 8; bit += 61) {
      page[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(check.fault(page, 0, 0)).as("bit %d", bit).isNotNull();
      page[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void aPageThatBelongsToAnotherBlockIsFound() throws Exception {
    byte[] page = somePage();
    assertThat(new PageCheck(PAGE, true).fault(page, 0, 1))
        .startsWith("page verification failed, calculated checksum ")
        .contains(" but expected ");
  }

  @Test
  void pagesThatWalOverwritesAreNotLookedAtInACopy() throws Exception {
    byte[] page = somePage();
    long lsn = PageCheck.lsn(page, 0).value();
    page[5000] ^= 1;
    PageCheck check = new PageCheck(PAGE, true);
    assertThat(check.copiedFault(page, 0, 0, lsn, lsn + 100)).isNull();
    assertThat(check.copiedFault(page, 0, 0, lsn - 100, lsn)).isNull();
    assertThat(check.copiedFault(page, 0, 0, lsn + 1, lsn + 100)).isNotNull();
    assertThat(check.copiedFault(page, 0, 0, lsn - 100, lsn - 1)).isNotNull();
    assertThat(check.copiedFault(page, 0, 0, 0, Lsn.ZERO.value())).isNotNull();
  }

  @Test
  void aPageOfZerosIsWholeAndOneWithSomethingInItIsNot() {
    byte[] page = new byte[PAGE];
    PageCheck check = new PageCheck(PAGE, true);
    assertThat(check.fault(page, 0, 7)).isNull();
    page[8000] = 1;
    assertThat(check.fault(page, 0, 7)).startsWith("page header is invalid");
    assertThat(check.copiedFault(page, 0, 7, 1, 2)).isNull();
  }

  /// The first page of pg_class, which is large enough to have data everywhere.
  private static byte[] somePage() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).dataChecksums(true).start()) {
      String path = server.query("select pg_relation_filepath('pg_class')");
      server.stop(StopMode.FAST);
      try (var in = Files.newInputStream(server.dataDirectory().resolve(path))) {
        return in.readNBytes(PAGE);
      }
    }
  }
}
