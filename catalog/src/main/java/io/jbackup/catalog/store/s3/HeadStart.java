package io.jbackup.catalog.store.s3;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;

/// What Java does once, and takes long for, before the first request is sent: other threads do it
/// while the SDK's client is built.
final class HeadStart {
  private HeadStart() {}

  static void begin() {
    Thread.ofPlatform().daemon().name("class path").start(HeadStart::openJars);
    Thread.ofPlatform().daemon().name("signing").start(HeadStart::prepareSignatures);
  }

  /// The SDK looks into every jar for interceptors (ClasspathInterceptorChainFactory of its version
  /// 2.57), and Java's cryptography for a handler of URLs. They stay open when they are.
  private static void openJars() {
    ClassLoader.getSystemResource("software/amazon/awssdk/global/handlers/execution.interceptors");
  }

  private static void prepareSignatures() {
    try {
      // AWS Signature Version 4.
      Mac.getInstance("HmacSHA256");
      MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      // Every Java has them (Java Security Standard Algorithm Names).
      throw new IllegalStateException(e);
    }
  }
}
