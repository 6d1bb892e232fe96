package io.jbackup.cli.option;

import java.util.List;
import java.util.Map;

/// Reads the words after a verb the way getopt_long does: `--opt=value`, `--opt value`, `-ovalue`,
/// and unique abbreviations of long names. Throws UsageException for anything that the verb does
/// not take.
public final class CommandLineParser {
  private final Verb verb;

  public CommandLineParser(Verb verb) {
    this.verb = verb;
  }

  public Arguments parse(List<String> words) {
    PatroniWords patroni = PatroniWords.of(verb, words);
    Map<Option, List<String>> values =
        new PlainReader(verb)
            .read(patroni.words())
            .orElseGet(() -> new GetoptParser(verb).read(patroni.words()));
    values.forEach((option, texts) -> texts.forEach(text -> OptionValues.check(option, text)));
    Arguments arguments = new Arguments(verb, values, patroni.ignored());
    if (!arguments.has(Option.HELP)) {
      RemoteOptions.check(arguments);
    }
    return arguments;
  }
}
