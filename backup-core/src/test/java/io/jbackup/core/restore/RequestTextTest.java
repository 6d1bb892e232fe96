package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.text.TimeText;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTextTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-22 10:00:00, 2026-11-22 10:00:00+01",
    "2026-07-22 10:00:00, 2026-07-22 10:00:00+02",
    "2026-11-22, 2026-11-22 00:00:00+01",
    "2026-11-22 10:00, 2026-11-22 10:00:00+01",
    "2026-11-22T10:00:00Z, 2026-11-22 10:00:00+00",
    "2026-11-22 10:00:00.5+05:30, 2026-11-22 10:00:00.5+05:30",
    "2026-11-22 10:00:00.123456789 -0330, 2026-11-22 10:00:00.123456-03:30",
    "2026-11-22 10:00:00+00, 2026-11-22 10:00:00+00",
    "2026-11-22 10:00:00 UTC, 2026-11-22 10:00:00+00",
    "2026-11-22 10:00:00 America/New_York, 2026-11-22 10:00:00-05",
  })
  void timesAreReadWithFractionsAndOffsets(String text, String written) {
    RecoveryTarget.Time time = RecoveryTarget.Time.parse(text, ZoneId.of("Europe/Berlin"));
    assertThat(TimeText.format(time.time())).isEqualTo(written);
    assertThat(time.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "now", "22.11.2026", "2026-13-01", "2026-11-22 25:00", "2026-11-22 10:00 +1"})
  void otherTimesAreRefused(String text) {
    assertThatThrownBy(() -> RecoveryTarget.Time.parse(text, ZoneOffset.UTC))
        .isInstanceOf(UsageException.class)
        .hasMessage("invalid recovery target time \"" + text + "\"");
  }

  @Test
  void theOtherTargetsAreChecked() {
    assertThat(RecoveryTarget.Xid.parse("4294967295").xid()).isEqualTo(4294967295L);
    assertThatThrownBy(() -> RecoveryTarget.Xid.parse("4294967296"))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> RecoveryTarget.Position.parse("17"))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> new RecoveryTarget.Name("x".repeat(64)))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> RecoveryAction.parse("stop")).isInstanceOf(UsageException.class);
  }

  @Test
  void timelinesAreNumbersOrWords() {
    assertThat(TimelineChoice.parse("0x1F")).isEqualTo(new TimelineChoice.Numbered(31));
    assertThat(TimelineChoice.parse("current")).isEqualTo(new TimelineChoice.Current());
    assertThat(TimelineChoice.parse("latest")).isEqualTo(new TimelineChoice.Latest());
    assertThatThrownBy(() -> TimelineChoice.parse("0")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> TimelineChoice.parse("newest")).isInstanceOf(UsageException.class);
  }

  @Test
  void tablespaceMappingsMayHoldEscapedEqualsSigns() {
    assertThat(TablespaceMapping.parse("/a\\=b/=/c"))
        .isEqualTo(new TablespaceMapping("/a=b", Path.of("/c")));
    assertThat(TablespaceMapping.parse("/a=/c/../d").to()).isEqualTo(Path.of("/d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a=", "=/b", "/a=/b=/c", "a=/b", "/a=b"})
  void otherMappingsAreRefused(String text) {
    assertThatThrownBy(() -> TablespaceMapping.parse(text)).isInstanceOf(UsageException.class);
  }
}
