package io.jbackup.catalog;

import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.Encryption;
import io.jbackup.catalog.crypt.KeyScope;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.UsageException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the keys that a catalog was opened with mean for each of its instances: an encrypted
/// catalog has one key for all of them, in another an instance may have its own.
final class InstanceKeys {
  private final CatalogLocation location;
  private final Encryption catalog;
  private final boolean whole;
  private final KeySettings settings;

  /// A passphrase takes a while, and a command may ask somebody: once for each instance.
  private final Map<String, Encryption> opened = new ConcurrentHashMap<>();

  /// @param whole whether everything in the catalog is encrypted
  InstanceKeys(CatalogLocation location, Encryption catalog, boolean whole, KeySettings settings) {
    this.location = location;
    this.catalog = catalog;
    this.whole = whole;
    this.settings = settings;
  }

  boolean whole() {
    return whole;
  }

  Encryption ofCatalog() {
    return catalog;
  }

  /// For an instance that the keys are meant for.
  Encryption exactly(String name, InstanceConfig config) {
    if (!whole && !config.isEncrypted()) {
      Encryption.requireNone(settings, KeyScope.instance(name) + " in \"" + location + "\"");
    }
    return atLeast(name, config);
  }

  /// For one of several instances.
  Encryption atLeast(String name, InstanceConfig config) {
    return config.isEncrypted() ? opened.computeIfAbsent(name, this::open) : catalog;
  }

  private Encryption open(String name) {
    return Encryption.open(catalog.store(), KeyScope.instance(name), settings);
  }

  /// Throws UsageException when the keys do not fit what a new instance's configuration says.
  void requireNew(String name, InstanceConfig config) {
    if (whole && name.equals(KeyScope.ACCESS)) {
      throw new UsageException(
          "an instance of an encrypted catalog cannot be called '" + name + "'",
          "Choose another name: keys/" + name + " is the file that says who can open the catalog.");
    }
    if (whole && config.isEncrypted()) {
      throw new UsageException(
          "the catalog \""
              + location
              + "\" is encrypted as a whole, with one key for all instances",
          "Leave out --encrypt: the instance will be encrypted like the others. For a key of its own"
              + " use a catalog that \"jbackup init\" makes without --encrypt.");
    }
    if (config.isEncrypted()) {
      Encryption.requireKey(KeyScope.instance(name), settings);
    } else if (!whole && !settings.isEmpty()) {
      throw new UsageException(
          "a key was given for instance '" + name + "', which is not to be encrypted",
          "Add --encrypt, or leave out the options and environment variables of encryption.");
    }
  }

  Encryption create(String name, InstanceConfig config) {
    if (!config.isEncrypted()) {
      return catalog;
    }
    Encryption.init(catalog.store(), KeyScope.instance(name), settings);
    return atLeast(name, config);
  }
}
