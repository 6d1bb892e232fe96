package io.jbackup.cli.command;

import io.jbackup.catalog.store.s3.S3Traffic;
import io.jbackup.cli.table.Amounts;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// What a command asked object stores for, in one line.
final class TrafficText {
  private TrafficText() {}

  static String of(List<S3Traffic.Use> uses) {
    return "Object store: %d requests, %d of them repeated, %s sent, %s received (%s)"
        .formatted(
            sum(uses, S3Traffic.Use::requests),
            sum(uses, S3Traffic.Use::repeated),
            Amounts.size(sum(uses, S3Traffic.Use::sentBytes)),
            Amounts.size(sum(uses, S3Traffic.Use::receivedBytes)),
            uses.stream()
                .map(use -> use.operation() + " " + use.requests())
                .collect(Collectors.joining(", ")));
  }

  private static long sum(List<S3Traffic.Use> uses, ToLongFunction<S3Traffic.Use> amount) {
    return uses.stream().mapToLong(amount).sum();
  }
}
