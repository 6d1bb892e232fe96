package io.jbackup.catalog.store;

import java.util.List;

/// What lies directly below a key, in ascending order of names; never a part of it.
public record Listing(List<ObjectInfo> objects, List<String> folders) {
  public Listing {
    objects = List.copyOf(objects);
    folders = List.copyOf(folders);
  }
}
