package io.jbackup.core.format;

import java.io.IOException;

/// Takes what a [TarReader] finds, in the archive's order.
public interface TarHandler {
  /// A member begins. Its name has not been checked for `..` or a leading slash: whoever writes
  /// files must.
  void begin(TarEntry entry) throws IOException;

  /// The next bytes of a file, valid during the call; never called for other kinds of member.
  void data(byte[] buffer, int offset, int length) throws IOException;

  /// The member has ended: all of its size has been given.
  void end(TarEntry entry) throws IOException;
}
