package io.jbackup.cli.crash;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A directory.
record DirectoryPlace(Path path) implements Place {
  @Override
  public CatalogLocation location() {
    return CatalogLocation.of(path);
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public Map<String, String> serverEnvironment() {
    return Map.of();
  }

  @Override
  public String[] initWords() {
    return new String[] {"init"};
  }

  @Override
  public Place another(String name) {
    return new DirectoryPlace(path.resolveSibling(name));
  }

  @Override
  public Catalog open() {
    return Catalog.open(path, true);
  }

  @Override
  public void share(PostgresServer server) throws IOException {
    server.share(path);
  }

  @Override
  public void watch() {
    // Files show all there is to see.
  }

  @Override
  public Set<String> names(String folder) throws IOException {
    return Victim.names(path.resolve(folder));
  }

  @Override
  public int count(String folder) throws IOException {
    return Victim.files(path.resolve(folder));
  }

  @Override
  public Optional<String> text(String key) throws IOException {
    try {
      return Optional.of(Files.readString(path.resolve(key)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public Victim.Moment writing(String folder, String prefix) {
    return () -> has(folder, "." + prefix);
  }

  @Override
  public long written(String folder, String prefix) throws IOException {
    return Victim.size(path.resolve(folder), prefix);
  }

  @Override
  public Victim.Moment locking(String instance, String target) {
    return () -> has("locks/" + instance + "/owners", target + ".");
  }

  @Override
  public void outliveLocks() {
    // The operating system has ended them.
  }

  @Override
  public void close() {}
}
