package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.config.ServiceConfigReader;
import io.jbackup.scheduler.config.ServiceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServicePageTest {
  private static final Path PAGE = Path.of("service.md");
  private static final String GENERATED = "## Keys\n";
  private static final String FENCE = "```";

  @Test
  void theKeysAreThoseThatTheReaderKnows() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(page).contains(GENERATED);
    assertThat(page.substring(page.indexOf(GENERATED) + GENERATED.length()))
        .isEqualTo(ServiceKey.reference());
  }

  @Test
  void theExampleIsAGoodConfigurationFile(@TempDir Path directory) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(FENCE + "yaml\n") + FENCE.length() + "yaml\n".length();
    String example = page.substring(begin, page.indexOf(FENCE, begin));
    Path file = Files.writeString(directory.resolve("service.yml"), example);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    ServiceConfig config = new ServiceConfigReader(() -> "", ZoneOffset.UTC).read(file);

    assertThat(config.instances().getFirst().schedules()).hasSize(3);
  }
}
