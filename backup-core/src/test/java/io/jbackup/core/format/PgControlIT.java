package io.jbackup.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import java.util.List;

final class PgControlIT {
  @EveryPostgres
  void theFileSaysWhatTheServerSays(int major) throws Exception {
    try (var server =
        PostgresServer.version(major).walSegmentMebibytes(4).dataChecksums(true).start()) {
      server.sql("checkpoint");
      List<String> said =
          server
              .rows(
                  """
                  select system_identifier, pg_control_version, catalog_version_no, checkpoint_lsn,
                    redo_lsn, timeline_id, prev_timeline_id, full_page_writes,
                    split_part(next_xid, ':', 2), data_page_checksum_version,
                    bytes_per_wal_segment, extract(epoch from checkpoint_time)::bigint
                  from pg_control_system(), pg_control_checkpoint(), pg_control_init()
                  """)
              .getFirst();

      PgControl control = PgControl.read(server.dataDirectory());

      assertThat(control.majorVersion()).isEqualTo(major);
      assertThat(control.state()).isEqualTo(PgControl.State.IN_PRODUCTION);
      assertThat(control.walLevel()).isEqualTo(PgControl.WalLevel.REPLICA);
      assertThat(control.blockSize()).isEqualTo(8192);
      assertThat(control.walBlockSize()).isEqualTo(8192);
      assertThat(control.relationSegmentBlocks()).isEqualTo(131072);
      assertThat(fields(control)).isEqualTo(said);
      server.stop(StopMode.FAST);
      assertThat(PgControl.read(server.dataDirectory()).state())
          .isEqualTo(PgControl.State.SHUT_DOWN);
    }
  }

  private static List<String> fields(PgControl control) {
    return List.of(
        control.systemIdText(),
        "" + control.controlVersion(),
        "" + control.catalogVersion(),
        control.checkpoint().toString(),
        control.redo().toString(),
        "" + control.timeline(),
        "" + control.previousTimeline(),
        control.fullPageWrites() ? "t" : "f",
        "" + control.nextXid(),
        "" + control.checksumVersion(),
        "" + control.segmentSize().bytes(),
        "" + control.checkpointTime().getEpochSecond());
  }
}
