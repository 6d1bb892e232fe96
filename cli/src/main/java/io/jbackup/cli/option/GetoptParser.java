package io.jbackup.cli.option;

import io.jbackup.catalog.error.UsageException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Reads words with picocli, which knows all that getopt_long takes and finds every mistake.
final class GetoptParser {
  private final Verb verb;

  GetoptParser(Verb verb) {
    this.verb = verb;
  }

  /// The texts given for each option. Throws UsageException for anything that the verb does not
  /// take.
  Map<Option, List<String>> read(List<String> words) {
    ParseResult result = parse(words);
    Map<Option, List<String>> values = new EnumMap<>(Option.class);
    for (Option option : verb.options()) {
      if (result.hasMatchedOption(option.label())) {
        values.put(
            option,
            option.isFlag()
                ? List.of("true")
                : List.copyOf(result.matchedOption(option.label()).stringValues()));
      }
    }
    return values;
  }

  private ParseResult parse(List<String> words) {
    try {
      return commandLine().parseArgs(words.toArray(String[]::new));
    } catch (CommandLine.OverwrittenOptionException e) {
      throw usage("option " + label(e.getOverwritten()) + " should be specified only once", e);
    } catch (CommandLine.MissingParameterException e) {
      throw usage("option " + label(e.getMissing().getFirst()) + " requires a value", e);
    } catch (CommandLine.UnmatchedArgumentException e) {
      throw UnknownWord.explain(verb, e.getUnmatched().getFirst(), e);
    } catch (CommandLine.ParameterException e) {
      throw usage(String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""), e);
    }
  }

  private CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name(verb.label());
    spec.parser()
        .abbreviatedOptionsAllowed(true)
        .expandAtFiles(false)
        .trimQuotes(false)
        .overwrittenOptionsAllowed(false);
    for (Option option : verb.options()) {
      spec.addOption(optionSpec(option));
    }
    return new CommandLine(spec);
  }

  private static OptionSpec optionSpec(Option option) {
    List<String> names = new ArrayList<>(option.names());
    if (!option.shortName().isEmpty()) {
      names.add(option.shortName());
    }
    OptionSpec.Builder builder = OptionSpec.builder(names.toArray(String[]::new));
    if (option.isFlag()) {
      return builder.arity("0").type(boolean.class).build();
    }
    return option.isRepeatable()
        ? builder.arity("1").type(List.class).auxiliaryTypes(String.class).build()
        : builder.arity("1").type(String.class).build();
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private UsageException usage(String message, CommandLine.ParameterException cause) {
    return new UsageException(message, "See: jbackup help " + verb.label(), cause);
  }
}
