package io.jbackup.catalog.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackupControlTest {
  private static final String TEXT =
      """
      #Configuration
      backup-mode = FULL
      stream = true

      #Result backup info
      start-lsn = 0/2000028
      start-time = '2026-11-22 01:44:59+00'
      status = OK
      note = 'it''s "mine"'
      somebody-elses = 'kept'
      """;

  @Test
  void itIsReadAsAPersonMayHaveEditedIt() {
    BackupControl control = BackupControl.parse(TEXT);
    assertThat(control.status()).isEqualTo(BackupStatus.OK);
    assertThat(control.walMode()).isEqualTo(WalMode.STREAM);
    assertThat(control.lsn(ControlField.START_LSN)).contains(Lsn.parse("0/2000028"));
    assertThat(control.time(ControlField.START_TIME))
        .contains(Instant.parse("2026-11-22T01:44:59Z"));
    assertThat(control.text(ControlField.NOTE)).contains("it's \"mine\"");
  }

  @Test
  void unknownFieldsSurviveAChange() {
    BackupControl changed = BackupControl.parse(TEXT).with(BackupStatus.CORRUPT);
    BackupControl read = BackupControl.parse(changed.format());
    assertThat(read.status()).isEqualTo(BackupStatus.CORRUPT);
    assertThat(read.format()).contains("somebody-elses = 'kept'").isEqualTo(changed.format());
  }

  @Test
  void withoutAStatusItIsNoControlFile() {
    assertThatThrownBy(() -> BackupControl.parse("backup-mode = FULL\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStatusNobodyKnowsIsUnknownAndNotRestorable() {
    BackupStatus status = BackupControl.parse("status = FINE\n").status();
    assertThat(status).isEqualTo(BackupStatus.UNKNOWN);
    assertThat(status.isRestorable()).isFalse();
  }

  @Test
  void anIdIsTheStartSecondInBase36() {
    BackupId id = BackupId.of(Instant.parse("2025-05-08T08:43:14Z"));
    assertThat(id.text()).isEqualTo("SVXPK2");
    assertThat(id.start()).isEqualTo(Instant.parse("2025-05-08T08:43:14Z"));
  }
}
