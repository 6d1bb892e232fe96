package io.jbackup.core.protocol;

import io.jbackup.catalog.wal.Lsn;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `BASE_BACKUP` sends, pulled one event at a time (PostgreSQL 15 and newer). One thread
/// reads; close() may come from any.
///
/// A backup is good only when [#next()] has returned [Event#END]. When the server found damaged
/// pages it reports them as notices and, after all data, as a ServerException with SQLSTATE XX001
/// in place of END.
public final class BaseBackupStream implements AutoCloseable {
  /// What [#next()] found.
  public enum Event {
    /// A new archive begins: [#archiveName()], [#archiveLocation()].
    ARCHIVE,
    /// Bytes of the archive, or of the manifest: [#array()], [#offset()], [#length()].
    DATA,
    /// The manifest begins.
    MANIFEST,
    /// [#progressBytes()] has changed.
    PROGRESS,
    /// All is there; the connection can be used again.
    END
  }

  /// A tablespace that is part of the backup.
  ///
  /// @param oid 0 for the main data directory
  /// @param location its directory on the server, empty for the main data directory
  /// @param sizeKb estimated, -1 when sizes were not asked for
  public record Tablespace(long oid, String location, long sizeKb) {
    public boolean isMain() {
      return oid == 0;
    }
  }

  private final Session session;
  private final Results results;
  private final Lsn startLsn;
  private final int startTimeline;
  private final List<Tablespace> tablespaces;
  private String archiveName = "";
  private String archiveLocation = "";
  private long progressBytes;
  private int offset;
  private int length;
  private @Nullable Lsn endLsn;
  private int endTimeline;
  private volatile boolean ended;

  private BaseBackupStream(
      Session session, Results results, Position start, List<Tablespace> tablespaces) {
    this.session = session;
    this.results = results;
    this.startLsn = start.lsn();
    this.startTimeline = start.timeline();
    this.tablespaces = tablespaces;
  }

  /// Reads the result sets that precede the data.
  static BaseBackupStream begin(Session session, Results results) {
    Position start = Position.of(Answer.single(session, results.next()));
    List<Tablespace> tablespaces =
        results.next().rows().stream().map(row -> tablespace(new Answer(session, row))).toList();
    session.expect('H');
    return new BaseBackupStream(session, results, start, tablespaces);
  }

  private record Position(Lsn lsn, int timeline) {
    static Position of(Answer row) {
      return new Position(row.lsn(0), row.timeline(1));
    }
  }

  private static Tablespace tablespace(Answer row) {
    return new Tablespace(
        row.isNull(0) ? 0 : row.unsignedLong(0),
        row.isNull(1) ? "" : row.text(1),
        row.isNull(2) ? -1 : row.unsignedLong(2));
  }

  public Lsn startLsn() {
    return startLsn;
  }

  public int startTimeline() {
    return startTimeline;
  }

  /// In the order of their archives; the main data directory comes last.
  public List<Tablespace> tablespaces() {
    return tablespaces;
  }

  /// Waits for the next event. The bytes of the one before are no longer valid.
  public Event next() {
    while (!ended) {
      byte type = session.receive();
      switch (type) {
        case 'd' -> {
          return data();
        }
        case 'c' -> end();
        default -> throw session.unexpected(type);
      }
    }
    return Event.END;
  }

  private Event data() {
    try {
      MessageReader in = session.in();
      byte kind = in.readByte();
      return switch (kind) {
        case 'd' -> {
          offset = in.position();
          length = in.remaining();
          yield Event.DATA;
        }
        case 'p' -> {
          progressBytes = in.readLong();
          yield Event.PROGRESS;
        }
        case 'n' -> {
          archiveName = in.readString();
          archiveLocation = in.readString();
          yield Event.ARCHIVE;
        }
        case 'm' -> Event.MANIFEST;
        default ->
            throw new ProtocolViolation(
                "unknown content " + MessageReader.describe(kind) + " in the backup stream");
      };
    } catch (IOException e) {
      throw session.failed(e);
    }
  }

  private void end() {
    Answer row = Answer.single(session, results.next());
    endLsn = row.lsn(0);
    endTimeline = row.timeline(1);
    session.expect('C');
    session.finish();
    ended = true;
  }

  /// E.g. `base.tar`, `16387.tar`.
  public String archiveName() {
    return archiveName;
  }

  /// The tablespace's directory on the server, empty for the main data directory.
  public String archiveLocation() {
    return archiveLocation;
  }

  /// Holds the bytes of the last DATA; valid until the next call of next().
  public byte[] array() {
    return session.in().array();
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /// Bytes of all archives so far, as the server counts.
  public long progressBytes() {
    return progressBytes;
  }

  /// Known when the end position has arrived, also when a checksum failure followed it.
  public Lsn endLsn() {
    if (endLsn == null) {
      throw new IllegalStateException("the end position has not arrived");
    }
    return endLsn;
  }

  public int endTimeline() {
    return endTimeline;
  }

  public boolean ended() {
    return ended;
  }

  /// Before the end: cancels the backup on the server and closes the connection. After it, or after
  /// an error of the server: nothing.
  @Override
  public void close() {
    if (session.busy() && !ended) {
      session.abandon();
    }
  }
}
