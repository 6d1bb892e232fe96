package io.jbackup.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineParserTest {
  private static Arguments backup(String... words) {
    return new CommandLineParser(Verb.BACKUP).parse(List.of(words));
  }

  private static Arguments restore(String... words) {
    return new CommandLineParser(Verb.RESTORE).parse(List.of(words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-j3", "-j 3", "--threads=3", "--threads 3", "--thr=3", "-Cj3", "-j 0x3"})
  void anOptionCanBeWrittenAsGetoptReadsIt(String words) {
    assertThat(backup(words.split(" ")).integerOrDefault(Option.THREADS)).isEqualTo(3);
  }

  @Test
  void aDefaultIsTakenWhereNothingIsGiven() {
    assertThat(backup().integerOrDefault(Option.THREADS)).isEqualTo(1);
  }

  @Test
  void oneLetterMeansWhatTheVerbSays() {
    assertThat(backup("-S", "s1").text(Option.SLOT)).contains("s1");
    assertThat(restore("-S", "s1").text(Option.PRIMARY_SLOT_NAME)).contains("s1");
  }

  @Test
  void aValueMayLookLikeAnything() {
    assertThat(backup("--note", "-z 'x'=\"y\" @file ${HOME}").text(Option.NOTE))
        .contains("-z 'x'=\"y\" @file ${HOME}");
    assertThat(
            backup("--compress-level", "-3", "--compress-algorithm=zstd")
                .text(Option.COMPRESS_LEVEL))
        .contains("-3");
    assertThat(backup("--note", "\"quoted\"").text(Option.NOTE)).contains("\"quoted\"");
  }

  @Test
  void shortFormsOfTargetsAreTheSameOptions() {
    assertThat(restore("--time", "2026-01-01").text(Option.RECOVERY_TARGET_TIME))
        .contains("2026-01-01");
    assertThat(restore("--inclusive=of").bool(Option.RECOVERY_TARGET_INCLUSIVE)).contains(false);
  }

  @Test
  void mappingsMayBeRepeated() {
    assertThat(restore("-T", "/a=/b", "--tablespace-mapping=/c=/d").all(Option.TABLESPACE_MAPPING))
        .containsExactly("/a=/b", "/c=/d");
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "T,true",
    "y,true",
    "on,true",
    "1,true",
    "no,false",
    "of,false",
    "0,false"
  })
  void booleansHaveManyWords(String word, boolean value) {
    assertThat(restore("--inclusive", word).bool(Option.RECOVERY_TARGET_INCLUSIVE)).contains(value);
  }

  @ParameterizedTest
  @CsvSource({"32,32", "1MB,1024", "1 GB,1048576"})
  void sizesHaveUnits(String text, long kilobytes) {
    assertThat(backup("--max-rate", text).size(Option.MAX_RATE)).hasValue(kilobytes);
  }

  @ParameterizedTest
  @CsvSource({"5,5000", "5ms,5", "2 min,120000", "30d,2592000000"})
  void spansOfTimeHaveUnits(String text, long milliseconds) {
    assertThat(backup("--ttl", text).milliseconds(Option.TTL)).hasValue(milliseconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--inclusive=o",
        "--inclusive=",
        "--inclusive=2",
        "-j=0",
        "-j129",
        "-jx",
        "--threads=-1"
      })
  void aValueThatDoesNotFitIsRefused(String word) {
    assertThatThrownBy(() -> restore(word)).isInstanceOf(UsageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"31", "2GB", "1mb", "fast"})
  void aRateOutOfRangeIsRefused(String rate) {
    assertThatThrownBy(() -> backup("--max-rate", rate))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--max-rate");
  }

  @Test
  void anAbbreviationOfSeveralNamesIsRefused() {
    assertThatThrownBy(() -> backup("--no"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--no-sync");
  }

  @Test
  void remoteOptionsNeedTheWordNone() {
    assertThat(backup("--remote-proto=none", "--remote-host=db").has(Option.REMOTE_HOST)).isTrue();
    assertThatThrownBy(() -> backup("--remote-host=db"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("does not use ssh");
  }

  @Test
  void theOptionsOfOneVerbHaveDifferentNames() {
    for (Verb verb : Verb.values()) {
      List<String> names =
          verb.options().stream()
              .flatMap(option ->
                  java.util.stream.Stream.concat(
                      option.names().stream(), java.util.stream.Stream.of(option.shortName())))
              .filter(name -> !name.isEmpty())
              .toList();
      assertThat(names).as(verb.label()).doesNotHaveDuplicates();
    }
  }

  /// What the quick reader reads, picocli reads in the same way.
  @Test
  void bothReadersAgreeOnWhatTheQuickOneReads() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Verb> verbs = List.of(Verb.values());
    int read = 0;
    for (int i = 0; i < 3000; i++) {
      Verb verb = verbs.get(random.nextInt(verbs.size()));
      List<String> words = words(verb, random);
      Optional<Map<Option, List<String>>> plain = new PlainReader(verb).read(words);
      if (plain.isPresent()) {
        read++;
        assertThat(new GetoptParser(verb).read(words))
            .as("seed " + seed + ": " + verb.label() + " " + words)
            .isEqualTo(plain.get());
      }
    }
    assertThat(read).isGreaterThan(500);
  }

  private static List<String> words(Verb verb, Random random) {
    List<Option> options = List.copyOf(verb.options());
    List<String> values = List.of("1", "a b", "", "=", "x=y", "-1", "--", "'q'", "\"q\"", "@f");
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Option option = options.get(random.nextInt(options.size()));
      String value = values.get(random.nextInt(values.size()));
      List<String> names = option.names();
      boolean brief = random.nextBoolean() && !option.shortName().isEmpty();
      String name = brief ? option.shortName() : names.get(random.nextInt(names.size()));
      if (option.isFlag()) {
        words.add(name);
      } else if (brief || random.nextBoolean()) {
        words.addAll(List.of(name, value));
      } else {
        words.add(name + "=" + value);
      }
    }
    return words;
  }
}
