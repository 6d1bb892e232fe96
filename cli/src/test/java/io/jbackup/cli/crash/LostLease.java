package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.cli.Program;
import java.util.Map;
import java.util.TreeMap;

/// A backup that stands still, as on a host that was suspended, until its leases have run out by
/// the clock, and another process that waits for them, removes the instance and makes it anew.
final class LostLease implements AutoCloseable {
  /// The lease was lost, or first of all the time of the request that was on its way.
  private static final Integer[] CODES = {12, 11};

  private final Site site;
  private final Program owner;
  private final Program other;

  private LostLease(Site site, Program owner, Program other) {
    this.site = site;
    this.owner = owner;
    this.other = other;
  }

  /// Stops a backup while it sends its data. It is not streamed, because the server would end a
  /// stream of WAL that nobody reads.
  static LostLease begin(Lab lab) throws Exception {
    Site site = lab.another();
    site.init();
    NewBackup backup = new NewBackup(site);
    Program owner =
        site.start("backup", "--instance=main", "-b", "full", "--max-rate=4MB", "--no-validate");
    try {
      Victim.await(owner, backup.written("base.tar", 0), 0);
      owner.signal("STOP");
      return new LostLease(
          site, owner, site.start("del-instance", "--instance=main", "--lock-timeout=120"));
    } catch (Exception | Error e) {
      owner.close();
      throw e;
    }
  }

  /// Returns when both have ended and all was looked at.
  void end() throws Exception {
    assertThat(other.exit()).as(other.output()).isZero();
    site.addInstance("main");
    site.nextBackup();
    Map<String, String> made = objects();

    owner.signal("CONT");
    assertThat(owner.exit()).as(owner.output()).isIn((Object[]) CODES);
    assertThat(owner.output()).contains("was lost: it could not be renewed in time", "HINT: ");
    assertThat(objects()).isEqualTo(made);
    site.succeed("validate", "--instance=main");
  }

  /// Every object but the leases, with its size and time.
  private Map<String, String> objects() {
    Map<String, String> found = new TreeMap<>();
    try (Catalog catalog = site.open()) {
      for (String folder : new String[] {"backups", "wal"}) {
        collect(catalog.store(), new ObjectKey(folder), found);
      }
    }
    return found;
  }

  private static void collect(ObjectStore store, ObjectKey folder, Map<String, String> found) {
    Listing listing = store.list(folder);
    for (ObjectInfo object : listing.objects()) {
      found.put(object.key().path(), object.size() + " bytes, " + object.modified());
    }
    listing.folders().forEach(name -> collect(store, folder.child(name), found));
  }

  @Override
  public void close() {
    owner.close();
    other.close();
  }
}
