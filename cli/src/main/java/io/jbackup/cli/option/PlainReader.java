package io.jbackup.cli.option;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads command lines that are written out plainly and have no mistake, which are nearly all. It
/// leaves everything else to [GetoptParser], whose library takes a third of the time that `show`
/// takes in all: its classes are of a form that an AOT cache cannot hold.
final class PlainReader {
  private final Map<String, Option> names = new HashMap<>();

  PlainReader(Verb verb) {
    for (Option option : verb.options()) {
      option.names().forEach(name -> names.put(name, option));
      names.put(option.shortName(), option);
    }
    names.remove("");
  }

  /// The texts given for each option; empty when a word is anything but a full name, `--name=value`
  /// or a name and its value.
  Optional<Map<Option, List<String>>> read(List<String> words) {
    Map<Option, List<String>> values = new EnumMap<>(Option.class);
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      if (!readOption(rest.next(), rest, values)) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  private boolean readOption(String word, Iterator<String> rest, Map<Option, List<String>> values) {
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    Option option = names.get(equals < 0 ? word : word.substring(0, equals));
    if (option == null || (values.containsKey(option) && !option.isRepeatable())) {
      return false;
    }
    if (option.isFlag()) {
      values.put(option, List.of("true"));
      return equals < 0;
    }
    if (equals < 0 && !rest.hasNext()) {
      return false;
    }
    String value = equals < 0 ? rest.next() : word.substring(equals + 1);
    if (value.startsWith("-")) {
      return false;
    }
    values.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
    return true;
  }
}
