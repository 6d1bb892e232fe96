package io.jbackup.archivepush;

import io.jbackup.catalog.error.ExitCode;

/// What `--help` prints.
final class HelpText {
  private static final int COLUMN = 34;

  private HelpText() {}

  static String of(Verb verb) {
    StringBuilder text = new StringBuilder();
    text.append("Usage: ").append(verb.label()).append(" [options]\n");
    text.append("       jbackup ").append(verb.label()).append(" [options]\n\n");
    text.append(verb.summary()).append("\n\nOptions:\n");
    for (Option option : Option.all()) {
      if (verb.takes(option) && !option.help().isEmpty()) {
        option(text, option);
      }
    }
    text.append("\nExit codes:\n");
    switch (verb) {
      case ARCHIVE_PUSH -> pushCodes(text);
      case ARCHIVE_GET -> getCodes(text);
    }
    return text.toString();
  }

  private static void option(StringBuilder text, Option option) {
    int start = text.length();
    text.append("  ").append(option.letter() == 0 ? "    " : "-" + option.letter() + ", ");
    text.append(option.label());
    if (option.takesValue()) {
      text.append('=').append(option.placeholder());
    }
    pad(text, start);
    text.append(option.help()).append('\n');
  }

  private static void pushCodes(StringBuilder text) {
    for (ExitCode code : ExitCode.values()) {
      if (code != ExitCode.ARCHIVE_GET_FAILED) {
        code(text, code.code(), code.meaning());
      }
    }
  }

  private static void getCodes(StringBuilder text) {
    code(text, 0, "the file was delivered");
    code(text, 1, "the file is certainly not in the archive");
    code(text, 126, "anything else, a wrong option too: recovery stops instead of ending early");
  }

  private static void code(StringBuilder text, int code, String meaning) {
    int start = text.length();
    text.append("  ").append(code);
    pad(text, start);
    text.append(meaning).append('\n');
  }

  private static void pad(StringBuilder text, int start) {
    do {
      text.append(' ');
    } while (text.length() - start < COLUMN);
  }
}
