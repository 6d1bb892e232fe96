package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--backup-path=/b",
        "--backup-path /b",
        "-B /b",
        "-B/b",
        "--backup /b",
        "--back=/b"
      })
  void anOptionCanBeWrittenInManyWays(String line) {
    assertThat(parse(line).get(Option.BACKUP_PATH)).isEqualTo("/b");
  }

  @Test
  void aValueMayHoldAnythingAfterTheFirstEqualsSign() {
    assertThat(
            Arguments.parse(Verb.ARCHIVE_PUSH, new String[] {"--instance=a=b c"})
                .get(Option.INSTANCE))
        .isEqualTo("a=b c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nonsense | unknown option",
        "-x | unknown option",
        "--wal-file=x | ambiguous",
        "--overwrite=yes | takes no value",
        "--instance | needs a value",
        "--instance= | not empty",
        "--instance a --instance a | only once",
        "-j2 --threads=2 | only once",
        "word | unexpected argument",
        "-- | unexpected argument",
        "- | unexpected argument",
        "--remote-host=x | remote",
        "--ssh-options=x | remote",
        "--remote-proto=ssh | remote"
      })
  void whatIsWrongIsSaid(String line, String message) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theLastLogOptionCounts() {
    Arguments arguments = parse("--log-level-console=info --log-level-console=error");

    assertThat(arguments.get(Option.LOG_LEVEL_CONSOLE)).isEqualTo("error");
  }

  @Test
  void remoteOptionsAreAcceptedWhereTheySayNone() {
    Arguments arguments = parse("--remote-host=x --remote-proto=none --ssh-options=y");

    assertThat(arguments.has(Option.REMOTE_HOST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--overwrite", "--compress", "--no-sync", "--archive-timeout=5"})
  void archiveGetDoesNotTakeWhatIsForPushing(String option) {
    assertThatThrownBy(() -> Arguments.parse(Verb.ARCHIVE_GET, new String[] {option}))
        .isInstanceOf(UsageException.class);
  }

  private static Arguments parse(String line) {
    return Arguments.parse(Verb.ARCHIVE_PUSH, line.split(" "));
  }
}
