package io.jbackup.catalog.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What lies directly below a key, in ascending order of names; never a part of it.
public record Listing(List<ObjectInfo> objects, List<String> folders) {
  public Listing {
    objects = List.copyOf(objects);
    folders = List.copyOf(folders);
  }

  /// Of what was found in any order.
  public static Listing sorted(Collection<ObjectInfo> objects, Collection<String> folders) {
    return new Listing(
        objects.stream().sorted(Comparator.comparing(info -> info.key().path())).toList(),
        folders.stream().sorted().toList());
  }
}
