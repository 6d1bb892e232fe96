package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.coverage.ArchivedTimeline;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.picture.ArchivePicture;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.cli.json.ArchiveJson;
import io.jbackup.cli.json.ArchiveJson.Archive;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.table.ArchiveTable;
import java.util.List;

/// `show --archive`: the WAL archives of all instances or of one.
final class ShowArchive {
  private final Session session;

  ShowArchive(Session session) {
    this.session = session;
  }

  void run() {
    if (session.arguments().has(Option.BACKUP_ID)) {
      throw new UsageException(
          "--archive and --backup-id exclude each other",
          "Remove -i, --backup-id to see the WAL archive, or --archive to see the backup.");
    }
    boolean titled = !session.arguments().has(Option.INSTANCE);
    List<Archive> archives =
        titled
            ? session.catalog().instances().stream()
                .map(name -> archive(session.catalog().anyInstance(name)))
                .toList()
            : List.of(archive(session.instance()));
    if (session.arguments().choice(Option.FORMAT).equals("json")) {
      ArchiveJson json = new ArchiveJson(session.clock().getZone(), ShowCommand::owners);
      session.terminal().data(json.render(archives));
    } else {
      session.terminal().data(tables(archives, titled));
    }
  }

  private Archive archive(Instance instance) {
    SegmentSize size = instance.config().segmentSize();
    ArchivePicture wal = ArchivePicture.take(instance.archive(), size);
    wal.malformedHistories().values().forEach(session.log()::warning);
    List<StoredBackup> backups = instance.backups();
    InstancePicture picture =
        new InstancePicture(
            instance.name(),
            size,
            session.clock().instant(),
            backups.stream().map(BackupFacts::of).toList(),
            wal);
    return new Archive(instance.name(), size, ArchivedTimeline.of(picture), backups);
  }

  private String tables(List<Archive> archives, boolean titled) {
    ArchiveTable table = new ArchiveTable(session.hasColours());
    StringBuilder text = new StringBuilder();
    for (Archive archive : archives) {
      text.append(titled ? "\nARCHIVE INSTANCE '" + archive.instance() + "'\n" : "");
      text.append(table.render(archive.timelines(), archive.segmentSize()));
    }
    return text.toString();
  }
}
