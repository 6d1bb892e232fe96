package io.jbackup.archivepush;

/// `--help` and `--version`, which leave everything else alone.
final class Information {
  private Information() {}

  static boolean printed(Verb verb, Arguments arguments, Surroundings surroundings) {
    if (arguments.has(Option.HELP)) {
      surroundings.out().print(HelpText.of(verb));
    } else if (arguments.has(Option.VERSION)) {
      surroundings.out().println(Program.VERSION);
    } else {
      return false;
    }
    surroundings.out().flush();
    return true;
  }
}
