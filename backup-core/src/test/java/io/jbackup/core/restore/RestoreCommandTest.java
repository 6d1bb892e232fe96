package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.wal.SegmentSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreCommandTest {
  private static final SegmentSize SIZE = new SegmentSize(16 << 20);

  @Test
  void anOrdinaryPathLooksOrdinary() {
    assertThat(
            RestoreCommand.of(
                Path.of("/opt/jbackup/bin/jbackup"),
                CatalogLocation.of(Path.of("/backup")),
                KeySettings.NONE,
                "main",
                SIZE))
        .isEqualTo(
            "\"/opt/jbackup/bin/jbackup\" archive-get -B \"/backup\" --instance \"main\""
                + " --wal-file-path=\"%p\" --wal-file-name=\"%f\" --batch-size=16 -j 2");
  }

  @Test
  void recoverySeesTheBucketAsTheRestoreSawIt() {
    CatalogLocation then =
        new CatalogLocation.Bucket("b", "p/", Optional.empty())
            .asOf(Instant.parse("2026-11-22T10:00:00.5Z"));
    assertThat(RestoreCommand.of(Path.of("/j"), then, KeySettings.NONE, "i", SIZE))
        .contains(" -B \"s3://b/p\" --instance \"i\" --as-of=\"2026-11-22T10:00:00.500Z\" ");
  }

  @Test
  void largeSegmentsAreNotFetchedAhead() {
    assertThat(
            RestoreCommand.of(
                Path.of("/j"),
                CatalogLocation.of(Path.of("/b")),
                KeySettings.NONE,
                "i",
                new SegmentSize(1 << 30)))
        .endsWith("--wal-file-name=\"%f\"");
    assertThat(
            RestoreCommand.of(
                Path.of("/j"),
                CatalogLocation.of(Path.of("/b")),
                KeySettings.NONE,
                "i",
                new SegmentSize(64 << 20)))
        .endsWith("--batch-size=4 -j 2");
  }

  /// The shell that the server calls, after the server has replaced `%`, must see the path.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/plain",
        "/with a space",
        "/with'quote",
        "/with\"quote",
        "/back\\slash",
        "/dollar$HOME",
        "/back`tick`",
        "/100%f",
        "/é\nnewline",
        "/semi;colon&amp|pipe",
        "/bang!"
      })
  void aShellSeesExactlyThePath(String path) throws Exception {
    String command = "printf %%s " + RestoreCommand.word(path);
    String conf = ConfText.line("restore_command", command);
    String read = ConfText.values(conf).get("restore_command");
    assertThat(run(String.valueOf(read))).isEqualTo(path);
  }

  /// As the server does: `%%` becomes `%`, then `sh -c`.
  private static String run(String command) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder(List.of("/bin/sh", "-c", command.replace("%%", "%")))
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return output;
  }

  @Test
  void confValuesAreReadBackAsWritten() {
    for (String value : List.of("", "a b", "it's", "back\\slash", "# no comment", "''")) {
      assertThat(ConfText.values(ConfText.line("name", value) + " # note"))
          .containsEntry("name", value);
    }
    assertThat(ConfText.values("a 5\nB=on # c\n  c = '''x'''\n#d=1\n"))
        .containsEntry("a", "5")
        .containsEntry("b", "on")
        .containsEntry("c", "'x'")
        .doesNotContainKey("d");
  }
}
