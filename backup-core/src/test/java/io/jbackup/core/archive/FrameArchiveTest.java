package io.jbackup.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.PutMode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameArchiveTest {
  private static final Instant START = Instant.parse("2026-11-22T01:44:59Z");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void whatWasWrittenIsReadBack(Algorithm algorithm) {
    byte[] data = data(5 * FrameArchiveWriter.FRAME + 4711);
    StoredBackup backup = write(algorithm, data);
    BackupIndex index = BackupIndex.read(backup);
    assertThat(index.main().rawBytes()).isEqualTo(data.length);
    assertThat(index.main().frames()).isEqualTo(6);
    assertThat(read(backup, index.main())).isEqualTo(data);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void aFlippedBitIsFoundInTheFrameItLiesIn(Algorithm algorithm) throws Exception {
    StoredBackup backup = write(algorithm, data(3 * FrameArchiveWriter.FRAME));
    StoredArchive archive = BackupIndex.read(backup).main();
    Path file = directory.resolve("catalog").resolve(backup.key(archive.fileName()).path());
    byte[] stored = Files.readAllBytes(file);
    long seed = System.nanoTime();
    stored[new Random(seed).nextInt(stored.length)] ^= 0x10;
    Files.write(file, stored);
    assertThatThrownBy(() -> read(backup, archive))
        .as("seed %d", seed)
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("frame");
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void aTruncatedArchiveIsDamaged(Algorithm algorithm) throws Exception {
    StoredBackup backup = write(algorithm, data(2 * FrameArchiveWriter.FRAME));
    StoredArchive archive = BackupIndex.read(backup).main();
    Path file = directory.resolve("catalog").resolve(backup.key(archive.fileName()).path());
    byte[] stored = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(stored, stored.length - 1));
    assertThatThrownBy(() -> read(backup, archive)).isInstanceOf(CorruptException.class);
  }

  private static byte[] data(int length) {
    byte[] data = new byte[length];
    Random random = new Random(42);
    for (int i = 0; i < length; i++) {
      data[i] = (byte) ('a' + (random.nextInt() & 7));
    }
    return data;
  }

  private StoredBackup write(Algorithm algorithm, byte[] data) {
    Instance instance =
        Catalog.init(directory.resolve("catalog")).addInstance("main", InstanceConfig.empty());
    StoredBackup backup = instance.create(START, BackupControl.empty().with(BackupStatus.RUNNING));
    String name = "base.tar" + algorithm.suffix();
    long crc;
    try (IndexWriter index =
            new IndexWriter(backup.store().write(backup.key("index"), PutMode.CREATE_NEW));
        FrameArchiveWriter writer =
            new FrameArchiveWriter(
                name,
                backup.store().write(backup.key(name), PutMode.CREATE_NEW),
                Compression.of(algorithm),
                2,
                index::frame)) {
      index.archive(name, algorithm, StoredArchive.MAIN);
      index.file(512, data.length, "PG_VERSION with % and \u00e9");
      for (int i = 0; i < data.length; i += 30_000) {
        writer.write(data, i, Math.min(30_000, data.length - i));
      }
      writer.commit();
      crc = index.commit();
    }
    return backup.save(backup.control().with(ControlField.CONTENT_CRC, crc));
  }

  private static byte[] read(StoredBackup backup, StoredArchive archive) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameArchiveReader.read(backup, archive, 2, out::write);
    return out.toByteArray();
  }
}
