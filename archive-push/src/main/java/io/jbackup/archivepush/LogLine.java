package io.jbackup.archivepush;

/// One message. The hint is empty where there is none.
record LogLine(long time, int thread, Level level, String message, String hint, long pid) {
  /// `timestamp [pid]: [thread]: LEVEL: message`; a hint has a line of its own.
  String plain(boolean withThread) {
    String start =
        Timestamp.format(time) + " [" + pid + "]: " + (withThread ? "[" + thread + "]: " : "");
    String line = start + level + ": " + message;
    return hint.isEmpty() ? line : line + "\n" + start + "HINT: " + hint;
  }

  String json() {
    StringBuilder line = new StringBuilder("{\"ts\":");
    quote(line, Timestamp.format(time)).append(",\"pid\":").append(pid).append(",\"level\":");
    quote(line, level.name()).append(",\"msg\":");
    quote(line, message);
    if (!hint.isEmpty()) {
      quote(line.append(",\"hint\":"), hint);
    }
    return line.append(",\"my_thread_num\":").append(thread).append('}').toString();
  }

  private static StringBuilder quote(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c == '\n') {
        line.append("\\n");
      } else if (c < ' ') {
        line.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        line.append(c);
      }
    }
    return line.append('"');
  }
}
