package io.jbackup.catalog.crypt;

/// A key that objects are encrypted with, unwrapped.
///
/// @param bytes 32 of them
@SuppressWarnings("ArrayRecordComponent")
record DataKey(KeyId id, byte[] bytes) {
  @Override
  public String toString() {
    return "data key " + id.digits();
  }
}
