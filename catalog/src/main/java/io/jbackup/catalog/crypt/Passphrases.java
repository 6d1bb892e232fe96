package io.jbackup.catalog.crypt;

import java.util.HexFormat;
import org.bouncycastle.crypto.generators.SCrypt;

/// Makes a key of a passphrase by scrypt (RFC 7914).
///
/// @param salt random, in hexadecimal
record Passphrases(String salt, int cost, int blockSize, int parallelism) {
  private static final int SALT = 16;
  private static final int LARGEST_COST = 1 << 20;

  /// 32 MiB of memory, which the archive programs have.
  private static final int COST = 1 << 15;

  static Passphrases create() {
    return new Passphrases(HexFormat.of().formatHex(Crypto.random(SALT)), COST, 8, 1);
  }

  /// Of four words; IllegalArgumentException for others.
  static Passphrases parse(String[] words, int from) {
    Passphrases parsed =
        new Passphrases(
            words[from],
            Integer.parseInt(words[from + 1]),
            Integer.parseInt(words[from + 2]),
            Integer.parseInt(words[from + 3]));
    if (parsed.cost > LARGEST_COST || parsed.blockSize > 8 || parsed.parallelism > 16) {
      throw new IllegalArgumentException("scrypt would take too much memory");
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
