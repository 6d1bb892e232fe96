package io.jbackup.catalog.archive;

import io.jbackup.catalog.compress.Algorithm;
import java.time.Instant;

/// A file of the WAL archive: the name PostgreSQL gave it, how it is stored and how large, in
/// bytes, it is there.
public record ArchivedFile(String name, Algorithm algorithm, long storedBytes, Instant modified) {
  /// The name it is stored under.
  public String storedName() {
    return name + algorithm.suffix();
  }
}
