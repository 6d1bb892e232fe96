package io.jbackup.catalog.crypt;

import io.jbackup.catalog.store.ObjectWriter;
import java.security.GeneralSecurityException;

/// Encrypts an object on its way into a store, a segment at a time.
final class EncryptedWriter implements ObjectWriter {
  private final ObjectWriter target;
  private final SegmentCipher cipher;
  private final byte[] plain = new byte[Layout.PLAIN];
  private final byte[] stored = new byte[Layout.SEGMENT];
  private long segment;
  private int filled;
  private boolean finished;

  EncryptedWriter(ObjectWriter target, DataKey key, SegmentCipher cipher) {
    this.target = target;
    this.cipher = cipher;
    byte[] prefix = key.id().prefix();
    target.write(prefix, 0, prefix.length);
    target.write(cipher.header(), 0, cipher.header().length);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    int position = offset;
    int end = offset + length;
    while (position < end) {
      // A full segment waits for the next byte: only then it is known not to be the last.
      if (filled == Layout.capacity(segment)) {
        encrypt(false);
      }
      int piece = Math.min(end - position, Layout.capacity(segment) - filled);
      System.arraycopy(source, position, plain, filled, piece);
      filled += piece;
      position += piece;
    }
  }

  private void encrypt(boolean last) {
    try {
      int length = cipher.encrypt(segment, last, plain, filled, stored);
      target.write(stored, 0, length);
    } catch (GeneralSecurityException e) {
      throw Crypto.impossible(e);
    }
    segment++;
    filled = 0;
  }

  private void finish() {
    if (!finished) {
      encrypt(true);
      finished = true;
    }
  }

  @Override
  public void flush() {
    finish();
    target.flush();
  }

  @Override
  public boolean publish() {
    finish();
    return target.publish();
  }

  @Override
  public boolean commit() {
    finish();
    return target.commit();
  }

  @Override
  public void close() {
    target.close();
  }
}
