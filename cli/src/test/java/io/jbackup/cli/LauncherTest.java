package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the launcher of archive-get does itself, with a Java that only writes down its arguments.
class LauncherTest {
  private static final String SEGMENT = "000000010000000000000007";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path home;
  private Path calls;
  private Path data;
  private Path waiting;

  @BeforeEach
  void begin() throws Exception {
    home = directory.resolve("the home");
    data = Files.createDirectories(directory.resolve("data"));
    waiting = Files.createDirectories(data.resolve("pg_wal/jbackup_prefetch"));
    calls = directory.resolve("calls");
    Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
    script(java, "#!/bin/sh\necho \"$@\" >>'%s'\nexit \"${JAVA_EXIT:-0}\"\n".formatted(calls));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/java-home"), directory.resolve("java") + "\nx86_64\n");
    Files.writeString(home.resolve("lib/archive.jars"), "a.jar b.jar\n");
    Files.writeString(home.resolve("lib/archive-s3.jars"), "a.jar c.jar\n");
    Files.writeString(home.resolve("lib/cli-s3.jars"), "c.jar d.jar\n");
    for (String name : List.of("jbackup", "archive-get", "archive-push")) {
      script(
          home.resolve("bin").resolve(name),
          Files.readString(Path.of("src/main/dist/launcher.sh")));
    }
    Files.writeString(waiting.resolve("source"), "/cat alog\nmain\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"archive-get", "jbackup archive-get"})
  void aPrefetchedSegmentIsServedWithoutJava(String program) throws Exception {
    Files.writeString(waiting.resolve(SEGMENT), "content");
    Files.writeString(data.resolve("pg_wal/RECOVERYXLOG"), "old");

    assertThat(run(program, 0, "--batch-size=10", "-j", "2", "--log-level-console=warning"))
        .isZero();

    assertThat(data.resolve("pg_wal/RECOVERYXLOG")).hasContent("content");
    assertThat(waiting.resolve(SEGMENT)).doesNotExist();
    assertThat(calls).doesNotExist();
  }

  @Test
  void thePrefetchDirectoryMayBeElsewhere() throws Exception {
    Path elsewhere = Files.createDirectories(directory.resolve("else where"));
    Files.copy(waiting.resolve("source"), elsewhere.resolve("source"));
    Files.writeString(elsewhere.resolve(SEGMENT), "content");

    assertThat(run("archive-get", 0, "--batch-size=10", "--prefetch-dir=" + elsewhere)).isZero();

    assertThat(data.resolve("pg_wal/RECOVERYXLOG")).hasContent("content");
    assertThat(calls).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--batch-size=1",
        "--batch-size=x",
        "--batch-size=10 --instance=main",
        "--batch-size=10 --nonsense",
        "--batch-size=10 --help",
        "--batch-size=10 -D /x",
        "--batch-size=10 word",
        "--batch-size"
      })
  void anythingUnusualIsLeftToJava(String options) throws Exception {
    Files.writeString(waiting.resolve(SEGMENT), "content");

    assertThat(run("archive-get", 0, options.isEmpty() ? new String[0] : options.split(" ")))
        .isZero();

    assertThat(Files.readString(calls)).contains("io.jbackup.archivepush.ArchiveGet -B /cat alog");
    assertThat(waiting.resolve(SEGMENT)).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/other\nmain\n", "/cat alog\nother\n", "", "/cat alog"})
  void whatCameFromAnotherArchiveIsLeftToJava(String source) throws Exception {
    Files.writeString(waiting.resolve(SEGMENT), "content");
    Files.writeString(waiting.resolve("source"), source);

    assertThat(run("archive-get", 0, "--batch-size=10")).isZero();

    assertThat(calls).exists();
    assertThat(data.resolve("pg_wal/RECOVERYXLOG")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "81, 1", "1, 126", "2, 126", "125, 126", "126, 126", "143, 143"})
  void onlyCertainAbsenceIsOne(int java, int expected) throws Exception {
    assertThat(run("archive-get", java, "--batch-size=10")).isEqualTo(expected);
  }

  @Test
  void moreIsFetchedInTheBackgroundWhenJavaAsksForIt() throws Exception {
    assertThat(run("archive-get", 82, "--batch-size=10")).isZero();

    assertThat(await(2).getLast()).endsWith("--batch-size=10 --background-prefetch");
  }

  @Test
  void moreIsFetchedInTheBackgroundWhenHalfIsUsedUp() throws Exception {
    Files.writeString(waiting.resolve(SEGMENT), "content");
    for (int left = 0; left < 5; left++) {
      Files.writeString(waiting.resolve("00000001000000000000001" + left), "x");
    }

    assertThat(run("archive-get", 0, "--batch-size=10")).isZero();

    assertThat(await(1).getFirst()).endsWith("--batch-size=10 --background-prefetch");
  }

  /// The optimising compiler costs more than it brings where no Java encrypts or signs content.
  @ParameterizedTest
  @CsvSource({
    "archive-push --batch-size=50, endpoint = https://store, true",
    "archive-push --batch-size=50, endpoint = http://store, false",
    "archive-push --batch-size=50, tls = java, false",
    "archive-push --batch-size=50, proxy = http://proxy, false",
    "archive-push --batch-size=50 --encrypt-key-file=key, region = here, false",
    "jbackup restore, endpoint = https://store, true",
    "jbackup restore, tls = java, false",
    "jbackup restore, '  tls = java', false",
    "jbackup restore --decrypt-identity-file=key, region = here, false",
    "jbackup backup, endpoint = https://store, false",
    "jbackup validate, endpoint = https://store, false",
    "jbackup show, tls = java, true"
  })
  void whatJavaEncryptsIsOptimised(String command, String line, boolean quick) throws Exception {
    Path settings = Files.writeString(directory.resolve("s3.conf"), "region = there\n" + line);
    String java = javaOf(command, Map.of("JBACKUP_S3_CONFIG", settings.toString()));
    assertThat(java.contains("-XX:TieredStopAtLevel=1")).isEqualTo(quick);
  }

  /// To open a large jar takes longer than a request, and the SDK has all of them opened.
  @ParameterizedTest
  @CsvSource({
    "archive-push --compress, , false",
    "archive-push --encrypt-passphrase-file=words, , true",
    "archive-push --encrypt-passphrase-file words, , true",
    "archive-push --encrypt-p=words, , true",
    "archive-push --compress, words, true",
    "jbackup archive-get --encrypt-passphrase-file=words, , true",
    "jbackup show, words, false"
  })
  void whatPassphrasesNeedIsLeftOutWithoutOne(
      String command, @Nullable String variable, boolean needed) throws Exception {
    Files.writeString(home.resolve("lib/bcprov-1.jar"), "");
    String java =
        javaOf(
            command,
            variable == null ? Map.of() : Map.of("JBACKUP_ENCRYPT_PASSPHRASE_FILE", variable));
    assertThat(java.contains("bcprov-1.jar")).isEqualTo(needed);
  }

  /// The words that Java is started with for a command on a bucket.
  private String javaOf(String command, Map<String, String> environment) throws Exception {
    List<String> words = words(command);
    words.addAll(List.of("-B", "s3://bucket/catalog"));
    ProcessBuilder builder = builder(words);
    builder.environment().putAll(environment);
    assertThat(builder.start().waitFor()).isZero();
    return await(1).getFirst();
  }

  /// A command with the path of its program.
  private List<String> words(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.set(0, home.resolve("bin").resolve(words.getFirst()).toString());
    return words;
  }

  private ProcessBuilder builder(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(data.toFile());
    builder.environment().remove("JBACKUP_JAVA");
    return builder;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int run(String program, int javaExit, String... more) throws Exception {
    List<String> words = words(program);
    words.addAll(List.of("-B", "/cat alog", "--instance", "main", "--wal-file-name=" + SEGMENT));
    words.add("--wal-file-path=pg_wal/RECOVERYXLOG");
    words.addAll(List.of(more));
    ProcessBuilder builder = builder(words);
    builder.environment().put("JAVA_EXIT", Integer.toString(javaExit));
    Process process = builder.redirectErrorStream(true).start();
    // The background process must not hold this pipe open: else PostgreSQL's log would be held,
    // too.
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assertThat(output).isEmpty();
    return code;
  }

  private List<String> await(int count) throws IOException {
    Instant limit = Instant.now().plus(LIMIT);
    while (!Files.exists(calls) || Files.readAllLines(calls).size() < count) {
      assertThat(Instant.now()).isBefore(limit);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    return Files.readAllLines(calls);
  }
}
