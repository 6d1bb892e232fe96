package io.jbackup.catalog.crypt;

import java.util.HexFormat;
import org.bouncycastle.crypto.generators.SCrypt;

/// Makes a key of a passphrase by scrypt (RFC 7914).
///
/// @param salt random, in hexadecimal
record Passphrases(String salt, int cost, int blockSize, int parallelism) {
  private static final int SALT = 16;

  /// With the block size 32 MiB of memory, which the archive programs have, and no more.
  private static final int COST = 1 << 15;

  private static final int BLOCK_SIZE = 8;
  private static final int MOST_PARALLELISM = 4;

  static Passphrases create() {
    return new Passphrases(HexFormat.of().formatHex(Crypto.random(SALT)), COST, BLOCK_SIZE, 1);
  }

  /// Of four words; IllegalArgumentException for others.
  static Passphrases parse(String[] words, int from) {
    Passphrases parsed =
        new Passphrases(
            words[from],
            Integer.parseInt(words[from + 1]),
            Integer.parseInt(words[from + 2]),
            Integer.parseInt(words[from + 3]));
    boolean possible =
        parsed.cost > 1
            && Integer.bitCount(parsed.cost) == 1
            && parsed.blockSize > 0
            && parsed.parallelism > 0
            && HexFormat.of().parseHex(parsed.salt).length > 0;
    if (!possible) {
      throw new IllegalArgumentException("scrypt has no such parameters");
    }
    if (parsed.cost > COST
        || parsed.blockSize > BLOCK_SIZE
        || parsed.parallelism > MOST_PARALLELISM) {
      throw new IllegalArgumentException("scrypt would take too much memory or time");
    }
    return parsed;
  }

  Kek key(byte[] passphrase) {
    byte[] bytes = HexFormat.of().parseHex(salt);
    return Kek.of(SCrypt.generate(passphrase, bytes, cost, blockSize, parallelism, Crypto.KEY));
  }

  @Override
  public String toString() {
    return salt + " " + cost + " " + blockSize + " " + parallelism;
  }
}
