package io.jbackup.cli.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Mark;
import io.jbackup.core.window.RecoveryWindow.Reachable;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WindowTextTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final List<Mark> marks = new ArrayList<>();

  private BackupId backup(int timeline, String time, BackupStatus status) {
    Instant moment = Instant.parse(time);
    BackupId id = BackupId.of(moment);
    marks.add(new Mark(id, status, timeline, moment, status.isRestorable()));
    return id;
  }

  private static Reachable reachable(
      String from, String to, String begin, String end, List<BackupId> backups) {
    return new Reachable(
        Lsn.parse(begin),
        Lsn.parse(end),
        Optional.of(Instant.parse(from)),
        Optional.of(Instant.parse(to)),
        Optional.of(800),
        Lsn.parse(end).plus(-0x100),
        backups);
  }

  private RecoveryWindow window(TimelineWindow... branches) {
    return new RecoveryWindow("node", new SegmentSize(16 << 20), NOW, List.of(branches), marks);
  }

  private static String render(RecoveryWindow window, Look look) {
    return new WindowText(look, UTC).render(window);
  }

  /// Two weeks with a backup each night, a hole, a corrupt backup and a promotion.
  private RecoveryWindow twoWeeks() {
    marks.clear();
    List<BackupId> first = new ArrayList<>();
    for (int day = 10; day < 15; day++) {
      first.add(backup(1, "2026-11-" + day + "T01:00:00Z", BackupStatus.OK));
    }
    backup(1, "2026-11-15T01:00:00Z", BackupStatus.CORRUPT);
    List<BackupId> second = new ArrayList<>();
    for (int hour = 0; hour < 4; hour++) {
      second.add(backup(1, "2026-11-16T0" + hour + ":00:00Z", BackupStatus.OK));
    }
    BackupId third = backup(2, "2026-11-20T01:00:00Z", BackupStatus.DONE);
    Unreachable hole =
        new Unreachable(
            Lsn.parse("0/9000000"),
            Lsn.parse("0/C000100"),
            Optional.of(Instant.parse("2026-11-14T10:00:00Z")),
            Optional.of(Instant.parse("2026-11-16T00:00:00Z")),
            List.of(
                new Reason.MissingSegments(new SegmentName(1, 9), new SegmentName(1, 10)),
                new Reason.UnusableBackup(marks.get(5).id(), BackupStatus.CORRUPT)));
    TimelineWindow one =
        new TimelineWindow(
            1,
            0,
            Optional.empty(),
            List.of(
                reachable(
                    "2026-11-10T01:00:00Z",
                    "2026-11-14T10:00:00Z",
                    "0/2000100",
                    "0/9000000",
                    first),
                reachable(
                    "2026-11-16T00:00:00Z",
                    "2026-11-18T12:00:00Z",
                    "0/C000100",
                    "0/13000000",
                    second)),
            List.of(hole));
    return window(one, promoted(third));
  }

  private static TimelineWindow promoted(BackupId backup) {
    return new TimelineWindow(
        2,
        1,
        Optional.of(Lsn.parse("0/12000080")),
        List.of(
            reachable(
                "2026-11-18T09:00:00Z",
                "2026-11-21T23:30:00Z",
                "0/12000080",
                "0/20000000",
                List.of(backup))),
        List.of());
  }

  @Test
  void aWindowIsDrawnToScaleAndToldInDetail() {
    assertThat(render(twoWeeks(), new Look(80, true, false)))
        .isEqualTo(
            """
            Oldest moment: 2026-11-10 01:00:00+00, LSN 0/2000100, timeline 1
            Newest moment: 2026-11-21 23:30:00+00, LSN 0/1FFFFF00, timeline 2, 12h:30m ago

                   ▼    ▼     ▼     ▼     ▼    ×     3▼
            TLI 1  ██████████████████████████░░░░░░░░███████████████
                                                                            ▼
            TLI 2                                                 └█████████████████████···
                   ───────────┬──────────┬───────────┬──────────┬───────────┬─────────────┤
                              11-12      11-14       11-16      11-18       11-20       now
            █ can be recovered  ░ hole  ▒ both  · not archived, or idle
            ▼ backup, 2-9 and + that many  × unusable backup

            Timeline 1
              recoverable  2026-11-10 01:00:00+00 to 2026-11-14 10:00:00+00 (4d:9h)
                           LSN 0/2000100 to 0/9000000, 5 backups, TO9HG0 to TOGW40
              HOLE         2026-11-14 10:00:00+00 to 2026-11-16 00:00:00+00 (1d:14h)
                           LSN 0/9000000 to 0/C000100:
                           2 WAL segments from 000000010000000000000009 to 00000001000000000000000A are missing
                           backup TOIQS0 has status CORRUPT
              recoverable  2026-11-16 00:00:00+00 to 2026-11-18 12:00:00+00 (2d:12h)
                           LSN 0/C000100 to 0/13000000, backups TOKIO0, TOKLG0, TOKO80, TOKR00
            Timeline 2, left timeline 1 at LSN 0/12000080
              recoverable  2026-11-18 09:00:00+00 to 2026-11-21 23:30:00+00 (3d:14h)
                           LSN 0/12000080 to 0/20000000, backup TOS040
            """);
  }

  @Test
  void withoutUtf8ItIsDrawnInAscii() {
    String text = render(twoWeeks(), new Look(60, false, false));

    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
    assertThat(text.lines())
        .allMatch(line -> line.startsWith(" ".repeat(15)) || line.length() <= 80);
    assertThat(text).contains("TLI 1  ##########");
  }

  @Test
  void coloursChangeNothingElse() {
    String coloured = render(twoWeeks(), new Look(80, true, true));

    assertThat(coloured).contains("\u001b[32m█").contains("\u001b[31m░");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualToIgnoringWhitespace(render(twoWeeks(), new Look(80, true, false)));
  }

  /// A hole of a minute in two weeks.
  @Test
  void aHoleIsSeenHoweverShortItIs() {
    List<BackupId> none = List.of();
    TimelineWindow branch =
        new TimelineWindow(
            1,
            0,
            Optional.empty(),
            List.of(
                reachable(
                    "2026-11-10T00:00:00Z", "2026-11-15T00:00:00Z", "0/2000100", "0/3000000", none),
                reachable(
                    "2026-11-15T00:01:00Z",
                    "2026-11-22T11:00:00Z",
                    "0/4000100",
                    "0/9000000",
                    none)),
            List.of(
                new Unreachable(
                    Lsn.parse("0/3000000"),
                    Lsn.parse("0/4000100"),
                    Optional.of(Instant.parse("2026-11-15T00:00:00Z")),
                    Optional.of(Instant.parse("2026-11-15T00:01:00Z")),
                    List.of(new Reason.NoBackupBefore()))));

    assertThat(render(window(branch), new Look(80, true, false))).containsPattern("TLI 1  █+▒█+\n");
  }

  @Test
  void manyBackupsInOneColumnAreCounted() {
    for (int minute = 10; minute < 13; minute++) {
      backup(1, "2026-11-10T00:" + minute + ":00Z", BackupStatus.OK);
    }
    for (int minute = 10; minute < 40; minute++) {
      backup(1, "2026-11-16T00:" + minute + ":00Z", BackupStatus.OK);
    }
    TimelineWindow branch = new TimelineWindow(1, 0, Optional.empty(), List.of(), List.of());

    assertThat(render(window(branch), new Look(80, true, false))).containsPattern("\n {7}3 +\\+\n");
  }

  @Test
  void withoutABackupThereIsNothingToDraw() {
    assertThat(render(window(), new Look(80, true, false)))
        .isEqualTo("Nothing can be recovered: there is no backup.\n\n");
  }

  @Test
  void theLocaleTellsWhetherToDrawInUnicode() {
    assertThat(Look.isUtf8(Map.of("LANG", "C.UTF-8"))).isTrue();
    assertThat(Look.isUtf8(Map.of("LANG", "de_DE.utf8@euro"))).isTrue();
    assertThat(Look.isUtf8(Map.of("LANG", "C.UTF-8", "LC_ALL", "C"))).isFalse();
    assertThat(Look.isUtf8(Map.of("LANG", "C.UTF-8", "LC_ALL", ""))).isTrue();
    assertThat(Look.isUtf8(Map.of())).isFalse();
  }
}
