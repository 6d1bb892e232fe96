package io.jbackup.core.protocol;

import java.io.IOException;
import java.util.Arrays;

/// An error or notice as the server sent it (PostgreSQL documentation, "Error and Notice Message
/// Fields"); a field that was not sent is the empty string.
///
/// @param severity ERROR, FATAL, PANIC, WARNING, NOTICE, DEBUG, INFO or LOG, never translated
/// @param routine the server's source function, which tells apart errors that share an SQLSTATE
///   whatever the language of its messages
public record ServerError(
    String severity,
    String sqlState,
    String message,
    String detail,
    String hint,
    String where,
    String routine) {

  /// Reads the body of an ErrorResponse or NoticeResponse.
  static ServerError read(MessageReader in) throws IOException {
    String[] fields = new String[128];
    Arrays.fill(fields, "");
    for (byte code = in.readByte(); code != 0; code = in.readByte()) {
      String value = in.readString();
      if (code > 0) {
        fields[code] = value;
      }
    }
    return new ServerError(
        fields['V'].isEmpty() ? fields['S'] : fields['V'],
        fields['C'],
        fields['M'],
        fields['D'],
        fields['H'],
        fields['W'],
        fields['R']);
  }

  /// Whether the server closes the connection after it.
  public boolean isFatal() {
    return severity.equals("FATAL") || severity.equals("PANIC");
  }

  public boolean isWarning() {
    return severity.equals("WARNING");
  }

  /// Message and detail, readable as one sentence. The hint is apart, see [#hint()].
  public String text() {
    return detail.isEmpty() ? message : message + " (" + detail + ")";
  }
}
