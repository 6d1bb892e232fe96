package io.jbackup.core.protocol;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.wal.Lsn;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// WAL as `START_REPLICATION` sends it, pulled one event at a time. One thread reads; sendStatus,
/// stop and close may come from any.
///
/// The server is told of the last reported positions every ten seconds, and whenever it asks, so
/// that it neither takes this side for dead (`wal_sender_timeout`) nor keeps WAL for nothing.
public final class WalStream implements AutoCloseable {
  /// What [#next()] found.
  public enum Event {
    /// WAL from [#dataStart()]: [#array()], [#offset()], [#length()].
    DATA,
    /// No WAL, but [#serverEnd()] may have changed.
    KEEPALIVE,
    /// Streaming is over; the connection can be used again.
    END
  }

  /// Where the streamed timeline ends.
  ///
  /// @param nextStart the first position of the next timeline
  public record TimelineEnd(int nextTimeline, Lsn nextStart) {}

  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

  private final Session session;
  private final Results results;
  private final StatusSender status;
  private long dataStart;
  private long serverEnd;
  private int offset;
  private int length;
  private @Nullable TimelineEnd timelineEnd;
  private volatile boolean ended;

  private WalStream(Session session, Results results) {
    this.session = session;
    this.results = results;
    this.status = new StatusSender(session, STATUS_INTERVAL);
  }

  static WalStream begin(Session session, Results results) {
    byte type = session.receive();
    WalStream stream = new WalStream(session, results);
    switch (type) {
      case 'W' -> stream.status.start();
      // The timeline ended at or before the start position: no COPY, only where it went on.
      case 'T' -> {
        stream.timelineEnd = end(new Answer(session, results.rest().rows().getFirst()));
        stream.complete();
      }
      default -> throw session.unexpected(type);
    }
    return stream;
  }

  /// Waits for the next event. The bytes of the one before are no longer valid.
  public Event next() {
    try {
      return pull();
    } catch (BackupException e) {
      status.close();
      throw e;
    }
  }

  private Event pull() {
    while (!ended) {
      byte type = session.receive();
      switch (type) {
        case 'd' -> {
          return message();
        }
        case 'c' -> finish();
        default -> throw session.unexpected(type);
      }
    }
    return Event.END;
  }

  private Event message() {
    try {
      MessageReader in = session.in();
      byte kind = in.readByte();
      return switch (kind) {
        case 'w' -> {
          dataStart = in.readLong();
          serverEnd = in.readLong();
          in.readLong(); // the server's clock
          offset = in.position();
          length = in.remaining();
          yield Event.DATA;
        }
        case 'k' -> {
          serverEnd = in.readLong();
          in.readLong(); // the server's clock
          if (in.readByte() != 0) {
            status.repeat();
          }
          yield Event.KEEPALIVE;
        }
        default ->
            throw new ProtocolViolation(
                "unknown content " + MessageReader.describe(kind) + " in the WAL stream");
      };
    } catch (IOException e) {
      throw session.failed(e);
    }
  }

  /// The server's CopyDone: answered unless this side began, then the rest of the answer is read.
  private void finish() {
    status.copyDone();
    byte type = session.receive();
    if (type == 'T') {
      timelineEnd = end(new Answer(session, results.rest().rows().getFirst()));
      type = 'C';
    }
    if (type != 'C') {
      throw session.unexpected(type);
    }
    complete();
  }

  private void complete() {
    status.close();
    for (byte type = session.receive(); type != 'Z'; type = session.receive()) {
      if (type != 'C') {
        throw session.unexpected(type);
      }
    }
    session.finished();
    ended = true;
  }

  private static TimelineEnd end(Answer row) {
    return new TimelineEnd(row.timeline(0), row.lsn(1));
  }

  /// The position of the first byte of the last DATA.
  public long dataStart() {
    return dataStart;
  }

  /// The end of WAL on the server when it sent the last event.
  public long serverEnd() {
    return serverEnd;
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

  /// Tells the server how far WAL is written, flushed and applied here. A slot keeps WAL from
  /// `flushed` on.
  ///
  /// @param replyRequested the server shall answer at once with a KEEPALIVE
  public void sendStatus(Lsn written, Lsn flushed, Lsn applied, boolean replyRequested) {
    status.send(written.value(), flushed.value(), applied.value(), replyRequested);
  }

  /// Ends streaming from this side: WAL that is on its way still arrives, then END.
  public void stop() {
    status.copyDone();
  }

  /// After END: where the server said that the timeline ends; empty when [#stop()] ended the
  /// stream.
  public Optional<TimelineEnd> timelineEnd() {
    return Optional.ofNullable(timelineEnd);
  }

  /// Before the end: closes the connection. After it, or after an error of the server: nothing.
  @Override
  public void close() {
    if (session.busy() && !ended) {
      session.close();
    }
    status.close();
  }
}
