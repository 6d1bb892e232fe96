package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// archive-push and archive-get die by kill -9, with an archive of their own.
final class KilledArchiving {
  private static final String INSTANCE = "direct";
  private static final String ARCHIVE = "wal/" + INSTANCE;

  private final Lab lab;
  private final Site site;

  KilledArchiving(Lab lab) throws Exception {
    this.lab = lab;
    this.site = lab.main;
    site.addInstance(INSTANCE);
  }

  static String[] push(Lab lab, String instance, String segment, String algorithm) {
    return new String[] {
      "archive-push",
      "--instance=" + instance,
      "-D",
      lab.server.dataDirectory().toString(),
      "--wal-file-path=" + lab.pgWal().resolve(segment),
      "--wal-file-name=" + segment,
      "--compress-algorithm=" + algorithm
    };
  }

  static String[] get(String instance, String segment, Path target) {
    return new String[] {
      "archive-get",
      "--instance=" + instance,
      "--wal-file-path=" + target,
      "--wal-file-name=" + segment
    };
  }

  String pushBeforeItPublishes(Random random) throws Exception {
    String segment = lab.segment();
    try (Program program = site.start(push(lab, INSTANCE, segment, "gzip"))) {
      Victim.Moment begun = site.place().writing(ARCHIVE, segment);
      site.kill(program, begun, random.nextLong(20_000_000));
    }
    return afterPush(segment);
  }

  String pushAfterItPublished(Random random) throws Exception {
    String segment = lab.segment();
    try (Program program = site.start(push(lab, INSTANCE, segment, "gzip"))) {
      site.kill(program, () -> isPublished(segment), random.nextLong(500_000));
    }
    return afterPush(segment);
  }

  /// By its whole name: S3Proxy lists an upload that is on its way under a longer one.
  private boolean isPublished(String segment) throws IOException {
    return site.place().names(ARCHIVE).contains(segment + ".gz");
  }

  /// Under its final name a segment is whole or absent, and the server's next attempt succeeds.
  private String afterPush(String segment) throws Exception {
    boolean published = isPublished(segment);
    if (published) {
      site.checks().requireArchived(INSTANCE, List.of(segment));
    }
    site.succeed(push(lab, INSTANCE, segment, "gzip"));
    site.checks().requireArchived(INSTANCE, List.of(segment));
    site.checks().run();
    return published ? "published" : "absent";
  }

  String get(Random random) throws Exception {
    String segment = lab.segment();
    site.succeed(push(lab, INSTANCE, segment, "gzip"));
    Path folder = Files.createDirectories(lab.fresh("get").resolve("pg_wal"));
    Path target = folder.resolve("RECOVERYXLOG");
    byte[] expected = Files.readAllBytes(lab.pgWal().resolve(segment));
    try (Program program = site.start(get(INSTANCE, segment, target))) {
      Victim.Moment begun = () -> !Victim.names(folder).isEmpty();
      site.kill(program, begun, random.nextLong(6_000_000));
    }
    boolean delivered = Files.exists(target);
    if (delivered) {
      assertThat(Files.readAllBytes(target)).isEqualTo(expected);
    }
    site.succeed(get(INSTANCE, segment, target));
    assertThat(Files.readAllBytes(target)).isEqualTo(expected);
    return delivered ? "delivered" : "absent";
  }
}
