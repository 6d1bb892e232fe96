package io.jbackup.docs.demo;

/// A step of the demonstration did not work; the message is for the person who watches.
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }

  DemoFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
