package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The assembled distribution, copied to where nobody built it.
final class DistributionIT {
  private static final Path BUILT = Path.of("target/jbackup").toAbsolutePath();
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  @TempDir Path directory;
  private Path home = BUILT;

  private record Outcome(int code, String output, String errors) {}

  @BeforeEach
  void copy() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = directory.resolve("a copy of jbackup");
    try (Stream<Path> files = Files.walk(BUILT)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, home.resolve(BUILT.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void theVersionIsAllThatItPrints() throws IOException {
    assertVersion(run(Map.of(), program("jbackup"), "--version"));
  }

  @Test
  void everybodyMayReadIt() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        assertThat(Files.getPosixFilePermissions(file))
            .as(file.toString())
            .contains(PosixFilePermission.OTHERS_READ);
      }
    }
  }

  @Test
  void anotherUserStartsIt() throws IOException {
    List<String> command = new ArrayList<>();
    if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      command.addAll(NOBODY);
      var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
      List<String> probe = new ArrayList<>(NOBODY);
      probe.addAll(List.of("test", "-x", java));
      assumeTrue(run(Map.of(), probe).code() == 0, "no other user may run " + java);
    }
    command.addAll(List.of(program("jbackup"), "--version"));
    assertVersion(run(Map.of(), command));
  }

  @Test
  void itStartsThroughLinks() throws IOException {
    Path first = Files.createSymbolicLink(directory.resolve("one"), Path.of(program("jbackup")));
    Path second = Files.createSymbolicLink(directory.resolve("two"), first.getFileName());
    assertVersion(run(Map.of(), second.toString(), "--version"));
  }

  @Test
  void aCacheThatDoesNotFitIsNotMentioned() throws IOException {
    for (String cache : List.of("cli.aot", "archive.aot")) {
      Files.write(home.resolve("lib").resolve(cache), new byte[100_000]);
    }
    assertVersion(run(Map.of(), program("jbackup"), "--version"));
  }

  @Test
  void optionsMeantForOtherJavaProgramsAreNotAnnounced() throws IOException {
    var environment = Map.of("JAVA_TOOL_OPTIONS", "-Dx=1", "JDK_JAVA_OPTIONS", "-Dy=1");
    assertVersion(run(environment, program("jbackup"), "--version"));
  }

  @Test
  void aJavaThatIsTooOldIsRefusedWithAHint() throws IOException {
    Path old = Files.createDirectories(directory.resolve("jdk-21"));
    Files.createDirectories(old.resolve("bin"));
    Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 3\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.4\"\nOS_ARCH=\"x86_64\"\n");

    Outcome outcome =
        run(Map.of("JBACKUP_JAVA", java.toString()), program("archive-get"), "--version");

    assertThat(outcome.code()).isEqualTo(126);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors()).contains("not a Java 25 or newer").contains("HINT: ");
  }

  @Test
  void whenTheJavaOfTheBuildIsGoneAnotherIsFound() throws IOException {
    Files.writeString(home.resolve("lib/java-home"), "/nowhere\nx86_64\n");
    var environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    assertVersion(run(environment, program("jbackup"), "--version"));
  }

  @Test
  void theZstdLibraryIsNotUnpackedAtEachStart() {
    assertThat(home.resolve("lib/native/linux-amd64/libzstd-jni.so")).isRegularFile();
    assertThat(home.resolve("lib/native/linux-aarch64/libzstd-jni.so")).isRegularFile();
  }

  @Test
  void theTlsLibraryIsLoadedFromWhereItLies() throws IOException {
    assertThat(home.resolve("lib/native/linux-aarch64/libconscrypt_openjdk_jni-linux-aarch_64.so"))
        .isRegularFile();
    Path settings = directory.resolve("s3.conf");
    Files.writeString(settings, "endpoint = https://127.0.0.1:1\ntimeout = 1s\n");
    Path loaded = directory.resolve("loaded");
    Map<String, String> environment =
        Map.of(
            "JBACKUP_S3_CONFIG",
            settings.toString(),
            "JBACKUP_JAVA_OPTS",
            "-Xlog:library=info:file=" + loaded,
            "AWS_ACCESS_KEY_ID",
            "any",
            "AWS_SECRET_ACCESS_KEY",
            "any");

    Outcome outcome = run(environment, program("jbackup"), "show", "-B", "s3://bucket/catalog");

    assertThat(outcome.errors()).contains("no connection: ");
    assertThat(loaded).content().contains(home + "/lib/native/linux-").contains("libconscrypt");
  }

  private static void assertVersion(Outcome outcome) {
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).startsWith("jbackup 0.1.0 ");
    assertThat(outcome.code()).isZero();
  }

  private String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private Outcome run(Map<String, String> environment, String... command) throws IOException {
    return run(environment, List.of(command));
  }

  private Outcome run(Map<String, String> environment, List<String> command) throws IOException {
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    var builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("JBACKUP_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended in time").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
  }
}
