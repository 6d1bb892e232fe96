package io.jbackup.cli.log;

import java.util.List;
import java.util.regex.Pattern;

/// A command line as the log keeps it: words that need it are quoted for a shell, passwords in
/// conninfo strings and URIs are masked.
public final class CommandText {
  private static final Pattern KEYWORD =
      Pattern.compile(
          "((?:ssl)?password\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*'|[^\\s&'\"]*)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern URI = Pattern.compile("(postgres(?:ql)?://[^:/@\\s]*:)[^@]*@");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private CommandText() {}

  public static String of(String program, List<String> words) {
    StringBuilder text = new StringBuilder(program);
    for (String word : words) {
      text.append(' ').append(quote(mask(word)));
    }
    return text.toString();
  }

  /// The text with `***` in the place of passwords.
  public static String mask(String text) {
    String masked = KEYWORD.matcher(text).replaceAll("$1***");
    return URI.matcher(masked).replaceAll("$1***@");
  }

  /// Whether the text holds a password.
  public static boolean hasPassword(String text) {
    return !mask(text).equals(text);
  }

  private static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
