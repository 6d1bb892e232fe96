package io.jbackup.cli.option;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.error.UsageException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says why a word of the command line was not understood.
public final class UnknownWord {
  private UnknownWord() {}

  /// A first word that is no verb.
  public static UsageException verb(String word) {
    if (LaterFeatures.hasVerb(word)) {
      return new UsageException(
          "this version of jbackup (" + ProgramVersion.NUMBER + ") does not have \"" + word + "\"",
          "\"jbackup help\" lists the verbs it has.");
    }
    if (word.equals("service")) {
      return new UsageException(
          "service needs a second word",
          "One of run, check, status, systemd and init-job-store: jbackup help service run");
    }
    return new UsageException("unknown verb \"" + word + "\"", "\"jbackup help\" lists the verbs.");
  }

  /// A word after the verb that is none of its options.
  static UsageException explain(Verb verb, String word, @Nullable Throwable cause) {
    String see = "See: jbackup help " + verb.label();
    if (!word.startsWith("-") || word.equals("-")) {
      return new UsageException("unexpected argument \"" + word + "\"", see, cause);
    }
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    if (isFileOnly(name)) {
      return new UsageException(
          "Option " + name.substring(2) + " cannot be specified in command line",
          "It is read from the cluster by add-instance.",
          cause);
    }
    if (LaterFeatures.hasOption(name)) {
      return new UsageException(
          "this version of jbackup (" + ProgramVersion.NUMBER + ") does not have option " + name,
          LaterFeatures.hint(name, see),
          cause);
    }
    String message =
        find(name)
            .map(option -> "option " + option.bothNames() + " is not used by " + verb.label())
            .orElse("unknown option " + name + " of " + verb.label());
    return new UsageException(message, see, cause);
  }

  private static boolean isFileOnly(String name) {
    return name.startsWith("--")
        && ConfigKey.of(name.substring(2))
            .filter(key ->
                key == ConfigKey.SYSTEM_IDENTIFIER
                    || key == ConfigKey.SERVER_VERSION
                    || key == ConfigKey.XLOG_SEG_SIZE)
            .isPresent();
  }

  private static Optional<Option> find(String name) {
    return Arrays.stream(Option.values()).filter(option -> isNameOf(option, name)).findFirst();
  }

  /// A short name may have its value, or other short names, behind it.
  private static boolean isNameOf(Option option, String name) {
    if (name.startsWith("--") || option.shortName().isEmpty()) {
      return option.names().contains(name);
    }
    return name.startsWith(option.shortName());
  }
}
