package io.jbackup.cli.crash;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a site's catalog is, and how a test looks at it beside the program. Folders and objects
/// are named by their keys, such as `backups/main`.
interface Place extends AutoCloseable {
  CatalogLocation location();

  /// What the program's runs need to find it.
  Map<String, String> environment();

  /// What a server's archive_command needs to find it.
  Map<String, String> serverEnvironment();

  /// Words that `init` needs here.
  String[] initWords();

  /// Another one of the same kind, where nothing is yet.
  Place another(String name) throws IOException;

  Catalog open();

  /// Lets the server's user use it.
  void share(PostgresServer server) throws IOException;

  /// A run of the program begins: moments tell of what happens from now on.
  void watch();

  /// The names directly in a folder; none when it is absent.
  Set<String> names(String folder) throws IOException;

  /// How many objects are below a folder.
  int count(String folder) throws IOException;

  Optional<String> text(String key) throws IOException;

  /// An object whose name begins so is being written, and not visible yet.
  Victim.Moment writing(String folder, String prefix);

  /// The bytes written so far to objects whose names begin so, whether finished or not; -1 when
  /// there is none.
  long written(String folder, String prefix) throws IOException;

  /// A lock is being taken.
  Victim.Moment locking(String instance, String target);

  /// Ends the locks of processes that were killed, where they end by time alone.
  void outliveLocks();

  /// Whether an object whose name begins so is there.
  default boolean has(String folder, String prefix) throws IOException {
    return names(folder).stream().anyMatch(name -> name.startsWith(prefix));
  }

  @Override
  void close() throws IOException;
}
