package io.jbackup.catalog.store.s3;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/// Hides from the SDK that the class path could have interceptors to add to a client. There are
/// none, and looking for them opens every jar, which costs archive-push as much as two requests.
final class NoInterceptors extends ClassLoader {
  /// What the SDK looks for (ClasspathInterceptorChainFactory and DefaultS3BaseClientBuilder of its
  /// version 2.57).
  static final List<String> RESOURCES =
      List.of(
          "software/amazon/awssdk/global/handlers/execution.interceptors",
          "software/amazon/awssdk/services/s3/execution.interceptors");

  NoInterceptors(ClassLoader parent) {
    super(parent);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return RESOURCES.contains(name) ? Collections.emptyEnumeration() : super.getResources(name);
  }
}
