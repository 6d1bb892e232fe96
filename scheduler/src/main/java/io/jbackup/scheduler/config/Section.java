package io.jbackup.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbackup.catalog.config.Units;
import io.jbackup.catalog.error.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A map of the file. Every wrong value is noted as a problem, and something harmless is returned
/// in its place, so that reading goes on.
final class Section {
  private final JsonNode node;
  private final String where;
  private final Problems problems;

  /// @param where its path, for messages
  /// @param kind its path as [ServiceKey] writes it
  Section(JsonNode node, String where, String kind, Problems problems) {
    this.node = node;
    this.where = where;
    this.problems = problems;
    if (!node.isObject()) {
      problems.add(where, "must be a map of keys and values");
      return;
    }
    List<String> known = ServiceKey.namesOf(kind);
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            problems.add(at(name), "there is no such key" + suggestion(name, known));
          }
        });
  }

  private static String suggestion(String name, List<String> known) {
    return Nearest.to(name, known)
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("; the keys here are " + String.join(", ", known));
  }

  String where() {
    return where;
  }

  String at(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  void problem(String name, String what) {
    problems.add(name.isEmpty() ? where : at(name), what);
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  JsonNode value(String name) {
    return node.path(name);
  }

  /// Scalars only; YAML's numbers and flags count as the text they were written as.
  Optional<String> text(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      problem(name, "must be a text that is not empty");
      return Optional.empty();
    }
    return Optional.of(value.asText());
  }

  String required(String name) {
    if (!has(name)) {
      problem(name, "must be given");
    }
    return text(name).orElse("");
  }

  Optional<Path> path(String name) {
    return text(name)
        .map(Path::of)
        .filter(path -> {
          if (!path.isAbsolute()) {
            problem(name, "\"" + path + "\" must be an absolute path");
          }
          return true;
        });
  }

  Path requiredPath(String name) {
    if (!has(name)) {
      problem(name, "must be given");
    }
    return path(name).orElse(Path.of("/"));
  }

  Duration duration(String name, Duration standard) {
    return parsed(
        name,
        standard,
        text -> {
          if (text.chars().allMatch(Character::isDigit)) {
            throw new UsageException("\"" + text + "\" needs a unit: ms, s, min, h or d", "");
          }
          return Duration.ofMillis(Units.milliseconds(name, text, "s"));
        });
  }

  int number(String name, int standard, int least, int most) {
    return parsed(
        name,
        standard,
        text -> {
          int value = Integer.parseInt(text);
          if (value < least || value > most) {
            throw new UsageException(
                value + " is out of range, " + least + " to " + most + " is allowed", "");
          }
          return value;
        });
  }

  boolean flag(String name) {
    return parsed(
        name,
        false,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new UsageException("\"" + text + "\" is neither true nor false", "");
            });
  }

  <T> T choice(String name, Map<String, T> choices, T standard) {
    return parsed(
        name,
        standard,
        text -> {
          T found = choices.get(text);
          if (found == null) {
            throw new UsageException(
                "\"" + text + "\" is none of " + choices.keySet().stream().sorted().toList(), "");
          }
          return found;
        });
  }

  /// A value that `parser` makes of the text; what it throws is a problem.
  <T> T parsed(String name, T standard, Function<String, T> parser) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return standard;
    }
    try {
      return parser.apply(text.get());
    } catch (NumberFormatException e) {
      problem(name, "\"" + text.get() + "\" is not a whole number");
    } catch (UsageException | IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
    }
    return standard;
  }

  /// The map below a key.
  Optional<Section> section(String name, String kind) {
    return has(name)
        ? Optional.of(new Section(node.get(name), at(name), kind, problems))
        : Optional.empty();
  }

  /// The maps of a list.
  List<Section> list(String name, String kind) {
    List<Section> sections = new ArrayList<>();
    if (has(name) && !node.get(name).isArray()) {
      problem(name, "must be a list");
      return sections;
    }
    int index = 0;
    for (JsonNode element : node.path(name)) {
      sections.add(new Section(element, at(name) + "[" + index + "]", kind, problems));
      index++;
    }
    return sections;
  }

  /// The maps of a map, by their names.
  Map<String, Section> map(String name, String kind) {
    Map<String, Section> sections = new LinkedHashMap<>();
    if (has(name) && !node.get(name).isObject()) {
      problem(name, "must be a map of names");
      return sections;
    }
    node.path(name)
        .properties()
        .forEach(entry ->
            sections.put(
                entry.getKey(),
                new Section(entry.getValue(), at(name) + "." + entry.getKey(), kind, problems)));
    return sections;
  }
}
