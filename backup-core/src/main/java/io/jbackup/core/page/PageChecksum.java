package io.jbackup.core.page;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/// The checksum of a data page (algorithm version 1 of PostgreSQL's checksum_impl.h): 32 sums, each
/// over every 32nd word of the page, then folded and mixed with the block number. Not thread-safe.
public final class PageChecksum {
  private static final int PRIME = 16_777_619;
  private static final int SUMS = 32;
  private static final int AT_ONCE = 8;
  private static final int CHECKSUM_WORD = 2;
  private static final int[] SEEDS = {
    0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
    0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
    0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
    0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756
  };

  private final int[] words;
  private byte[] wrapped = new byte[0];
  private IntBuffer view = IntBuffer.allocate(0);

  /// @param pageSize bytes of a page, a multiple of 128
  public PageChecksum(int pageSize) {
    words = new int[pageSize / Integer.BYTES];
  }

  /// The checksum that the page at `offset`, a multiple of 4, must have as block `block` of its
  /// relation's fork: 1 to 65535. What it has does not count.
  public int of(byte[] buffer, int offset, int block) {
    viewOf(buffer).get(offset / Integer.BYTES, words);
    words[CHECKSUM_WORD] &= 0xFFFF0000;
    int sum = 0;
    for (int column = 0; column < SUMS; column += AT_ONCE) {
      sum ^= columns(column);
    }
    return Integer.remainderUnsigned(sum ^ block, 65535) + 1;
  }

  /// Callers come with the same buffer again and again.
  @SuppressWarnings("ReferenceEquality")
  private IntBuffer viewOf(byte[] buffer) {
    if (buffer != wrapped) {
      wrapped = buffer;
      view = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }
    return view;
  }

  /// Eight sums at once, in registers: twice as fast as keeping all of them in an array.
  private int columns(int first) {
    int[] w = words;
    int a = SEEDS[first];
    int b = SEEDS[first + 1];
    int c = SEEDS[first + 2];
    int d = SEEDS[first + 3];
    int e = SEEDS[first + 4];
    int f = SEEDS[first + 5];
    int g = SEEDS[first + 6];
    int h = SEEDS[first + 7];
    for (int i = first; i < w.length; i += SUMS) {
      a = mix(a ^ w[i]);
      b = mix(b ^ w[i + 1]);
      c = mix(c ^ w[i + 2]);
      d = mix(d ^ w[i + 3]);
      e = mix(e ^ w[i + 4]);
      f = mix(f ^ w[i + 5]);
      g = mix(g ^ w[i + 6]);
      h = mix(h ^ w[i + 7]);
    }
    return twice(a) ^ twice(b) ^ twice(c) ^ twice(d) ^ twice(e) ^ twice(f) ^ twice(g) ^ twice(h);
  }

  private static int mix(int sum) {
    return sum * PRIME ^ sum >>> 17;
  }

  private static int twice(int sum) {
    return mix(mix(sum));
  }
}
