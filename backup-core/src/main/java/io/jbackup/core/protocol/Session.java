package io.jbackup.core.protocol;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.core.connect.HostAddress;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A connection after login. One thread at a time sends commands and reads; [#write], [#cancel()]
/// and [#close()] may be called from any thread. Failures come out as BackupExceptions.
final class Session implements AutoCloseable {
  private final Wire wire;
  private final MessageReader in;
  private final BackendKey key;
  private final Map<String, String> parameters;
  private final NoticeListener notices;
  private final MessageWriter out = new MessageWriter();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile String activity = "";
  private volatile boolean closed;
  private volatile boolean broken;

  Session(
      Wire wire,
      MessageReader in,
      BackendKey key,
      Map<String, String> parameters,
      NoticeListener notices) {
    this.wire = wire;
    this.in = in;
    this.key = key;
    this.parameters = parameters;
    this.notices = notices;
  }

  MessageReader in() {
    return in;
  }

  HostAddress host() {
    return key.host();
  }

  int processId() {
    return key.processId();
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  boolean isOn(String name) {
    return "on".equals(parameters.get(name));
  }

  /// Sends a simple query; the answer is read with [#receive()].
  ///
  /// @param name what messages call the command
  void start(String name, String command) {
    if (!activity.isEmpty()) {
      throw new IllegalStateException(activity + " is not finished");
    }
    activity = name;
    try {
      writing.lock();
      try {
        out.begin('Q').putString(command).send(wire);
      } finally {
        writing.unlock();
      }
    } catch (IOException e) {
      throw afterFailedWrite(e);
    }
  }

  /// A server that ended the connection said why before it did.
  private BackupException afterFailedWrite(IOException e) {
    try {
      for (int i = 0; i < 100; i++) {
        receive();
      }
    } catch (ServerException reason) {
      reason.addSuppressed(e);
      return reason;
    } catch (BackupException other) {
      e.addSuppressed(other);
    }
    return failed(e);
  }

  /// Sends bytes that are whole messages.
  void write(byte[] messages, int offset, int length) {
    try {
      writing.lock();
      try {
        wire.write(messages, offset, length);
      } finally {
        writing.unlock();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// The next message that belongs to the running command. An error of the server is thrown when
  /// the server has finished with the command, so that the session can be used again.
  byte receive() {
    try {
      while (true) {
        byte type = in.next();
        switch (type) {
          case 'N' -> notices.notice(ServerError.read(in));
          case 'S' -> parameters.put(in.readString(), in.readString());
          case 'A' -> {
            // A notification from LISTEN, which nobody here uses.
          }
          case 'E' -> throw refused(ServerError.read(in));
          default -> {
            return type;
          }
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Reads a message that must be of this type.
  void expect(char type) {
    byte arrived = receive();
    if (arrived != type) {
      throw unexpected(arrived);
    }
  }

  /// Reads ReadyForQuery: the command is over.
  void finish() {
    expect('Z');
    finished();
  }

  /// ReadyForQuery has been read.
  void finished() {
    activity = "";
  }

  BackupException unexpected(byte type) {
    return failed(new ProtocolViolation("unexpected message " + MessageReader.describe(type)));
  }

  private ServerException refused(ServerError error) {
    ServerException failure = CommandFailures.of(error, activity, host());
    try {
      if (error.isFatal()) {
        broken = true;
        wire.close();
      } else {
        while (in.next() != 'Z') {
          // What the server had sent before it failed.
        }
        activity = "";
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /// The exception for a failure to read or write. The connection cannot be used any more.
  BackupException failed(IOException e) {
    boolean byUs = closed;
    broken = true;
    try {
      wire.close();
    } catch (IOException suppressed) {
      e.addSuppressed(suppressed);
    }
    String during = activity.isEmpty() ? "" : " during " + activity;
    if (byUs) {
      return new CancelledException(
          "the connection to PostgreSQL at " + host() + " was closed" + during,
          "Nothing is wrong with the server; start again when ready.",
          e);
    }
    if (e instanceof ProtocolViolation) {
      return new ServerException(
          "protocol violation by the server at " + host() + during + ": " + e.getMessage(),
          "Check that host and port are PostgreSQL's and that nothing in between alters the data.",
          "08P01",
          e);
    }
    return new ConnectionException(
        "the connection to PostgreSQL at " + host() + " was lost" + during + ": " + e.getMessage(),
        "The server's log says whether it was stopped, crashed or timed out.",
        e);
  }

  /// Asks the server to cancel the running command; it then ends with an error.
  void cancel() throws IOException {
    key.cancel();
  }

  /// Whether a command has been started and is not over.
  boolean busy() {
    return !activity.isEmpty();
  }

  /// Ends a connection whose command is not over: a server that waits for a checkpoint or for the
  /// archive would not notice that the client is gone.
  void abandon() {
    boolean running = !closed && !broken;
    close();
    if (running) {
      try {
        key.cancel();
      } catch (IOException | BackupException _) {
        // The server is gone, or notices the closed connection by itself.
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (wire) {
      if (activity.isEmpty() && !broken) {
        wire.write(new byte[] {'X', 0, 0, 0, 4}, 0, 5);
      }
    } catch (IOException _) {
      // The connection is gone, which is what was wanted.
    }
  }
}
