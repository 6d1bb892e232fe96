package io.jbackup.docs.guide;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the guide's names stand for in this run: paths, ports, and answers that came on the way.
final class Place {
  private final Map<String, String> meanings = new LinkedHashMap<>();

  /// From now on `name` means `meaning`; names that were given earlier are tried first.
  void set(String name, String meaning) {
    meanings.put(name, meaning);
  }

  /// The text with every name replaced where it is not a part of a longer word or number.
  String apply(String text) {
    String result = text;
    for (Map.Entry<String, String> entry : meanings.entrySet()) {
      Pattern name =
          Pattern.compile("(?<![\\w.])" + Pattern.quote(entry.getKey()) + "(?!\\w|\\.\\d)");
      result = name.matcher(result).replaceAll(Matcher.quoteReplacement(entry.getValue()));
    }
    return result;
  }
}
