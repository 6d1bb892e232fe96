package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectKey;

/// A bucket and the prefix in it that all keys of a catalog begin with; the prefix is empty or ends
/// with a slash.
record S3Location(String bucket, String prefix) {
  String name(ObjectKey key) {
    return prefix + key.path();
  }

  /// What the names of everything below a key begin with.
  String below(ObjectKey folder) {
    return folder.path().isEmpty() ? prefix : prefix + folder.path() + "/";
  }

  /// The key of an object of that name, which begins with the prefix.
  ObjectKey key(String name) {
    return new ObjectKey(name.substring(prefix.length()));
  }

  /// A name that ends with a slash is what consoles show as a folder, and no object of a catalog.
  static boolean isFolderMark(String name) {
    return name.endsWith("/");
  }

  String describe(ObjectKey key) {
    return "s3://" + bucket + "/" + name(key);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
