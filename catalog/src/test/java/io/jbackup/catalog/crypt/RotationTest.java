package io.jbackup.catalog.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RotationTest extends EncryptionBed {
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
}
