package io.jbackup.core.drill;

import io.jbackup.core.JobLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The directories of drills that were killed. Only what a drill has marked, what belongs to one of
/// the users whom drills run as, and what no living drill locks is removed.
///
/// @param users the numbers of those users
record ScratchRemains(Set<Integer> users, JobLog log) {
  static final String PREFIX = "jbackup-drill-";
  static final String SOCKETS = PREFIX + "socket-";

  /// Removes those that lie in a directory. What hinders it is told in the log.
  void sweep(Path parent) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path entry : entries) {
        sweepOne(entry);
      }
    } catch (NoSuchFileException _) {
      log.verbose("\"" + parent + "\" is not there yet: no drill has left anything in it");
    } catch (IOException e) {
      log.warning("What drills have left in \"" + parent + "\" could not be listed: " + e);
    }
  }

  private void sweepOne(Path root) {
    try {
      if (isOfUs(root) && ScratchClaim.isMarked(root)) {
        Optional<ScratchClaim> claim = ScratchClaim.tryTake(root);
        if (claim.isPresent()) {
          try (ScratchClaim held = claim.get()) {
            if (empty(root)) {
              held.unmark();
              Files.delete(root);
            }
          }
        }
      }
    } catch (IOException e) {
      log.warning("What a drill that died has left in \"" + root + "\" is not removed: " + e);
    }
  }

  /// Removes all but mark and lock of a directory that is claimed. False when its server may live.
  boolean empty(Path root) throws IOException {
    Path data = root.resolve("data");
    if (isServed(data)) {
      log.warning(
          "\"" + root + "\" is left by a drill that died, but a server seems to run there still");
      return false;
    }
    Path sockets = ScratchClaim.sockets(root);
    if (sockets != null && isOwnSockets(root, sockets)) {
      Removal.all(sockets);
    }
    Removal.below(root, Set.of(ScratchClaim.MARK, ScratchClaim.LOCK));
    log.info("Removed what a drill that died has left in \"" + root + "\"");
    return true;
  }

  /// Those within the directory go with it.
  private boolean isOwnSockets(Path root, Path sockets) throws IOException {
    return !sockets.startsWith(root)
        && sockets.getFileName().toString().startsWith(SOCKETS)
        && isOfUs(sockets);
  }

  private boolean isOfUs(Path directory) throws IOException {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && users.contains(
            (Integer) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  /// Servers of drills end with them where `setpriv` is there. A number in postmaster.pid alone
  /// says nothing, it may be another process's by now.
  private static boolean isServed(Path data) throws IOException {
    String text;
    try {
      text = Files.readString(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      return false;
    }
    String number = text.lines().findFirst().orElse("").strip();
    if (!number.matches("\\d{1,18}")) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(number));
    @Nullable String command = process.flatMap(one -> one.info().commandLine()).orElse(null);
    return process.filter(ProcessHandle::isAlive).isPresent()
        && (command == null || command.contains(data.toString()));
  }
}
