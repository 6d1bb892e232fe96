package io.jbackup.catalog.crypt;

import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import java.util.List;
import java.util.Optional;

/// What is encrypted with the same key: a whole catalog, or one instance of a catalog that is not
/// encrypted.
///
/// @param instance empty for a catalog
public record KeyScope(Optional<String> instance) {
  /// The last part of the name of the object that says who can open data keys.
  public static final String ACCESS = "access";

  public static final KeyScope CATALOG = new KeyScope(Optional.empty());

  public static KeyScope instance(String name) {
    return new KeyScope(Optional.of(name));
  }

  /// The object that says who can open data keys: `keys/access` or `keys/INSTANCE/access`.
  ObjectKey access() {
    return folder().child(ACCESS);
  }

  private ObjectKey folder() {
    return instance.map(KeyId.KEYS::child).orElse(KeyId.KEYS);
  }

  /// The folders below `keys/` that data keys lie in.
  List<String> folders(ObjectStore store) {
    return instance.map(List::of).orElseGet(() -> store.list(KeyId.KEYS).folders());
  }

  /// Removes what an instance of the same name left behind whose deletion was cut off.
  void clear(ObjectStore store) {
    if (instance.isPresent() && !store.list(folder()).objects().isEmpty()) {
      store.deleteFolder(folder());
    }
  }

  /// What is sealed before the accesses, so that those of one instance are not taken for another's.
  String title() {
    return instance.map(name -> "instance " + name + "\n").orElse("");
  }

  /// As messages name it.
  @Override
  public String toString() {
    return instance.map(name -> "instance '" + name + "'").orElse("the catalog");
  }
}
