package io.jbackup.catalog.store;

/// Where an object lies below the catalog's root: names joined by `/`, none of them empty, `.` or
/// `..`. The empty key is the root.
public record ObjectKey(String path) {
  public static final ObjectKey ROOT = new ObjectKey("");

  public ObjectKey {
    if (!path.isEmpty()) {
      check(path);
    }
  }

  private static void check(String path) {
    int begin = 0;
    while (begin <= path.length()) {
      int slash = path.indexOf('/', begin);
      int end = slash < 0 ? path.length() : slash;
      String name = path.substring(begin, end);
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not an object key: \"" + path + "\"");
      }
      begin = end + 1;
    }
  }

  public ObjectKey child(String name) {
    return new ObjectKey(path.isEmpty() ? name : path + "/" + name);
  }

  /// The last name of the key.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return path;
  }
}
