package io.jbackup.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.retention.RetentionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorReaderTest {
  @TempDir private Path directory;

  /// @param mirror lines, indented by six blanks where they continue
  private InstanceConfiguration read(String mirror) throws IOException {
    String text =
        "catalog: /c\ns3-config: /etc/s3.conf\ninstances:\n  a:\n    connection: host=/tmp\n"
            + mirror;
    Path file = Files.writeString(directory.resolve("service.yml"), text);
    return new ServiceConfigReader(() -> "host", ZoneOffset.UTC).read(file).instances().getFirst();
  }

  private static CatalogLocation bucket(String settings) {
    return CatalogLocation.parse("s3://acme/m", Optional.of(Path.of(settings)));
  }

  @Test
  void aPlaceAloneIsAMirrorWithDefaults() throws IOException {
    assertThat(read("    mirror: s3://acme/m\n").mirror())
        .contains(
            new MirrorSettings(
                bucket("/etc/s3.conf"),
                Optional.empty(),
                false,
                Duration.ofMinutes(1),
                2,
                Optional.empty()));
    assertThat(read("    mirror: /mnt/off\n").mirror().orElseThrow().catalog())
        .isEqualTo(CatalogLocation.of(Path.of("/mnt/off")));
    assertThat(read("").mirror()).isEmpty();
  }

  @Test
  void aSectionSaysTheRest() throws IOException {
    InstanceConfiguration instance =
        read(
            """
                mirror:
                  catalog: s3://acme/m
                  s3-config: /etc/other.conf
                  retention: { window: 30, delete-wal: true }
                  wal-every: 10s
                  threads: 4
                alarms: { mirror-lag: 2h }
            """);

    assertThat(instance.mirror())
        .contains(
            new MirrorSettings(
                bucket("/etc/other.conf"),
                Optional.of(new RetentionPolicy(0, 30, 0, 0, 0, 0, 0)),
                true,
                Duration.ofSeconds(10),
                4,
                Optional.empty()));
    assertThat(instance.alarms().mirrorLag()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void withoutARuleThatOfTheMirrorItselfCounts() throws IOException {
    MirrorSettings mirror =
        read("    mirror: { catalog: /m, retention: { delete-wal: true } }\n")
            .mirror()
            .orElseThrow();

    assertThat(mirror.retention()).isEmpty();
    assertThat(mirror.deleteWal()).isTrue();
  }

  @Test
  void whatMakesNoSenseIsNamedWithItsPlace() {
    assertThatThrownBy(() -> read("    mirror: { catalog: /c, wal-every: 10ms, thread: 2 }\n"))
        .hasMessageContaining("instances.a.mirror.catalog: is the catalog itself")
        .hasMessageContaining("instances.a.mirror.wal-every: must be at least 1s")
        .hasMessageContaining(
            "instances.a.mirror.thread: there is no such key; did you mean threads?");
    assertThatThrownBy(() -> read("    mirror: { wal-every: 1min }\n"))
        .hasMessageContaining("instances.a.mirror.catalog: must be given");
    assertThatThrownBy(() -> read("    mirror: off/site\n"))
        .hasMessageContaining("instances.a.mirror: ");
  }

  @Test
  void theMirrorHasKeysOfItsOwn() throws IOException {
    InstanceConfiguration instance =
        read(
            """
                encryption: { passphrase-file: /etc/phrase, recipients: "AA==,BB==" }
                mirror: { catalog: /m, encryption: { key-file: /etc/mirror.key } }
            """);
    assertThat(instance.keys())
        .contains(KeySettings.of(null, "/etc/phrase", null, "AA==,BB==", null));
    assertThat(instance.mirror().orElseThrow().keys())
        .contains(KeySettings.of("/etc/mirror.key", null, null, null, null));
    assertThat(read("    mirror: { catalog: /m }\n").mirror().orElseThrow().keys()).isEmpty();
  }

  @Test
  void aSecretInTheFileIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> read("    encryption: { key-file: c2VjcmV0LXNlY3JldA== }\n"))
        .hasMessageContaining("a secret does not belong here")
        .hasMessageNotContaining("c2VjcmV0");
  }
}
