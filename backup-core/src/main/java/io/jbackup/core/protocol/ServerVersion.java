package io.jbackup.core.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server's version from its parameter `server_version`, e.g. `16.4 (Debian 16.4-1)`,
/// `18beta1`.
final class ServerVersion {
  private static final Pattern MAJOR = Pattern.compile("(\\d{1,4}).*");

  private ServerVersion() {}

  static String text(Session session) {
    String version = session.parameter("server_version");
    if (version == null) {
      throw session.failed(new ProtocolViolation("the server did not report its version"));
    }
    return version;
  }

  static int major(Session session) {
    Matcher matcher = MAJOR.matcher(text(session));
    if (!matcher.matches()) {
      throw session.failed(
          new ProtocolViolation("the server's version \"" + text(session) + "\" is not a number"));
    }
    return Integer.parseInt(matcher.group(1));
  }
}
