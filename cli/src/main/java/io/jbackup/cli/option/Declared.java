package io.jbackup.cli.option;

import io.jbackup.catalog.config.ConfigKey;
import java.util.List;
import java.util.Optional;

/// What is said of an option where it is declared.
public interface Declared {
  /// All of it.
  Declaration declaration();

  /// The name that messages use, with its dashes.
  default String label() {
    return declaration().names.getFirst();
  }

  /// All long names, with their dashes.
  default List<String> names() {
    return declaration().names;
  }

  /// The short name with its dash; empty when there is none.
  default String shortName() {
    return declaration().letter == 0 ? "" : "-" + declaration().letter;
  }

  /// Both names, as messages about a missing or wrong value write them: `-B, --backup-path`.
  default String bothNames() {
    return declaration().letter == 0 ? label() : shortName() + ", " + label();
  }

  default ValueKind kind() {
    return declaration().kind;
  }

  default boolean isFlag() {
    return declaration().kind == ValueKind.FLAG;
  }

  /// What stands for the value in help.
  default String placeholder() {
    return declaration().placeholder;
  }

  default String help() {
    return declaration().help;
  }

  /// Empty when there is none.
  default String defaultText() {
    return declaration().defaultText;
  }

  /// The unit of a bare number; empty when it has none.
  default String unit() {
    return declaration().unit;
  }

  /// The environment variable that is used when the option is not given; empty when there is none.
  default String environment() {
    return declaration().environment;
  }

  default long min() {
    return declaration().min;
  }

  default long max() {
    return declaration().max;
  }

  /// Whether it may be given more than once.
  default boolean isRepeatable() {
    return declaration().repeatable;
  }

  default List<String> choices() {
    return declaration().choices;
  }

  /// The key under which set-config stores it; empty when it cannot be stored.
  default Optional<ConfigKey> key() {
    return Optional.ofNullable(declaration().key);
  }
}
