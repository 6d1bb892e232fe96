package io.jbackup.catalog.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.LocalStore;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionTest {
  private static final ObjectKey WAL = new ObjectKey("wal/main/000000010000000000000001.zst");
  private static final ObjectKey DATA = new ObjectKey("backups/main/ABC/base.tar.zst");
  private static final int SEGMENT = 1 << 16;

  @TempDir Path directory;
  private TestKeys keys;
  private KeySettings settings = KeySettings.NONE;
  private final byte[] content = new byte[4 * SEGMENT + 1000];

  @BeforeEach
  void init() {
    keys = new TestKeys(directory);
    settings = TestKeys.keyFile(keys.keyFile("key"));
    new Random(1).nextBytes(content);
  }

  private ObjectStore plain() {
    return new LocalStore(directory.resolve("catalog"), true);
  }

  private ObjectStore open(KeySettings with) {
    return Encryption.open(plain(), KeyScope.CATALOG, with).store();
  }

  private static void put(ObjectStore store, ObjectKey key, byte[] bytes) {
    try (ObjectWriter writer = store.write(key, PutMode.CREATE_NEW)) {
      writer.write(bytes, 0, bytes.length);
      assertThat(writer.commit()).isTrue();
    }
  }

  private static byte[] get(ObjectStore store, ObjectKey key) {
    try (ObjectReader reader = store.open(key).orElseThrow()) {
      byte[] bytes = new byte[(int) reader.size()];
      assertThat(reader.read(0, bytes, 0, bytes.length)).isEqualTo(bytes.length);
      return bytes;
    }
  }

  private Path file(ObjectKey key) {
    return directory.resolve("catalog").resolve(key.path());
  }

  private void requireDamage(byte[] stored) throws IOException {
    Files.write(file(WAL), stored);
    assertThatThrownBy(() -> get(open(settings), WAL))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining(file(WAL).toString());
  }

  private byte[] stored() throws IOException {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    put(open(settings), WAL, content);
    return Files.readAllBytes(file(WAL));
  }

  @Test
  void aFlippedBitIsFoundWhereverItIs() throws Exception {
    byte[] stored = stored();
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = stored.clone();
      // Not the number of the data key: without that there is no key.
      int position = i < 40 ? 24 + i : 64 + random.nextInt(stored.length - 64);
      damaged[position] ^= (byte) (1 << random.nextInt(8));
      if (position != 24) {
        requireDamage(damaged);
      }
    }
  }

  @Test
  void whatIsCutIsFoundAtTheBorderOfASegmentToo() throws Exception {
    byte[] stored = stored();
    for (int length :
        new int[] {0, 10, 63, 64, 79, 80, SEGMENT, SEGMENT + 10, 2 * SEGMENT, stored.length - 1}) {
      requireDamage(Arrays.copyOf(stored, length));
    }
    requireDamage(Arrays.copyOf(stored, stored.length + 1));
    byte[] twice = Arrays.copyOf(stored, stored.length + SEGMENT);
    System.arraycopy(stored, SEGMENT, twice, stored.length, SEGMENT);
    requireDamage(twice);
  }

  @Test
  void segmentsCannotChangePlaces() throws Exception {
    byte[] stored = stored();
    byte[] swapped = stored.clone();
    System.arraycopy(stored, SEGMENT, swapped, 2 * SEGMENT, SEGMENT);
    System.arraycopy(stored, 2 * SEGMENT, swapped, SEGMENT, SEGMENT);
    requireDamage(swapped);
  }

  @Test
  void objectsCannotChangePlaces() throws Exception {
    byte[] stored = stored();
    ObjectKey other = new ObjectKey("wal/main/000000010000000000000002.zst");
    Files.write(file(other), stored);
    assertThatThrownBy(() -> get(open(settings), other)).isInstanceOf(CorruptException.class);
    Files.write(file(other), content);
    assertThatThrownBy(() -> get(open(settings), other))
        .as("nor be replaced by what is not encrypted")
        .isInstanceOf(CorruptException.class);
  }

  @Test
  void noContentIsStoredAsItIs() throws Exception {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    byte[] secret = "pg_hba.conf and the customers".getBytes(StandardCharsets.UTF_8);
    put(open(settings), DATA, secret);
    put(open(settings), WAL, secret);
    try (Stream<Path> files = Files.walk(directory.resolve("catalog"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain("pg_hba", "customers");
      }
    }
    assertThat(get(open(settings), DATA)).isEqualTo(secret);
  }

  @Test
  void aMissingOrWrongKeyIsSaidAtOnce() {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    assertThatThrownBy(() -> open(KeySettings.NONE))
        .isInstanceOf(CatalogException.class)
        .hasMessage("the catalog is encrypted, and no key was given");
    assertThatThrownBy(() -> open(TestKeys.keyFile(keys.keyFile("other"))))
        .isInstanceOf(CatalogException.class)
        .hasMessage("the key that was given does not open this catalog");
    assertThatThrownBy(() -> open(TestKeys.keyFile(directory.resolve("absent"))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("absent");
    assertThatThrownBy(() -> open(TestKeys.keyFile(keys.file("short", "abc"))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("is not a key of 32 bytes");
  }

  @Test
  void aKeyThatOthersCanReadIsRefused() throws Exception {
    Path file = keys.keyFile("open");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Encryption.init(plain(), KeyScope.CATALOG, TestKeys.keyFile(file)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("may be read or changed by others");
  }

  @Test
  void aPassphraseOpensTheCatalog() {
    Path file = keys.file("passphrase", "correct horse\n");
    KeySettings passphrase = KeySettings.of(null, file.toString(), null, null, null);
    Encryption.init(plain(), KeyScope.CATALOG, passphrase);
    put(open(passphrase), DATA, content);
    assertThat(get(open(passphrase), DATA)).isEqualTo(content);
    Path wrong = keys.file("wrong", "battery staple\n");
    assertThatThrownBy(() -> open(KeySettings.of(null, wrong.toString(), null, null, null)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("does not open this catalog");
  }

  @Test
  void aCommandPrintsTheKey() {
    String command = "cat '" + keys.keyFile("printed") + "'";
    KeySettings printed = KeySettings.of(null, null, command, null, null);
    Encryption.init(plain(), KeyScope.CATALOG, printed);
    put(open(printed), DATA, content);
    assertThat(get(open(printed), DATA)).isEqualTo(content);
    assertThatThrownBy(() -> open(KeySettings.of(null, null, "exit 3", null, null)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("ended with code 3");
  }

  @Test
  void aRecipientWritesAndOnlyTheIdentityReads() {
    String recipient = keys.identity("identity");
    Encryption.init(plain(), KeyScope.CATALOG, TestKeys.recipient(recipient));
    Encryption blind = Encryption.open(plain(), KeyScope.CATALOG, TestKeys.recipient(recipient));
    assertThat(blind.readable()).isFalse();
    put(blind.store(), WAL, content);
    put(blind.store(), DATA, content);
    assertThatThrownBy(() -> get(blind.store(), WAL))
        .isInstanceOf(CatalogException.class)
        .hasMessage("this host can write what is encrypted, and not read it");

    KeySettings identity = TestKeys.identity(keys.path("identity"));
    assertThat(get(open(identity), WAL)).isEqualTo(content);
    assertThat(get(open(identity), DATA)).isEqualTo(content);
    keys.identity("stranger");
    assertThatThrownBy(() -> open(TestKeys.identity(keys.path("stranger"))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("does not open this catalog");
    assertThatThrownBy(() -> open(TestKeys.recipient(keys.identity("third"))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("is not encrypted for the recipient");
  }

  @Test
  void theKeyOfAFileGoesWithTheFile() {
    String recipient = keys.identity("identity");
    Encryption.init(plain(), KeyScope.CATALOG, TestKeys.recipient(recipient));
    ObjectStore store = open(TestKeys.recipient(recipient));
    put(store, WAL, content);
    put(store, DATA, content);
    assertThat(plain().list(new ObjectKey("keys/main")).objects()).hasSize(2);
    store.delete(List.of(WAL));
    store.deleteFolder(new ObjectKey("backups/main/ABC"));
    assertThat(plain().list(new ObjectKey("keys/main")).objects()).isEmpty();
  }

  @Test
  void rotationChangesTheKeyAndLeavesTheDataAlone() throws Exception {
    byte[] stored = stored();
    KeySettings changed = TestKeys.keyFile(keys.keyFile("new"));
    assertThat(Rotation.rotate(plain(), KeyScope.CATALOG, settings, changed)).isEqualTo(1);
    assertThat(Files.readAllBytes(file(WAL))).isEqualTo(stored);
    assertThat(get(open(changed), WAL)).isEqualTo(content);
    assertThatThrownBy(() -> open(settings)).isInstanceOf(CatalogException.class);
    assertThat(
            Rotation.rotate(
                plain(), KeyScope.CATALOG, changed, TestKeys.recipient(keys.identity("identity"))))
        .isEqualTo(1);
    assertThat(get(open(TestKeys.identity(keys.path("identity"))), WAL)).isEqualTo(content);
    assertThat(get(open(changed), WAL)).isEqualTo(content);
  }

  /// A store whose writes fail from a certain one on, as those of a process that is killed.
  private ObjectStore dyingAfter(int writes) {
    ObjectStore store = plain();
    AtomicInteger left = new AtomicInteger(writes);
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("write") && left.getAndDecrement() <= 0) {
                throw new IllegalStateException("killed");
              }
              return method.invoke(store, arguments);
            });
  }

  @Test
  void aRotationThatWasCutOffLeavesAllReadableAndGoesOn() throws Exception {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    KeySettings passphrase =
        KeySettings.of(
            null, keys.file("passphrase", "correct horse\n").toString(), null, null, null);
    List<ObjectKey> objects =
        Stream.of("a", "b", "c", "d")
            .map(id -> new ObjectKey("backups/main/" + id + "/x"))
            .toList();
    for (ObjectKey object : objects) {
      put(open(settings), object, content);
    }
    for (int writes = 0; writes <= objects.size() + 1; writes++) {
      ObjectStore dying = dyingAfter(writes);
      assertThatThrownBy(() -> Rotation.rotate(dying, KeyScope.CATALOG, settings, passphrase))
          .hasStackTraceContaining("killed");
      for (ObjectKey object : objects) {
        assertThat(get(openAny(settings, passphrase), object)).isEqualTo(content);
      }
    }
    assertThat(Rotation.rotate(plain(), KeyScope.CATALOG, settings, passphrase))
        .isEqualTo(objects.size());
    for (ObjectKey object : objects) {
      assertThat(get(open(passphrase), object)).isEqualTo(content);
    }
    assertThat(Access.read(plain(), KeyScope.CATALOG).symmetric()).hasSize(1);
    assertThatThrownBy(() -> open(settings)).isInstanceOf(CatalogException.class);
  }

  /// With both keys, once there are two.
  private ObjectStore openAny(KeySettings first, KeySettings second) {
    KeySettings both =
        new KeySettings(
            first.keyFile(),
            second.passphraseFile(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    return open(Access.read(plain(), KeyScope.CATALOG).symmetric().size() > 1 ? both : first);
  }

  @Test
  void aDataKeyThatIsMadeWithTheOldKeyMeanwhileIsWrappedAnew() throws Exception {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    put(open(settings), DATA, content);
    KeySettings changed = TestKeys.keyFile(keys.keyFile("new"));
    ObjectStore began = open(settings);
    ObjectStore store = plain();
    AtomicInteger accesses = new AtomicInteger();
    ObjectStore meanwhile =
        (ObjectStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("write")
                      && KeyScope.CATALOG.access().equals(arguments[0])
                      && accesses.incrementAndGet() == 2) {
                    put(began, WAL, content);
                  }
                  return method.invoke(store, arguments);
                });
    assertThat(Rotation.rotate(meanwhile, KeyScope.CATALOG, settings, changed)).isEqualTo(3);
    assertThat(get(open(changed), WAL)).isEqualTo(content);
  }

  @Test
  void aStrangersRecipientIsFound() throws Exception {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    Path access = directory.resolve("catalog/keys/access");
    Recipient stranger = Recipient.parse(keys.identity("stranger"));
    String line = "access-2 = 'x25519 " + stranger.text() + " " + KeyRing.test(stranger) + "'\n";
    Files.writeString(access, Files.readString(access) + line);
    assertThatThrownBy(() -> open(settings))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("somebody without the key of the catalog changed");
  }

  @Test
  void instancesDoNotShareDataKeys() {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    ObjectStore store = open(settings);
    List<ObjectKey> objects =
        Stream.of("wal/%s/000000010000000000000001", "backups/%s/ABC/index")
            .flatMap(path -> Stream.of("one", "other").map(path::formatted))
            .map(ObjectKey::new)
            .toList();
    objects.forEach(object -> put(store, object, content));
    assertThat(plain().list(new ObjectKey("keys/one")).objects()).hasSize(2);
    assertThat(plain().list(new ObjectKey("keys/other")).objects()).hasSize(2);
    for (ObjectKey object : objects) {
      assertThat(get(open(settings), object)).isEqualTo(content);
    }
  }

  @Test
  void whoWasOpenAcrossARotationGoesOnWithTheNewKeyOrNotAtAll() throws Exception {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    KeySettings same = TestKeys.keyFile(keys.path("key"));
    byte[] old = Files.readAllBytes(keys.path("key"));
    ObjectStore began = open(settings);
    put(began, DATA, content);
    KeySettings changed = TestKeys.keyFile(keys.keyFile("new"));
    Rotation.rotate(plain(), KeyScope.CATALOG, settings, changed);
    assertThatThrownBy(() -> put(began, WAL, content))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("does not open this catalog");
    assertThat(plain().stat(WAL)).isEmpty();

    Files.write(keys.path("key"), Files.readAllBytes(keys.path("new")));
    put(began, WAL, content);
    assertThat(get(open(changed), WAL)).isEqualTo(content);
    assertThat(get(open(changed), DATA)).isEqualTo(content);
    assertThat(get(began, DATA)).isEqualTo(content);
    Files.write(keys.path("key"), old);
    assertThatThrownBy(() -> open(same)).isInstanceOf(CatalogException.class);
    KeySettings third = TestKeys.keyFile(keys.keyFile("third"));
    Rotation.rotate(plain(), KeyScope.CATALOG, changed, third);
    assertThat(get(open(third), WAL)).isEqualTo(content);
  }

  @Test
  void aKeyThatIsMadeJustAfterARotationIsNotUsed() throws Exception {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    KeySettings changed = TestKeys.keyFile(keys.keyFile("new"));
    ObjectStore store = plain();
    ObjectStore late =
        (ObjectStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("write")) {
                    Rotation.rotate(plain(), KeyScope.CATALOG, settings, changed);
                  }
                  return method.invoke(store, arguments);
                });
    ObjectStore began = Encryption.open(late, KeyScope.CATALOG, settings).store();
    assertThatThrownBy(() -> put(began, WAL, content)).isInstanceOf(CatalogException.class);
    assertThat(plain().stat(WAL)).isEmpty();
  }

  @Test
  void anotherRotationWaitsForTheOneThatWasCutOff() {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    put(open(settings), WAL, content);
    KeySettings first = TestKeys.keyFile(keys.keyFile("first"));
    ObjectStore dying = dyingAfter(2);
    assertThatThrownBy(() -> Rotation.rotate(dying, KeyScope.CATALOG, settings, first))
        .hasStackTraceContaining("killed");
    KeySettings second = TestKeys.keyFile(keys.keyFile("second"));
    assertThatThrownBy(() -> Rotation.rotate(plain(), KeyScope.CATALOG, settings, second))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("was cut off, which was to another key");
    Rotation.rotate(plain(), KeyScope.CATALOG, settings, first);
    Rotation.rotate(plain(), KeyScope.CATALOG, first, second);
    assertThat(get(open(second), WAL)).isEqualTo(content);
  }

  @Test
  void noRecipientIsTakenOverThatNobodyVouchesFor() throws Exception {
    String recipient = keys.identity("identity");
    Encryption.init(plain(), KeyScope.CATALOG, TestKeys.recipient(recipient));
    put(open(TestKeys.recipient(recipient)), WAL, content);
    Path access = directory.resolve("catalog/keys/access");
    Recipient stranger = Recipient.parse(keys.identity("stranger"));
    String line = "access-2 = 'x25519 " + stranger.text() + " " + KeyRing.test(stranger) + "'\n";
    String genuine = Files.readString(access);
    Files.writeString(access, genuine + line);
    KeySettings identity = TestKeys.identity(keys.path("identity"));
    KeySettings key = TestKeys.keyFile(keys.keyFile("new"));
    assertThatThrownBy(() -> Rotation.rotate(plain(), KeyScope.CATALOG, identity, key))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(stranger.text());
    Files.writeString(access, genuine);
    Rotation.rotate(plain(), KeyScope.CATALOG, identity, key);
    assertThat(get(open(key), WAL)).isEqualTo(content);
  }

  @Test
  void aRecipientThatIsNotOneIsRefusedBesideAKeyToo() {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    KeySettings both =
        KeySettings.of(keys.path("key").toString(), null, null, keys.identity("stranger"), null);
    assertThatThrownBy(() -> open(both))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("is not encrypted for the recipient");
  }

  @ParameterizedTest
  @CsvSource({"1048576, 8, 1", "32767, 8, 1", "0, 8, 1", "32768, 64, 1", "32768, 8, 0"})
  void noOtherWorkIsDoneForAPassphraseThanJbackupAsksFor(int cost, int blocks, int parallel)
      throws Exception {
    KeySettings passphrase =
        KeySettings.of(null, keys.file("passphrase", "correct\n").toString(), null, null, null);
    Encryption.init(plain(), KeyScope.CATALOG, passphrase);
    Path access = directory.resolve("catalog/keys/access");
    String text = Files.readString(access);
    Files.writeString(access, text.replace("32768 8 1", cost + " " + blocks + " " + parallel));
    assertThatThrownBy(() -> open(passphrase))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("scrypt");
  }

  @Test
  void textIsNoKey() {
    Path file = keys.file("typed", "thirty-one characters and a lf.\n");
    assertThatThrownBy(() -> Encryption.init(plain(), KeyScope.CATALOG, TestKeys.keyFile(file)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("is text and not a key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep 60", "sleep 60 & exit 0", "yes"})
  void aKeyCommandHasItsTime(String command) {
    long began = System.nanoTime();
    assertThatThrownBy(() -> SecretFiles.keyOf(command, Duration.ofSeconds(1)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("the command that prints the key failed");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }
}
