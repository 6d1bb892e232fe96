package io.jbackup.catalog.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionTest extends EncryptionBed {
  private void requireDamage(byte[] stored) throws IOException {
    Files.write(file(WAL), stored);
    assertThatThrownBy(() -> get(open(settings), WAL))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining(file(WAL).toString());
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

  /// A child that keeps the command's output open is waited for or not, as Java notices the end of
  /// the command later or sooner; without it the command printed nothing.
  @ParameterizedTest
  @CsvSource({
    "sleep 60, the command that prints the key failed",
    "yes, the command that prints the key failed",
    "sleep 60 & exit 0,"
        + " (?:the command that prints the key failed|what the key command printed is not a key)"
  })
  void aKeyCommandHasItsTime(String command, String said) {
    long began = System.nanoTime();
    assertThatThrownBy(() -> SecretFiles.keyOf(command, Duration.ofSeconds(1)))
        .isInstanceOf(CatalogException.class)
        .hasMessageFindingMatch("^" + said);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }
}
