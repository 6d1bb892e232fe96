package io.jbackup.catalog.picture;

import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.catalog.wal.WalFileName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the WAL archive holds, by names; history files are read.
///
/// @param storedBytes of the segments of each timeline
/// @param histories of every timeline that has a readable history file
/// @param malformedHistories what is wrong with those that cannot be read, by timeline
/// @param partials the unfinished last segments of timelines that were left
public record ArchivePicture(
    SegmentSet segments,
    Map<Integer, Long> storedBytes,
    Map<Integer, TimelineHistory> histories,
    Map<Integer, String> malformedHistories,
    List<SegmentName> partials) {
  public ArchivePicture {
    storedBytes = Map.copyOf(storedBytes);
    histories = Map.copyOf(histories);
    malformedHistories = Map.copyOf(malformedHistories);
    partials = List.copyOf(partials);
  }

  /// Throws StorageException when it cannot be listed, CatalogException when the archive's folder
  /// is missing: it is then not empty but unknown.
  public static ArchivePicture take(WalArchive archive, SegmentSize size) {
    archive.requirePresent();
    List<SegmentName> segments = new ArrayList<>();
    Map<Integer, Long> bytes = new HashMap<>();
    Map<Integer, TimelineHistory> histories = new HashMap<>();
    Map<Integer, String> malformed = new HashMap<>();
    List<SegmentName> partials = new ArrayList<>();
    archive.visit(file -> {
      switch (WalFileName.parse(file.name(), size).orElse(null)) {
        case WalFileName.Segment(SegmentName segment) -> {
          segments.add(segment);
          bytes.merge(segment.timeline(), file.storedBytes(), Long::sum);
        }
        case WalFileName.Partial(SegmentName segment) -> partials.add(segment);
        case WalFileName.History(int timeline) -> {
          try {
            archive.history(timeline).ifPresent(history -> histories.put(timeline, history));
          } catch (CorruptException e) {
            malformed.put(timeline, String.valueOf(e.getMessage()));
          }
        }
        case WalFileName.BackupHistory _ -> {}
        case null -> {}
      }
    });
    return new ArchivePicture(SegmentSet.of(segments), bytes, histories, malformed, partials);
  }

  /// The ancestry of a timeline; empty when it has no readable history file and is not 1.
  public Optional<TimelineHistory> history(int timeline) {
    TimelineHistory known = histories.get(timeline);
    return known == null && timeline == 1
        ? Optional.of(TimelineHistory.root(1))
        : Optional.ofNullable(known);
  }
}
