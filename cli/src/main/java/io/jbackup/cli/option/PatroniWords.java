package io.jbackup.cli.option;

import io.jbackup.catalog.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The words that Patroni appends to the command of a `create_replica_methods` entry or of a custom
/// bootstrap: `--scope=NAME --datadir=PATH`, for a replica `--role=replica --connstring=CONNINFO`
/// too, and every key of the entry's section as `--key=value` (Patroni documentation, "Replica
/// imaging and bootstrap").
///
/// @param words the command line of `restore` that they stand for
/// @param ignored keys that mean nothing to `restore`
record PatroniWords(List<String> words, List<String> ignored) {
  /// Patroni's own keys, which need no answer.
  private static final Set<String> KNOWN =
      Set.of(
          "--scope",
          "--role",
          "--connstring",
          "--no_leader",
          "--no_master",
          "--no_params",
          "--keep_data",
          "--keep_existing_recovery_conf",
          "--mode",
          "--trigger_file");

  PatroniWords {
    words = List.copyOf(words);
    ignored = List.copyOf(ignored);
  }

  /// Words without Patroni's stay as they are. Throws UsageException when Patroni's contradict
  /// themselves.
  static PatroniWords of(Verb verb, List<String> given) {
    Map<String, String> keys = new TreeMap<>();
    given.forEach(word -> keys.putIfAbsent(name(word), value(word)));
    boolean patroni = keys.containsKey("--scope") || keys.containsKey("--datadir");
    if (verb != Verb.RESTORE || !patroni) {
      return new PatroniWords(given, List.of());
    }
    requireSense(keys);
    List<String> words = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    for (String word : given) {
      Optional<String> translated = translate(verb, word);
      if (translated.isPresent()) {
        words.add(translated.get());
      } else if (!KNOWN.contains(name(word))) {
        ignored.add(name(word));
      }
    }
    addDefaults(words, keys);
    return new PatroniWords(words, ignored);
  }

  private static void requireSense(Map<String, String> keys) {
    if (keys.getOrDefault("--datadir", "").isEmpty()) {
      throw new UsageException(
          "Patroni's --scope comes without --datadir",
          "Remove no_params from the section in Patroni's configuration, or name the directory with"
              + " -D and leave --scope away.");
    }
    String connection = keys.getOrDefault("--connstring", "");
    if (!connection.isEmpty() && !connection.contains("=") && !connection.contains("://")) {
      throw new UsageException(
          "Patroni's --connstring is no connection string", "Look at Patroni's configuration.");
    }
  }

  /// Empty for what `restore` need not know.
  private static Optional<String> translate(Verb verb, String word) {
    String name = name(word);
    if (name.equals("--datadir")) {
      return Optional.of("--pgdata=" + value(word));
    }
    if (!word.startsWith("--") || word.equals("--")) {
      return Optional.of(word);
    }
    if (KNOWN.contains(name)) {
      return Optional.empty();
    }
    String dashed = name.replace('_', '-');
    if (takes(verb, dashed)) {
      return Optional.of(dashed + word.substring(name.length()));
    }
    boolean foreign = word.contains("=") && !dashed.contains("recovery");
    return foreign ? Optional.empty() : Optional.of(word);
  }

  private static boolean takes(Verb verb, String name) {
    return verb.options().stream().anyMatch(option -> option.names().contains(name));
  }

  /// A replica follows the newest timeline; a bootstrap must end its recovery, or Patroni waits.
  private static void addDefaults(List<String> words, Map<String, String> keys) {
    boolean targeted =
        words.stream()
            .map(PatroniWords::name)
            .anyMatch(name ->
                !name.contains("timeline")
                    && !name.contains("action")
                    && !name.contains("inclusive")
                    && (name.startsWith("--recovery-target")
                        || Set.of("--time", "--xid", "--lsn", "--immediate").contains(name)));
    boolean standby = words.contains("-R") || words.contains("--restore-as-replica");
    if (keys.getOrDefault("--role", "").toLowerCase(Locale.ROOT).equals("replica")) {
      if (!targeted && !standby) {
        words.add("--restore-as-replica");
      }
    } else if (targeted
        && !words.contains("--recovery-target=latest")
        && words.stream().map(PatroniWords::name).noneMatch("--recovery-target-action"::equals)) {
      words.add("--recovery-target-action=promote");
    }
  }

  private static String name(String word) {
    int equals = word.indexOf('=');
    return equals < 0 || !word.startsWith("--") ? word : word.substring(0, equals);
  }

  private static String value(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? "" : word.substring(equals + 1);
  }
}
