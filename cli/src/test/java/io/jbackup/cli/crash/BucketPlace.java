package io.jbackup.cli.crash;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.catalog.store.SwapStore;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A prefix of a bucket, plain or encrypted. The program's runs reach it through a proxy, which
/// sees what is on its way; the server's archive_command and the test itself do not.
final class BucketPlace implements Place {
  private static final ObjectKey LOCKS = new ObjectKey("locks");

  private static final long DEAD_AFTER = 46_000;

  private final TestBucket bucket;
  private final FaultProxy proxy;
  private final String prefix;
  private final Path direct;
  private final Path proxied;
  private final KeySettings keys;
  private final Path files;
  private @Nullable Catalog looking;

  /// @param files a directory for settings
  private BucketPlace(
      TestBucket bucket, FaultProxy proxy, String prefix, KeySettings keys, Path files)
      throws IOException {
    this.bucket = bucket;
    this.proxy = proxy;
    this.prefix = prefix;
    this.keys = keys;
    this.files = files;
    direct = bucket.settings(Files.createDirectories(files.resolve("direct")));
    proxied =
        bucket.settings(
            Files.createDirectories(files.resolve("proxied")), proxy.endpoint(), "timeout = 10s");
  }

  /// @param key a key file for an encrypted catalog
  static BucketPlace create(Path files, Optional<Path> key) throws IOException {
    TestBucket bucket = TestBucket.create();
    KeySettings keys =
        new KeySettings(key, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    return new BucketPlace(bucket, FaultProxy.before(bucket.server()), "catalog", keys, files);
  }

  FaultProxy proxy() {
    return proxy;
  }

  @Override
  public CatalogLocation location() {
    return CatalogLocation.parse("s3://" + bucket.name() + "/" + prefix, Optional.of(direct));
  }

  @Override
  public Map<String, String> environment() {
    return environment(proxied);
  }

  @Override
  public Map<String, String> serverEnvironment() {
    return environment(direct);
  }

  private Map<String, String> environment(Path settings) {
    Map<String, String> environment = new HashMap<>(keys.environment());
    environment.put(CatalogLocation.SETTINGS_VARIABLE, settings.toString());
    return environment;
  }

  @Override
  public String[] initWords() {
    return keys.isEmpty() ? new String[] {"init"} : new String[] {"init", "--encrypt"};
  }

  @Override
  public BucketPlace another(String name) throws IOException {
    return new BucketPlace(bucket, proxy, name, keys, files.resolveSibling(name));
  }

  @Override
  public Catalog open() {
    return Catalog.open(location(), true, keys);
  }

  @Override
  public void share(PostgresServer server) throws IOException {
    server.share(files);
    if (keys.keyFile().isPresent()) {
      server.share(keys.keyFile().get());
    }
  }

  @Override
  public void watch() {
    proxy.forget();
  }

  /// Opened once: to open one takes longer than many moments last.
  private ObjectStore store() {
    if (looking == null) {
      looking = open();
    }
    return looking.store();
  }

  @Override
  public Set<String> names(String folder) {
    Listing listing = store().list(new ObjectKey(folder));
    Set<String> names = new TreeSet<>(listing.folders());
    listing.objects().forEach(object -> names.add(object.key().name()));
    return names;
  }

  @Override
  public int count(String folder) {
    return count(store(), new ObjectKey(folder));
  }

  private static int count(ObjectStore store, ObjectKey folder) {
    Listing listing = store.list(folder);
    return listing.objects().size()
        + listing.folders().stream().mapToInt(name -> count(store, folder.child(name))).sum();
  }

  @Override
  public Optional<String> text(String key) {
    return SmallObjects.read(store(), new ObjectKey(key));
  }

  @Override
  public Victim.Moment writing(String folder, String prefix) {
    return () -> written(folder, prefix) >= 0;
  }

  @Override
  public long written(String folder, String name) {
    String put = "PUT /" + bucket.name() + "/" + prefix + "/" + folder + "/" + name;
    return proxy.sent(line -> line.startsWith(put));
  }

  @Override
  public Victim.Moment locking(String instance, String target) {
    return writing("locks/" + instance, target + ".");
  }

  /// Makes all leases of this catalog as old as they become when nobody renews them: the test knows
  /// at once what takes others 45 seconds to know.
  @Override
  public void outliveLocks() {
    SwapStore swaps = store().swaps().orElseThrow();
    for (String instance : store().list(LOCKS).folders()) {
      for (ObjectInfo lease : store().list(LOCKS.child(instance)).objects()) {
        while (!age(swaps, lease.key())) {
          Thread.onSpinWait();
        }
      }
    }
  }

  /// False when somebody has changed it meanwhile.
  private static boolean age(SwapStore swaps, ObjectKey key) {
    Optional<SwapStore.State> state = swaps.read(key);
    if (state.isEmpty()) {
      return true;
    }
    StringBuilder aged = new StringBuilder();
    for (String line : state.get().text().lines().toList()) {
      String[] fields = line.split("\t", -1);
      if (fields.length > 1) {
        fields[1] = Long.toString(Long.parseLong(fields[1]) - DEAD_AFTER);
      }
      aged.append(String.join("\t", fields)).append('\n');
    }
    return swaps.swap(key, state.get().tag(), aged.toString());
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.close();
    }
    proxy.close();
  }
}
