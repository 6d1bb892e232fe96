package io.jbackup.catalog.store.s3;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What this process has asked object stores for since it began. Every attempt is a request, as the
/// stores count them and charge for them.
public final class S3Traffic {
  private static final S3Traffic PROCESS = new S3Traffic();

  private final Map<String, Counts> operations = new ConcurrentSkipListMap<>();

  /// Requests of one kind.
  ///
  /// @param operation as the API of Amazon S3 calls it
  /// @param requests all attempts
  /// @param repeated those among them that came after one that failed
  /// @param sentBytes content that the stores took
  /// @param receivedBytes content that they sent
  public record Use(
      String operation, long requests, long repeated, long sentBytes, long receivedBytes) {}

  private static final class Counts {
    private final LongAdder requests = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
  }

  private S3Traffic() {}

  static S3Traffic ofProcess() {
    return PROCESS;
  }

  /// In the order of the operations' names; empty when nothing was asked for.
  public static List<Use> uses() {
    return PROCESS.operations.entrySet().stream()
        .map(entry ->
            new Use(
                entry.getKey(),
                entry.getValue().requests.sum(),
                entry.getValue().repeated.sum(),
                entry.getValue().sent.sum(),
                entry.getValue().received.sum()))
        .toList();
  }

  void asked(String operation, boolean again) {
    Counts counts = counts(operation);
    counts.requests.increment();
    if (again) {
      counts.repeated.increment();
    }
  }

  /// A request was done.
  ///
  /// @param sent bytes of its content
  /// @param received bytes of the reply's content
  void done(String operation, long sent, long received) {
    Counts counts = counts(operation);
    counts.sent.add(sent);
    counts.received.add(received);
  }

  private Counts counts(String operation) {
    return operations.computeIfAbsent(operation, _ -> new Counts());
  }
}
