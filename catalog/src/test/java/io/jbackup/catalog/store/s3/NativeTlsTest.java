package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;

class NativeTlsTest {
  @Test
  void isThereOnThePlatformsOfTheDistribution() {
    SSLSocketFactory factory = NativeTls.factory(new TrustManager[0]);

    assertThat(Conscrypt.isConscrypt(factory)).isTrue();
  }
}
