package io.jbackup.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The command lines are those that Patroni 3.0 and 4.1 were seen to make.
final class PatroniWordsTest {
  private static Arguments parse(String... words) {
    return new CommandLineParser(Verb.RESTORE).parse(List.of(words));
  }

  @Test
  void aReplicaIsRestoredIntoPatronisDirectory() {
    Arguments arguments =
        parse(
            "-B",
            "/catalog",
            "--instance",
            "main",
            "--mode=fail",
            "--no_leader=1",
            "--my_param=some value",
            "--threads=4",
            "--scope=lab",
            "--role=replica",
            "--datadir=/pg/data",
            "--connstring=dbname=postgres user=replicator host=127.0.0.1 port=5434");

    assertThat(arguments.text(Option.PGDATA)).contains("/pg/data");
    assertThat(arguments.text(Option.THREADS)).contains("4");
    assertThat(arguments.has(Option.RESTORE_AS_REPLICA)).isTrue();
    assertThat(arguments.has(Option.RECOVERY_TARGET_ACTION)).isFalse();
    assertThat(arguments.ignored()).containsExactly("--my_param");
  }

  @Test
  void withoutALeaderTheConnectionStringIsEmpty() {
    Arguments arguments =
        parse("--scope=lab", "--role=replica", "--datadir=/pg/data", "--connstring=");
    assertThat(arguments.text(Option.PGDATA)).contains("/pg/data");
    assertThat(arguments.ignored()).isEmpty();
  }

  @Test
  void aBootstrapToAMomentPromotes() {
    Arguments arguments =
        parse(
            "-B",
            "/catalog",
            "--recovery_target_time=2026-11-22 10:00:00+00",
            "--keep_existing_recovery_conf=True",
            "--scope=lab",
            "--datadir=/pg/data");
    assertThat(arguments.text(Option.RECOVERY_TARGET_TIME)).contains("2026-11-22 10:00:00+00");
    assertThat(arguments.choice(Option.RECOVERY_TARGET_ACTION)).isEqualTo("promote");
    assertThat(arguments.has(Option.RESTORE_AS_REPLICA)).isFalse();
  }

  @Test
  void whatIsAskedForIsNotChanged() {
    assertThat(
            parse(
                    "--time=2026-11-22",
                    "--recovery-target-action=pause",
                    "--scope=l",
                    "--datadir=/d")
                .choice(Option.RECOVERY_TARGET_ACTION))
        .isEqualTo("pause");
    assertThat(parse("--scope=l", "--datadir=/d").has(Option.RECOVERY_TARGET_ACTION)).isFalse();
    assertThat(
            parse("--recovery-target=latest", "--scope=l", "--datadir=/d")
                .has(Option.RECOVERY_TARGET_ACTION))
        .isFalse();
  }

  /// A target that is misspelt would be another target.
  @Test
  void aMisspeltTargetIsNotIgnored() {
    assertThatThrownBy(() -> parse("--recovery_target_tme=2026-11-22", "--scope=l", "--datadir=/d"))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void unknownKeysAreRefusedWithoutPatroni() {
    assertThatThrownBy(() -> parse("-B", "/c", "--my_param=1")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> parse("--role=replica")).isInstanceOf(UsageException.class);
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(() -> parse("--scope=lab")).hasMessageContaining("without --datadir");
    assertThatThrownBy(() -> parse("-D", "/other", "--datadir=/d", "--scope=l"))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> parse("--datadir=/d", "--connstring=nonsense"))
        .isInstanceOf(UsageException.class);
  }
}
