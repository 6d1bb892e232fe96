package io.jbackup.cli.option;

import io.jbackup.catalog.config.ConfigKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what is said of one option where it is declared.
public final class Declaration {
  final List<String> names;
  final ValueKind kind;
  final String placeholder;
  String help = "";
  String defaultText = "";
  String unit = "";
  String environment = "";
  char letter;
  long min = Long.MIN_VALUE;
  long max = Long.MAX_VALUE;
  boolean repeatable;
  List<String> choices = List.of();
  @Nullable ConfigKey key;

  private Declaration(ValueKind kind, String placeholder, List<String> names) {
    this.kind = kind;
    this.placeholder = placeholder;
    this.names = names;
  }

  static Declaration flag(String... names) {
    return new Declaration(ValueKind.FLAG, "", List.of(names));
  }

  static Declaration text(String placeholder, String... names) {
    return new Declaration(ValueKind.TEXT, placeholder, List.of(names));
  }

  static Declaration path(String... names) {
    return new Declaration(ValueKind.PATH, "PATH", List.of(names));
  }

  static Declaration integer(long min, long max, String... names) {
    Declaration declaration = new Declaration(ValueKind.INTEGER, "N", List.of(names));
    declaration.min = min;
    declaration.max = max;
    return declaration;
  }

  static Declaration duration(String unit, String... names) {
    Declaration declaration = new Declaration(ValueKind.DURATION, "TIME", List.of(names));
    declaration.unit = unit;
    return declaration;
  }

  /// Limits are in kB.
  static Declaration size(long min, long max, String... names) {
    Declaration declaration = new Declaration(ValueKind.SIZE, "SIZE", List.of(names));
    declaration.min = min;
    declaration.max = max;
    declaration.unit = "kB";
    return declaration;
  }

  static Declaration choice(List<String> choices, String... names) {
    Declaration declaration =
        new Declaration(ValueKind.CHOICE, String.join("|", choices), List.of(names));
    declaration.choices = choices;
    return declaration;
  }

  static Declaration bool(String... names) {
    return new Declaration(ValueKind.BOOLEAN, "BOOL", List.of(names));
  }

  /// An option that jbackup.conf can hold as well.
  static Declaration stored(ConfigKey key) {
    return config(key, placeholder(key));
  }

  static Declaration config(ConfigKey key, String placeholder) {
    Declaration declaration =
        new Declaration(ValueKind.CONFIG, placeholder, List.of("--" + key.key()));
    declaration.key = key;
    declaration.defaultText = key.defaultValue();
    declaration.unit =
        switch (key.kind()) {
          case SECONDS -> "s";
          case MINUTES -> "min";
          case KILOBYTES -> "kB";
          case TEXT,
              PATH,
              INTEGER,
              UINT64,
              LOG_LEVEL,
              LOG_FORMAT,
              ALGORITHM,
              STORE_ENCRYPTION,
              SWITCH ->
              "";
        };
    return declaration;
  }

  private static String placeholder(ConfigKey key) {
    return switch (key.kind()) {
      case TEXT -> "TEXT";
      case PATH -> "PATH";
      case INTEGER, UINT64 -> "N";
      case SECONDS, MINUTES -> "TIME";
      case KILOBYTES -> "SIZE";
      case LOG_LEVEL -> "LEVEL";
      case LOG_FORMAT -> "plain|json";
      case ALGORITHM -> "ALGORITHM";
      case SWITCH -> "on|off";
      case STORE_ENCRYPTION -> "AES256|aws:kms";
    };
  }

  Declaration letter(char character) {
    letter = character;
    return this;
  }

  Declaration help(String text) {
    help = text;
    return this;
  }

  Declaration byDefault(String text) {
    defaultText = text;
    return this;
  }

  Declaration env(String name) {
    environment = name;
    return this;
  }

  Declaration repeat() {
    repeatable = true;
    return this;
  }
}
