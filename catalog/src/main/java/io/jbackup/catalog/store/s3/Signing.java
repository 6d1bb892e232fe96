package io.jbackup.catalog.store.s3;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;

/// What requests are signed with.
final class Signing {
  private Signing() {}

  /// Java's cryptography takes long to start, and so does the SDK's client: both at the same time.
  static void prepare() {
    Thread.ofPlatform().daemon().name("signing").start(Signing::start);
  }

  private static void start() {
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
