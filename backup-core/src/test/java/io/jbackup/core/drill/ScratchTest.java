package io.jbackup.core.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.DestinationException;
import io.jbackup.core.backup.RecordingLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
  @TempDir private Path directory;
  private final RecordingLog log = new RecordingLog();

  private ScratchRemains remains() throws IOException {
    return new ScratchRemains(Set.of((Integer) Files.getAttribute(directory, "unix:uid")), log);
  }

  private Scratch make(Path root) throws IOException {
    return Scratch.make(Optional.of(root), false, remains());
  }

  /// Makes a scratch directory with a file in it, and lives until it is killed.
  static final class Victim {
    public static void main(String[] arguments) throws Exception {
      ScratchRemains remains = new ScratchRemains(Set.of(), new RecordingLog());
      Scratch scratch = Scratch.make(Optional.of(Path.of(arguments[0])), false, remains);
      Files.createDirectories(scratch.data());
      Files.writeString(scratch.data().resolve("PG_VERSION"), "18\n");
      System.out.println("made");
      Thread.currentThread().join();
    }
  }

  private static Process victim(Path root) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Victim.class.getName(),
                    root.toString()))
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("made");
    return process;
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Test
  void oneDirectoryIsForOneDrillAtATime() throws Exception {
    Path root = directory.resolve("scratch");
    Process other = victim(root);
    try {
      assertThatThrownBy(() -> make(root))
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("another drill works in");
      assertThat(root.resolve("data/PG_VERSION")).exists();
    } finally {
      kill(other);
    }
    try (Scratch scratch = make(root)) {
      assertThat(scratch.data()).doesNotExist();
      assertThatThrownBy(() -> make(root)).hasMessageContaining("another drill works in");
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void whatAKilledDrillLeftGoesAndWhatALivingOneUsesStays() throws Exception {
    Path dead = directory.resolve("jbackup-drill-dead");
    Path alive = directory.resolve("jbackup-drill-alive");
    kill(victim(dead));
    Process other = victim(alive);
    try (Scratch mine = make(directory.resolve("jbackup-drill-mine"));
        Scratch second = make(directory.resolve("jbackup-drill-second"))) {
      assertThat(dead).doesNotExist();
      assertThat(alive.resolve("data/PG_VERSION")).exists();
      assertThat(mine.root()).exists();
      assertThat(second.root()).exists();
      assertThat(log.lines()).anyMatch(line -> line.contains("Removed what a drill that died"));
    } finally {
      kill(other);
    }
    assertThat(directory.resolve("jbackup-drill-mine")).doesNotExist();
  }

  @Test
  void aDirectoryWithoutAMarkOrOfSomebodyElseIsLeftAlone() throws Exception {
    Path strange = Files.createDirectory(directory.resolve("jbackup-drill-strange"));
    Files.writeString(strange.resolve("file"), "mine");
    Path dead = directory.resolve("jbackup-drill-dead");
    kill(victim(dead));

    Scratch.make(Optional.of(directory.resolve("new")), false, new ScratchRemains(Set.of(-7), log))
        .close();
    assertThat(dead.resolve("data/PG_VERSION")).exists();
    make(directory.resolve("new")).close();
    assertThat(dead).doesNotExist();
    assertThat(strange.resolve("file")).hasContent("mine");
    assertThatThrownBy(() -> make(strange)).hasMessageContaining("is not empty");
  }

  @Test
  void whatIsKeptIsNotSwept() throws Exception {
    Path kept = directory.resolve("jbackup-drill-kept");
    try (Scratch scratch = Scratch.make(Optional.of(kept), true, remains())) {
      Files.createDirectory(scratch.data());
    }
    make(directory.resolve("new")).close();
    assertThat(kept.resolve("data")).isDirectory();
  }

  @Test
  void aDirectoryWhoseServerMayStillRunIsLeft() throws Exception {
    Path dead = directory.resolve("jbackup-drill-dead");
    kill(victim(dead));
    Path data = dead.resolve("data");
    Process server = new ProcessBuilder("sh", "-c", "read _; : " + data).start();
    try {
      Files.writeString(data.resolve("postmaster.pid"), server.pid() + "\n" + data + "\n");
      make(directory.resolve("new")).close();
      assertThat(data).exists();
      assertThat(log.lines()).anyMatch(line -> line.contains("a server seems to run there"));
    } finally {
      kill(server);
    }
    Files.writeString(data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");
    make(directory.resolve("new")).close();
    assertThat(dead).doesNotExist();
  }
}
