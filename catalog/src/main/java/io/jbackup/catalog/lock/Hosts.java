package io.jbackup.catalog.lock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/// This host's name, without asking a name server where that can be avoided.
public final class Hosts {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private Hosts() {}

  public static String name() {
    try {
      String name = Files.readString(KERNEL).strip();
      return name.isEmpty() ? resolved() : name;
    } catch (IOException _) {
      // Not Linux.
      return resolved();
    }
  }

  private static String resolved() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      // The name serves people who look for the owner, nothing depends on it.
      return LockOwner.UNKNOWN;
    }
  }
}
