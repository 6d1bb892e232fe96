package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SkippedTestsTest {
  @Test
  void aSkippedTestIsNamedWithItsReason(@TempDir Path directory) throws IOException {
    Path report =
        Files.writeString(
            directory.resolve("TEST-x.xml"),
            """
            <testsuite name="a.B">
              <testcase name="works" classname="a.B"/>
              <testcase name="needsADisk" classname="a.B"><skipped message="no tmpfs"/></testcase>
              <testcase name="other" classname="a.B"><skipped><![CDATA[no zstd
            at a.B]]></skipped></testcase>
            </testsuite>
            """);

    assertThat(SkippedTests.skippedIn(report))
        .containsExactly("a.B.needsADisk: no tmpfs", "a.B.other: no zstd");
  }
}
