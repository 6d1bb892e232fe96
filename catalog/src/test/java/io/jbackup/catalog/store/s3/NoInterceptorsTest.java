package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class NoInterceptorsTest {
  /// Else the SDK would have to find it.
  @Test
  void thereIsNothingToHide() throws Exception {
    ClassLoader loader = NoInterceptorsTest.class.getClassLoader();
    for (String resource : NoInterceptors.RESOURCES) {
      assertThat(Collections.list(loader.getResources(resource))).isEmpty();
    }
  }

  @Test
  void everythingElseIsFound() throws Exception {
    NoInterceptors loader = new NoInterceptors(NoInterceptorsTest.class.getClassLoader());
    String resource = "META-INF/MANIFEST.MF";
    assertThat(Collections.list(loader.getResources(resource))).isNotEmpty();
  }
}
