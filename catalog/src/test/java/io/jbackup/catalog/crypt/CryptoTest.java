package io.jbackup.catalog.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoTest {
  private static final byte[] KEY = bytes(Crypto.KEY);
  private static final byte[] NONCE = bytes(Crypto.NONCE);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Cipher javas(int mode) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    cipher.init(mode, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(8 * Layout.TAG, NONCE));
    return cipher;
  }

  @Test
  void aesIsNativeOnThePlatformsOfTheDistribution() throws Exception {
    assertThat(Crypto.aesGcm().getProvider().getName()).isEqualTo("Conscrypt");
  }

  /// An object may be written on one platform and read on another.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, Layout.PLAIN})
  void bothLibrariesReadWhatTheOtherWrote(int length) throws Exception {
    byte[] plain = bytes(length);
    byte[] sealed = Crypto.aesGcm(Cipher.ENCRYPT_MODE, KEY, NONCE).doFinal(plain);

    assertThat(javas(Cipher.ENCRYPT_MODE).doFinal(plain)).isEqualTo(sealed);
    assertThat(javas(Cipher.DECRYPT_MODE).doFinal(sealed)).isEqualTo(plain);
    assertThat(Crypto.aesGcm(Cipher.DECRYPT_MODE, KEY, NONCE).doFinal(sealed)).isEqualTo(plain);
  }
}
