package io.jbackup.docs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoIT {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theDemonstrationWorksAndLeavesNothingBehind(boolean bucket) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Path directory;
    int code;
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Demo demo = new Demo(out, Path.of("../cli/target/jbackup"), false, bucket)) {
      directory = demo.directory();
      code = demo.run();
    }

    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(code).as(text).isZero();
    assertThat(text)
        .contains("$ jbackup backup --instance demo -b FULL --stream --temp-slot --compress")
        .contains("$ jbackup restore --instance demo")
        .containsPattern("INFO: Backup [0-9A-Z]+ completed")
        .contains("every row is back");
    assertThat(directory).doesNotExist();
  }
}
