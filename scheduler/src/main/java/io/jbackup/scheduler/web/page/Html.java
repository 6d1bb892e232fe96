package io.jbackup.scheduler.web.page;

/// Writes HTML. Text is escaped; markup is written as it is.
final class Html {
  private final StringBuilder out = new StringBuilder();

  Html markup(String markup) {
    out.append(markup);
    return this;
  }

  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return this;
  }

  /// One element with nothing but text in it; `open` is its name, with its attributes if it has
  /// any.
  Html element(String open, String text) {
    int blank = open.indexOf(' ');
    String name = blank < 0 ? open : open.substring(0, blank);
    return markup("<" + open + ">").text(text).markup("</" + name + ">");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
