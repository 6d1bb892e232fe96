package io.jbackup.archivepush;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.archive.WalIdentity;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.WalFileName;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One call of archive-get.
final class GetCommand {
  private static final String PARTIAL = ".partial";

  private final Arguments arguments;
  private final Surroundings surroundings;
  private final Log log;
  private final long started = System.nanoTime();

  GetCommand(Arguments arguments, Surroundings surroundings, Log log) {
    this.arguments = arguments;
    this.surroundings = surroundings;
    this.log = log;
  }

  GetResult run() {
    try (Session session = Session.open(arguments, surroundings, log)) {
      return get(session);
    }
  }

  private GetResult get(Session session) {
    String name = arguments.require(Option.WAL_FILE_NAME);
    Path target =
        WalFiles.base(arguments, surroundings.directory())
            .resolve(arguments.require(Option.WAL_FILE_PATH));
    int threads = arguments.count(Option.THREADS, 1);
    int batchSize = arguments.count(Option.BATCH_SIZE, 1);
    WalIdentity identity = session.identity();
    WalFileName kind =
        WalFileName.parse(name, identity.segmentSize())
            .orElseThrow(() ->
                new UsageException(
                    "\"" + name + "\" is not the name of a WAL file of this instance",
                    "Pass %f of restore_command; segments of this instance have "
                        + identity.segmentSize().bytes()
                        + " bytes."));
    WalArchive archive = session.instance().archive();
    archive.requirePresent();
    if (kind instanceof WalFileName.Segment(var segment) && batchSize > 1) {
      PrefetchDirectory directory = prefetchDirectory(session, identity, target);
      if (arguments.has(Option.BACKGROUND_PREFETCH)) {
        new Prefetch(archive, identity, directory, segment).run(batchSize, threads);
        return GetResult.DELIVERED;
      }
      return getPrefetching(archive, identity, directory, segment, target, batchSize);
    }
    return deliver(archive, identity, name, kind, target);
  }

  private PrefetchDirectory prefetchDirectory(Session session, WalIdentity identity, Path target) {
    String given = arguments.get(Option.PREFETCH_DIR);
    String asOf = arguments.get(Option.AS_OF);
    String catalog = Session.catalogPath(arguments, surroundings);
    Path path =
        given == null
            ? target.resolveSibling(PrefetchDirectory.DEFAULT_NAME)
            : surroundings.directory().resolve(given);
    return new PrefetchDirectory(
        path,
        asOf == null ? catalog : catalog + " as of " + asOf,
        session.instance().name(),
        identity.segmentSize());
  }

  private GetResult getPrefetching(
      WalArchive archive,
      WalIdentity identity,
      PrefetchDirectory directory,
      SegmentName segment,
      Path target,
      int batchSize) {
    String name = segment.fileName(identity.segmentSize());
    GetResult result;
    if (directory.take(segment, target)) {
      delivered(name, "prefetched");
      result = GetResult.DELIVERED;
    } else {
      result = deliver(archive, identity, name, new WalFileName.Segment(segment), target);
    }
    if (result == GetResult.ABSENT) {
      directory.sweepBefore(segment);
      return result;
    }
    boolean more =
        result == GetResult.DELIVERED
            && directory.runsLow(segment, batchSize)
            && archive.find(segment.next().fileName(identity.segmentSize())).isPresent();
    return more ? GetResult.DELIVERED_FETCH_MORE : result;
  }

  private GetResult deliver(
      WalArchive archive, WalIdentity identity, String name, WalFileName kind, Path target) {
    Optional<ArchivedFile> file = archive.find(name);
    WalFileName found = kind;
    if (file.isEmpty() && kind instanceof WalFileName.Segment(var segment)) {
      // What the server left of the last segment of its timeline: better than nothing there.
      file = archive.find(name + PARTIAL);
      found = new WalFileName.Partial(segment);
    }
    if (file.isEmpty()) {
      // A file system that was unmounted meanwhile must not look like an archive without the file.
      archive.requirePresent();
      log.log("WAL file " + name + " is not in the archive, time elapsed: " + elapsed());
      return GetResult.ABSENT;
    }
    Delivery delivery = new Delivery(archive, identity, arguments.has(Option.NO_VALIDATE_WAL));
    delivery.deliver(file.get(), found, target, false);
    delivered(name, file.get().storedName());
    return GetResult.DELIVERED;
  }

  private void delivered(String name, @Nullable String from) {
    log.info(
        "jbackup archive-get WAL file: "
            + name
            + " delivered ("
            + from
            + "), time elapsed: "
            + elapsed());
  }

  private String elapsed() {
    return (System.nanoTime() - started) / 1_000_000 + "ms";
  }
}
