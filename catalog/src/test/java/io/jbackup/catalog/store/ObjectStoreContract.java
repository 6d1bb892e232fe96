package io.jbackup.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every storage must do; each adapter's test extends it.
abstract class ObjectStoreContract {
  private static final ObjectKey KEY = new ObjectKey("backups/main/ID/base.tar");

  /// More than two parts of an upload.
  private static final int LARGE = 20_000_000;

  /// An empty store.
  abstract ObjectStore store();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private boolean put(ObjectKey key, String text, PutMode mode) {
    try (ObjectWriter writer = store().write(key, mode)) {
      byte[] bytes = bytes(text);
      writer.write(bytes, 0, bytes.length);
      return writer.commit();
    }
  }

  private Optional<String> get(ObjectKey key) {
    return store().open(key).map(ObjectStoreContract::readAll);
  }

  private static String readAll(ObjectReader reader) {
    try (reader) {
      byte[] bytes = new byte[(int) reader.size()];
      assertThat(reader.read(0, bytes, 0, bytes.length)).isEqualTo(bytes.length);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatIsCommittedCanBeReadAndListed() {
    assertThat(put(KEY, "hello", PutMode.CREATE_NEW)).isTrue();
    assertThat(get(KEY)).contains("hello");
    assertThat(store().stat(KEY).orElseThrow().size()).isEqualTo(5);
    Listing listing = store().list(new ObjectKey("backups/main/ID"));
    assertThat(listing.objects()).extracting(ObjectInfo::key).containsExactly(KEY);
    assertThat(store().list(new ObjectKey("backups/main")).folders()).containsExactly("ID");
  }

  @Test
  void nothingIsVisibleBeforeTheCommit() {
    try (ObjectWriter writer = store().write(KEY, PutMode.CREATE_NEW)) {
      writer.write(bytes("half"), 0, 4);
      assertThat(store().stat(KEY)).isEmpty();
      assertThat(get(KEY)).isEmpty();
      assertThat(store().list(new ObjectKey("backups/main/ID")).objects()).isEmpty();
    }
    assertThat(get(KEY)).as("dropped when it is closed without a commit").isEmpty();
  }

  @Test
  void createNewLeavesAnExistingObjectAlone() {
    put(KEY, "first", PutMode.CREATE_NEW);
    assertThat(put(KEY, "second", PutMode.CREATE_NEW)).isFalse();
    assertThat(get(KEY)).contains("first");
  }

  @Test
  void replacePutsANewObjectInThePlaceOfTheOld() {
    put(KEY, "first", PutMode.REPLACE);
    assertThat(put(KEY, "second", PutMode.REPLACE)).isTrue();
    assertThat(get(KEY)).contains("second");
  }

  @Test
  void ofManyWhoCreateOneWins() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> writers =
          IntStream.range(0, 40)
              .<Callable<Boolean>>mapToObj(i -> () -> put(KEY, "writer " + i, PutMode.CREATE_NEW))
              .toList();
      int winners = 0;
      for (Future<Boolean> result : threads.invokeAll(writers)) {
        winners += result.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
    assertThat(store().list(new ObjectKey("backups/main/ID")).objects()).hasSize(1);
  }

  @Test
  void deletingWhatIsAbsentIsNoError() {
    put(KEY, "hello", PutMode.CREATE_NEW);
    store().delete(List.of(KEY, new ObjectKey("backups/main/absent")));
    assertThat(get(KEY)).isEmpty();
  }

  @Test
  void aFolderIsDeletedWithAllBelowIt() {
    put(KEY, "hello", PutMode.CREATE_NEW);
    put(new ObjectKey("backups/other/jbackup.conf"), "kept", PutMode.CREATE_NEW);
    store().deleteFolder(new ObjectKey("backups/main"));
    assertThat(store().list(new ObjectKey("backups")).folders()).containsExactly("other");
    store().deleteFolder(new ObjectKey("backups/absent"));
  }

  @Test
  void anAbsentFolderIsEmpty() {
    Listing listing = store().list(new ObjectKey("nowhere"));
    assertThat(listing.objects()).isEmpty();
    assertThat(listing.folders()).isEmpty();
  }

  @Test
  void aRangeIsReadByPositionAndAsAStream() throws Exception {
    put(KEY, "0123456789", PutMode.CREATE_NEW);
    try (ObjectReader reader = store().open(KEY).orElseThrow()) {
      byte[] target = new byte[8];
      assertThat(reader.read(6, target, 1, 7)).as("the end is near").isEqualTo(4);
      assertThat(new String(target, 1, 4, StandardCharsets.UTF_8)).isEqualTo("6789");
      try (var in = reader.stream(2, 3)) {
        assertThat(in.readAllBytes()).isEqualTo(bytes("234"));
      }
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private boolean put(ObjectKey key, byte[] bytes, PutMode mode) {
    try (ObjectWriter writer = store().write(key, mode)) {
      // Pieces that fit no part.
      for (int position = 0; position < bytes.length; position += 777_777) {
        writer.write(bytes, position, Math.min(777_777, bytes.length - position));
      }
      return writer.commit();
    }
  }

  @Test
  void aLargeObjectComesBackAsItWas() throws Exception {
    byte[] large = random(LARGE);
    assertThat(put(KEY, large, PutMode.CREATE_NEW)).isTrue();
    try (ObjectReader reader = store().open(KEY).orElseThrow()) {
      assertThat(reader.size()).isEqualTo(LARGE);
      try (var in = reader.stream(0, LARGE)) {
        assertThat(in.readAllBytes()).isEqualTo(large);
      }
      byte[] piece = new byte[5_000_000];
      assertThat(reader.read(7_000_000, piece, 0, piece.length)).isEqualTo(piece.length);
      assertThat(piece).isEqualTo(Arrays.copyOfRange(large, 7_000_000, 12_000_000));
      assertThat(reader.read(LARGE - 10, piece, 0, 100)).isEqualTo(10);
    }
  }

  @Test
  void aLargeObjectLeavesAnExistingOneAlone() {
    put(KEY, "first", PutMode.CREATE_NEW);
    assertThat(put(KEY, random(LARGE), PutMode.CREATE_NEW)).isFalse();
    assertThat(get(KEY)).contains("first");
    assertThat(put(KEY, random(LARGE), PutMode.REPLACE)).isTrue();
    assertThat(store().stat(KEY).orElseThrow().size()).isEqualTo(LARGE);
  }

  @Test
  void aLargeObjectThatIsDroppedLeavesNothing() {
    try (ObjectWriter writer = store().write(KEY, PutMode.REPLACE)) {
      byte[] bytes = random(LARGE);
      writer.write(bytes, 0, bytes.length);
    }
    assertThat(get(KEY)).isEmpty();
    assertThat(store().list(new ObjectKey("backups/main/ID")).objects()).isEmpty();
  }

  @Test
  void anObjectMayBeEmpty() throws Exception {
    put(KEY, "", PutMode.CREATE_NEW);
    assertThat(get(KEY)).contains("");
    try (ObjectReader reader = store().open(KEY).orElseThrow();
        var in = reader.stream(0, 10)) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void namesMayHaveAnyCharacters() {
    List<String> names =
        List.of(
            "a b", "a+b", "a%20b", "a&b=c", "ä€😀", "a'b\"c", "a#b?c", "a:b;c", "a<b>c", "~!@$^");
    for (String name : names) {
      put(new ObjectKey("odd/" + name + "/in " + name), name, PutMode.CREATE_NEW);
    }
    assertThat(store().list(new ObjectKey("odd")).folders())
        .containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      ObjectKey key = new ObjectKey("odd/" + name + "/in " + name);
      assertThat(get(key)).contains(name);
      assertThat(store().list(new ObjectKey("odd/" + name)).objects())
          .extracting(ObjectInfo::key)
          .containsExactly(key);
      store().delete(List.of(key));
      assertThat(store().stat(key)).isEmpty();
    }
  }

  @Test
  void aFolderMayHaveMoreObjectsThanAPageOfAListing() throws Exception {
    List<ObjectKey> keys =
        IntStream.range(0, 1100).mapToObj(i -> new ObjectKey("many/%05d".formatted(i))).toList();
    ObjectStore store = store();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> writers =
          keys.stream().<Callable<Boolean>>map(key -> () -> SmallObject.put(store, key)).toList();
      for (Future<Boolean> result : threads.invokeAll(writers)) {
        assertThat(result.get()).isTrue();
      }
    }
    assertThat(store.list(new ObjectKey("many")).objects())
        .extracting(ObjectInfo::key)
        .containsExactlyElementsOf(keys);
    List<ObjectKey> visited = new ArrayList<>();
    store.visit(new ObjectKey("many"), info -> visited.add(info.key()));
    assertThat(visited).containsExactlyInAnyOrderElementsOf(keys);
    List<ObjectKey> some = new ArrayList<>();
    NameRange range = new NameRange(keys.get(7).name(), keys.get(1049).name());
    store.visit(new ObjectKey("many"), range, info -> some.add(info.key()));
    assertThat(some).containsExactlyInAnyOrderElementsOf(keys.subList(7, 1049));
    store.delete(keys.subList(0, 1050));
    assertThat(store.list(new ObjectKey("many")).objects()).hasSize(50);
    store.deleteFolder(new ObjectKey("many"));
    assertThat(store.list(new ObjectKey("many")).objects()).isEmpty();
  }

  private static final class SmallObject {
    static boolean put(ObjectStore store, ObjectKey key) {
      try (ObjectWriter writer = store.write(key, PutMode.CREATE_NEW)) {
        writer.write(new byte[] {1}, 0, 1);
        return writer.commit();
      }
    }
  }
}
