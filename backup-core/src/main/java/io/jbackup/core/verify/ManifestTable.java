package io.jbackup.core.verify;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.core.format.ManifestChecksum;
import io.jbackup.core.format.ManifestFile;
import io.jbackup.core.format.ManifestReader;
import io.jbackup.core.format.ManifestVisitor;
import io.jbackup.core.format.PgPath;
import java.io.IOException;
import java.io.InputStream;

/// The files of a backup's manifest, against which those found in its archives are held: each one
/// must come once, with its size and CRC32C. Takes about 40 bytes a file. Not for several threads.
public final class ManifestTable {
  private static final int FIRST_CAPACITY = 1 << 12;

  private final StoredBackup backup;
  private final String where;
  private long[] hashes = new long[FIRST_CAPACITY];
  private long[] sizes = new long[FIRST_CAPACITY];
  private int[] crcs = new int[FIRST_CAPACITY];
  private boolean[] found = new boolean[FIRST_CAPACITY];
  private int files;
  private int foundFiles;
  private long bytes;
  private final ManifestReader.Summary summary;

  private ManifestTable(StoredBackup backup) {
    this.backup = backup;
    where = backup.store().describe(backup.key(StoredBackup.MANIFEST));
    summary = scan(this::add);
  }

  /// Reads the manifest and checks its own checksum. Throws CorruptException when it is absent or
  /// damaged, or has another checksum than the CRC32C that jbackup asks for.
  public static ManifestTable read(StoredBackup backup) {
    return new ManifestTable(backup);
  }

  private ManifestReader.Summary scan(ManifestVisitor visitor) {
    try (ObjectReader reader =
            backup
                .store()
                .open(backup.key(StoredBackup.MANIFEST))
                .orElseThrow(() -> damaged("\"" + where + "\" does not exist"));
        InputStream in = reader.stream(0, reader.size())) {
      return ManifestReader.read(in, where, visitor);
    } catch (IOException e) {
      throw StorageFailures.ofStream(where, e);
    }
  }

  private void add(ManifestFile file) {
    if (2 * (files + 1) > hashes.length) {
      grow();
    }
    long hash = hash(file.name());
    int at = slot(hash);
    if (hashes[at] == hash) {
      throw damaged("its manifest names " + PgPath.display(file.name()) + " twice");
    }
    put(at, hash, file.size(), crc(file), false);
    files++;
    bytes += file.size();
  }

  private int crc(ManifestFile file) {
    return switch (file.checksum()) {
      case ManifestChecksum.Crc32c crc -> crc.value();
      case ManifestChecksum.None _, ManifestChecksum.Hash _ ->
          throw damaged(
              "its manifest has no CRC32C of " + PgPath.display(file.name()) + ", it is not ours");
    };
  }

  private void put(int at, long hash, long size, int crc, boolean wasFound) {
    hashes[at] = hash;
    sizes[at] = size;
    crcs[at] = crc;
    found[at] = wasFound;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldSizes = sizes;
    int[] oldCrcs = crcs;
    boolean[] oldFound = found;
    int capacity = 2 * oldHashes.length;
    hashes = new long[capacity];
    sizes = new long[capacity];
    crcs = new int[capacity];
    found = new boolean[capacity];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        put(slot(oldHashes[i]), oldHashes[i], oldSizes[i], oldCrcs[i], oldFound[i]);
      }
    }
  }

  /// Where `hash` is, or the free place where it belongs.
  private int slot(long hash) {
    int at = (int) (hash >>> 20) & (hashes.length - 1);
    while (hashes[at] != 0 && hashes[at] != hash) {
      at = (at + 1) & (hashes.length - 1);
    }
    return at;
  }

  /// 64 bits of FNV-1a, mixed; never 0. Two names of one manifest with equal hashes would be
  /// reported as a damaged manifest, which a million files make one time in 10^7.
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return hash == 0 ? 1 : hash;
  }

  /// Throws CorruptException when the manifest has no such file, another size for it, or the file
  /// came before.
  public void expect(String name, long size) {
    locate(name, size);
  }

  private int locate(String name, long size) {
    long hash = hash(name);
    int at = slot(hash);
    if (hashes[at] != hash) {
      throw damaged("file \"" + PgPath.display(name) + "\" is not in its manifest");
    }
    if (sizes[at] != size) {
      markFound(at);
      throw damaged(
          "file \"" + PgPath.display(name) + "\" has " + size + " bytes instead of " + sizes[at]);
    }
    if (found[at]) {
      throw damaged("file \"" + PgPath.display(name) + "\" comes twice in its archives");
    }
    return at;
  }

  /// A file was read whole. Throws CorruptException as [#expect(String, long)] does, and when its
  /// CRC32C is another.
  public void found(String name, long size, int crc32c) {
    int at = locate(name, size);
    markFound(at);
    if (crcs[at] != crc32c) {
      throw damaged(
          "file \"" + PgPath.display(name) + "\" does not have the checksum of the manifest");
    }
  }

  /// A file came of which parts could not be read. Throws as [#expect(String, long)] does.
  void foundTorn(String name, long size) {
    markFound(locate(name, size));
  }

  private void markFound(int at) {
    if (!found[at]) {
      found[at] = true;
      foundFiles++;
    }
  }

  /// Throws CorruptException naming the first file of the manifest that did not come.
  public void requireAllFound() {
    Damages missing = new Damages(_ -> {});
    reportMissing(missing);
    if (!missing.isEmpty()) {
      throw damaged(missing.summary());
    }
  }

  /// Adds each file of the manifest that did not come.
  void reportMissing(Damages damages) {
    if (foundFiles == files) {
      return;
    }
    scan(file -> {
      if (!found[slot(hash(file.name()))]) {
        damages.add("file \"" + PgPath.display(file.name()) + "\" of its manifest is missing");
      }
    });
  }

  public int files() {
    return files;
  }

  /// The sum of the files' sizes.
  public long bytes() {
    return bytes;
  }

  public ManifestReader.Summary summary() {
    return summary;
  }

  private CorruptException damaged(String why) {
    return new CorruptException(
        "backup " + backup.id() + " is damaged: " + why,
        "Use another backup, and check the storage that this one lies on.");
  }
}
