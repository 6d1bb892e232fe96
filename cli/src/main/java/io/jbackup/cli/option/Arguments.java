package io.jbackup.cli.option;

import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What was given on a command line; every value fits its option's kind. Immutable.
public final class Arguments {
  private final Verb verb;
  private final Map<Option, List<String>> values;
  private final List<String> ignored;

  Arguments(Verb verb, Map<Option, List<String>> values, List<String> ignored) {
    this.verb = verb;
    this.ignored = List.copyOf(ignored);
    this.values = new EnumMap<>(Option.class);
    this.values.putAll(values);
  }

  public Verb verb() {
    return verb;
  }

  /// Names of words that mean nothing to the verb and were let pass.
  public List<String> ignored() {
    return ignored;
  }

  /// Whether an option was given.
  public boolean has(Option option) {
    return values.containsKey(option);
  }

  /// The value as it was written; the last one where several are allowed.
  public Optional<String> text(Option option) {
    return Optional.ofNullable(values.get(option)).map(List::getLast);
  }

  /// All values, in the order they were given.
  public List<String> all(Option option) {
    return values.getOrDefault(option, List.of());
  }

  public Optional<Path> path(Option option) {
    return text(option).map(Path::of);
  }

  /// One of the option's choices, its default where it has one and none was given.
  public String choice(Option option) {
    return text(option).map(text -> OptionValues.choice(option, text)).orElse(option.defaultText());
  }

  public OptionalLong integer(Option option) {
    Optional<String> text = text(option);
    return text.isPresent()
        ? OptionalLong.of(OptionValues.integer(option, text.get()))
        : OptionalLong.empty();
  }

  /// The number given, or else the option's default.
  public int integerOrDefault(Option option) {
    return (int) integer(option).orElseGet(() -> Long.parseLong(option.defaultText()));
  }

  /// Kilobytes.
  public OptionalLong size(Option option) {
    Optional<String> text = text(option);
    return text.isPresent()
        ? OptionalLong.of(OptionValues.kilobytes(option, text.get()))
        : OptionalLong.empty();
  }

  public OptionalLong milliseconds(Option option) {
    Optional<String> text = text(option);
    return text.isPresent()
        ? OptionalLong.of(OptionValues.milliseconds(option, text.get()))
        : OptionalLong.empty();
  }

  /// The time given, or else the option's default.
  public Duration durationOrDefault(Option option) {
    String text = text(option).orElse(option.defaultText());
    return Duration.ofMillis(OptionValues.milliseconds(option, text));
  }

  public Optional<Boolean> bool(Option option) {
    return text(option).map(text -> OptionValues.bool(option, text));
  }

  /// The value of an option that the verb cannot do without.
  public String required(Option option) {
    return text(option).orElseThrow(() -> missing(option));
  }

  private UsageException missing(Option option) {
    return new UsageException(
        "Required parameter not specified: " + option.label(), "See: jbackup help " + verb.label());
  }

  /// The configuration with everything that was given of it in place of what is stored.
  public InstanceConfig over(InstanceConfig stored) {
    InstanceConfig merged = stored;
    for (Map.Entry<Option, List<String>> entry : values.entrySet()) {
      if (entry.getKey().key().isPresent()) {
        merged = merged.with(entry.getKey().key().get(), entry.getValue().getLast());
      }
    }
    return merged;
  }
}
