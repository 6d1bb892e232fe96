package io.jbackup.catalog.store;

/// What the objects of an instance are like in a store that knows such things; empty where the
/// settings of the store decide.
///
/// @param dataClass storage class of the archives of backups
/// @param walClass of archived WAL
/// @param metadataClass of all other objects
/// @param encryption `AES256` or `aws:kms`: by the store
/// @param kmsKey the key of `aws:kms`
/// @param tags as `name=value&…`
public record ObjectTraits(
    String dataClass,
    String walClass,
    String metadataClass,
    String encryption,
    String kmsKey,
    String tags) {
  public static final ObjectTraits NONE = new ObjectTraits("", "", "", "", "", "");

  /// Whether the settings of the store decide everything.
  public boolean isNone() {
    return (dataClass + walClass + metadataClass + encryption + kmsKey + tags).isEmpty();
  }
}
