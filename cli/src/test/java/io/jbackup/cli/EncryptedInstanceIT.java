package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// One instance of a catalog in a bucket is encrypted, or two with different keys, beside one that
/// is not.
final class EncryptedInstanceIT {
  private static final int VERSION = PostgresBinaries.newest();

  @TempDir Path directory;
  private final TestBucket bucket = TestBucket.create();
  private PostgresServer server;
  private final Map<String, String> environment = new HashMap<>();
  private Secrets secrets;
  private String keyA;
  private String keyB;

  /// A copy, which the server does not remove.
  private Path segment;

  @BeforeEach
  void addInstances() throws Exception {
    server = PostgresServer.version(VERSION).start();
    environment.putAll(catalog("catalog"));
    environment.put("PGHOST", server.host());
    environment.put("PGPORT", Integer.toString(server.port()));
    environment.put("PGUSER", server.user());
    secrets = new Secrets(directory);
    keyA = "--encrypt-key-file=" + secrets.key("key-a");
    keyB = "--encrypt-key-file=" + secrets.key("key-b");
    run(0, "init");
    run(0, "add-instance", "--instance=open");
    run(0, "add-instance", "--instance=a", "--encrypt", keyA);
    run(0, "add-instance", "--instance=b", "--encrypt", keyB);
    server.sql("create table customers_of_ours(name text)");
    server.sql("insert into customers_of_ours values ('Evelyn Secretperson')");
    server.sql("select pg_switch_wal()");
    segment = directory.resolve("000000010000000000000001");
    Files.copy(server.dataDirectory().resolve("pg_wal").resolve(segment.getFileName()), segment);
    // The restored server fetches WAL as its user.
    server.share(directory);
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  /// The environment for a catalog of that name.
  private Map<String, String> catalog(String name) {
    return Map.of(
        "BACKUP_PATH",
        "s3://" + bucket.name() + "/" + name,
        "JBACKUP_S3_CONFIG",
        bucket.settings(directory).toString());
  }

  private static String place(Map<String, String> environment) {
    return Objects.requireNonNull(environment.get("BACKUP_PATH"));
  }

  private List<String> contents(String folder) {
    return stored(folder).values().stream()
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .toList();
  }

  /// Everything that lies below a folder of the catalog.
  private Map<String, byte[]> stored(String folder) {
    String prefix =
        place(environment).substring(("s3://" + bucket.name() + "/").length()) + "/" + folder + "/";
    try (S3Client client = bucket.client()) {
      return client
          .listObjectsV2Paginator(request -> request.bucket(bucket.name()).prefix(prefix))
          .contents()
          .stream()
          .collect(
              Collectors.toMap(
                  S3Object::key,
                  object ->
                      client
                          .getObjectAsBytes(
                              request -> request.bucket(bucket.name()).key(object.key()))
                          .asByteArray()));
    }
  }

  private void put(String key, byte[] content) {
    try (S3Client client = bucket.client()) {
      client.putObject(
          request -> request.bucket(bucket.name()).key(key), RequestBody.fromBytes(content));
    }
  }

  private String run(int code, String... words) throws Exception {
    return run(code, environment, words);
  }

  private String run(int code, Map<String, String> with, String... words) throws Exception {
    try (Program program = Program.start(directory, with, words)) {
      int exit = program.exit();
      assertThat(exit).as(program.output()).isEqualTo(code);
      return program.output();
    }
  }

  private String[] push(String instance, String... key) {
    return words(
        key,
        "archive-push",
        "--instance=" + instance,
        "--wal-file-path=" + segment,
        "--wal-file-name=" + segment.getFileName());
  }

  private static String[] words(String[] more, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  private void backup(String instance, String... key) throws Exception {
    run(
        0,
        words(
            key,
            "backup",
            "--instance=" + instance,
            "-b",
            "full",
            "--stream",
            "--temp-slot",
            "--compress"));
  }

  private void requireSealed(String instance) throws IOException {
    requireSealedFolder("backups/" + instance);
    requireSealedFolder("wal/" + instance);
  }

  private void requireSealedFolder(String folder) throws IOException {
    assertThat(contents(folder))
        .isNotEmpty()
        .allSatisfy(text ->
            assertThat(text)
                .doesNotContain(
                    "customers_of_ours", "Secretperson", "pg_hba", "PG_VERSION", "pg_xact"));
  }

  private void requireRestorable(String instance, String... key) throws Exception {
    Path data = directory.resolve("restored-" + instance);
    run(
        0,
        words(
            key,
            "restore",
            "--instance=" + instance,
            "-D",
            data.toString(),
            "--recovery-target=latest"));
    try (PostgresServer restored = PostgresServer.onDirectory(VERSION, data).start()) {
      restored.await("select not pg_is_in_recovery()");
      assertThat(restored.query("select name from customers_of_ours"))
          .isEqualTo("Evelyn Secretperson");
    }
  }

  @Test
  void eachIsDoneWithItsOwnKeyAndNoOther() throws Exception {
    run(0, push("open"));
    run(0, push("a", keyA));
    assertThat(run(0, push("a", keyA))).as("the same again").doesNotContain("ERROR");
    run(0, push("b", keyB));
    run(0, "backup", "--instance=open", "-b", "full", "--stream", "--temp-slot");
    backup("a", keyA);
    backup("b", keyB);
    requireSealed("a");
    requireSealed("b");
    assertThat(String.join("", contents("backups/open"))).contains("Secretperson");

    String missing = "ERROR: instance 'a' is encrypted, and no key was given\nHINT: ";
    assertThat(run(3, push("a"))).contains(missing.lines().findFirst().orElseThrow());
    assertThat(run(3, "backup", "--instance=a", "-b", "full", "--stream")).contains(missing);
    assertThat(run(3, "validate", "--instance=a")).contains(missing);
    String wrong = "ERROR: the key that was given does not open instance 'a'\nHINT: ";
    assertThat(run(3, push("a", keyB))).contains(wrong.lines().findFirst().orElseThrow());
    Path nothing = directory.resolve("nothing");
    assertThat(run(3, "restore", "--instance=a", "-D", nothing.toString(), keyB)).contains(wrong);
    assertThat(nothing).doesNotExist();
    assertThat(run(3, push("open", keyA)))
        .contains("ERROR: instance 'open' in ", " is not encrypted, and a key was given\n");

    assertThat(run(0, "show", "--instance=a", keyA)).containsPattern(" OK +\n");
    assertThat(run(0, "show")).contains("INSTANCE 'a'", "INSTANCE 'b'", "INSTANCE 'open'");
    assertThat(run(0, "show-config", "--instance=a", keyA)).contains("encrypted = on");
    assertThat(run(0, "show", "--archive", "--instance=b", keyB))
        .contains("000000010000000000000001");
    run(0, "window", "--instance=a", keyA);
    run(0, "set-config", "--instance=a", "--retention-redundancy=1", keyA);
    run(0, "validate", "--instance=a", keyA);
    assertThat(run(3, "validate", keyA))
        .contains("Instance 'b' was not validated: the key that was given does not open");
    requireRestorable("a", keyA);
    requireRestorable("open");
  }

  @Test
  void retentionAndDeletionLeaveNoKeyBehind() throws Exception {
    backup("a", keyA);
    assertThat(contents("keys/a")).hasSize(2);
    backup("a", keyA);
    assertThat(contents("keys/a")).hasSize(3);
    run(0, "delete", "--instance=a", "--delete-expired", "--retention-redundancy=1", keyA);
    assertThat(contents("keys/a")).hasSize(2);
    run(0, push("b", keyB));
    run(0, "del-instance", "--instance=a", keyA);
    assertThat(contents("keys/a")).isEmpty();
    assertThat(contents("backups/a")).isEmpty();
    run(0, "add-instance", "--instance=a", "--encrypt", keyB);
    backup("a", keyB);
    run(0, "validate", "--instance=b", keyB);
  }

  @Test
  void aKeyIsChangedForOneInstance() throws Exception {
    backup("a", keyA);
    run(0, push("b", keyB));
    Path keyC = secrets.key("key-c");
    String changed = "--encrypt-key-file=" + keyC;
    String[] rotate = {"rotate-key", "--instance=a", "--new-key-file=" + keyC};
    assertThat(run(3, words(new String[] {keyB}, rotate))).contains("does not open instance 'a'");
    assertThat(run(0, words(new String[] {keyA}, rotate))).contains("Data keys wrapped anew: 1");
    assertThat(run(3, "validate", "--instance=a", keyA)).contains("does not open instance 'a'");
    run(0, "validate", "--instance=a", changed);
    run(0, "validate", "--instance=b", keyB);
    assertThat(run(3, "rotate-key", "--new-key-file=" + keyC, keyA))
        .contains("ERROR: the catalog in ", " is not encrypted\nHINT: ");
    assertThat(run(3, "rotate-key", "--instance=open", "--new-key-file=" + keyC, keyA))
        .contains("ERROR: instance 'open' in ", " is not encrypted\nHINT: ");
  }

  @Test
  void anEncryptedCatalogHasOneKeyAndAnInstanceOfItNoOther() throws Exception {
    Map<String, String> sealed = new HashMap<>(environment);
    sealed.putAll(catalog("sealed"));
    run(0, sealed, "init", "--encrypt", keyA);
    assertThat(run(2, sealed, "add-instance", "--instance=a", "--encrypt", keyA))
        .contains(" is encrypted as a whole, with one key for all instances\nHINT: ");
    run(0, sealed, "add-instance", "--instance=a", keyA);
    assertThat(run(2, "add-instance", "--instance=more", "--encrypt"))
        .contains("ERROR: instance 'more' is to be encrypted, which needs a key\nHINT: ");
    assertThat(run(2, "add-instance", "--instance=more", keyA))
        .contains("ERROR: a key was given for instance 'more', which is not to be encrypted");
    assertThat(contents("keys/more")).isEmpty();
  }

  @Test
  void copiesGoBetweenWhatIsEncryptedAndWhatIsNot() throws Exception {
    run(0, push("a", keyA));
    backup("a", keyA);
    Map<String, String> other = new HashMap<>(environment);
    other.putAll(catalog("other"));
    String to = place(other);
    run(0, other, "init");
    assertThat(run(0, "copy", "--instance=a", "--to", to, keyA))
        .contains("backups copied: 1, there already: 0");
    run(0, other, "validate", "--instance=a");
    run(0, other, "del-instance", "--instance=a");

    other.put("JBACKUP_ENCRYPT_KEY_FILE", directory.resolve("key-b").toString());
    assertThat(run(2, other, "copy", "-B", place(environment), "--instance=a", "--to", to, keyA))
        .contains("which is not to be encrypted");
    String[] copy = {
      "copy", "-B", place(environment), "--instance=a", "--to", to, "--encrypt", keyA
    };
    assertThat(run(0, other, copy)).contains("backups copied: 1, there already: 0");
    assertThat(run(0, other, copy)).contains("backups copied: 0, there already: 1");
    run(0, other, "validate", "--instance=a");
    other.remove("JBACKUP_ENCRYPT_KEY_FILE");
    assertThat(run(3, other, "validate", "--instance=a")).contains("no key was given");
    environment.putAll(other);
    requireSealed("a");
    requireRestorable("a", keyB);
  }

  @Test
  void aPassphraseServesDrillsAndTheArchiveOfARestoredCluster() throws Exception {
    String key =
        "--encrypt-passphrase-file="
            + secrets.file("phrase", "blue trains run".getBytes(StandardCharsets.UTF_8));
    server.share(directory);
    run(0, "add-instance", "--instance=p", "--encrypt", key);
    run(0, push("p", key));
    backup("p", key);
    requireSealed("p");
    Path fetched = directory.resolve("fetched");
    run(
        0,
        "archive-get",
        "--instance=p",
        "--wal-file-path=" + fetched,
        "--wal-file-name=" + segment.getFileName(),
        key);
    assertThat(fetched).hasSameBinaryContentAs(segment);
    try (Program drill =
        Program.startAs(
            ServerUser.here().prefix(),
            directory,
            environment,
            "drill",
            "--instance=p",
            "--dir=" + directory.resolve("scratch"),
            "--pgbin=" + PostgresBinaries.directory(VERSION).resolve("bin"),
            "--query=select name from customers_of_ours",
            "--expect=Evelyn Secretperson",
            key)) {
      drill.succeed();
    }

    Path data = directory.resolve("restored");
    run(0, "restore", "--instance=p", "-D", data.toString(), "--new-archive=fresh", key);
    String archived;
    try (PostgresServer restored = PostgresServer.onDirectory(VERSION, data).start()) {
      restored.await("select not pg_is_in_recovery()");
      archived = restored.switchWal();
      restored.awaitArchived(archived);
    }
    requireSealedFolder("wal/fresh");
    assertThat(run(0, "show", "--archive", "--instance=fresh", key)).contains(archived);
    assertThat(run(3, "validate", "--instance=fresh")).contains("no key was given");
  }

  @Test
  void aPublicKeyWritesOneInstanceAndCannotReadIt() throws Exception {
    Path identity = secrets.identity();
    String recipient = "--encrypt-recipient=" + secrets.recipient(identity);
    run(0, "add-instance", "--instance=r", "--encrypt", recipient);
    run(0, push("r", recipient));
    backup("r", recipient);
    requireSealed("r");
    String refused = "this host can write what is encrypted, and not read it\nHINT: ";
    assertThat(run(3, "validate", "--instance=r", recipient)).contains(refused);
    assertThat(run(0, "show", "--instance=r", recipient)).containsPattern(" DONE +\n");
    run(0, "validate", "--instance=r", "--decrypt-identity-file=" + identity);
    String reader = "--decrypt-identity-file=" + identity;
    assertThat(run(0, "show", "--instance=r", reader)).containsPattern(" OK +\n");
    requireRestorable("r", reader);
  }

  @Test
  void noDamageIsToldAsOk() throws Exception {
    run(0, push("a", keyA));
    backup("a", keyA);
    run(0, "validate", "--instance=a", keyA);
    Map<String, byte[]> objects = new HashMap<>(stored("backups/a"));
    // Not the control file: what it says is held against what is encrypted.
    objects.keySet().removeIf(key -> !key.matches(".*/\\w{6}/(?!backup\\.control).*"));
    objects.putAll(stored("wal/a"));
    assertThat(objects).hasSizeGreaterThan(4);
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      byte[] whole = object.getValue();
      byte[] flipped = whole.clone();
      flipped[whole.length / 2] ^= 4;
      for (byte[] damaged : List.of(flipped, Arrays.copyOf(whole, whole.length - 1))) {
        put(object.getKey(), damaged);
        try (Program validate =
            Program.start(directory, environment, "validate", "--instance=a", keyA)) {
          int exit = validate.exit();
          assertThat(exit).as(object.getKey() + ": " + validate.output()).isEqualTo(8);
        }
      }
      put(object.getKey(), whole);
    }
    run(0, "validate", "--instance=a", keyA);
    assertThat(run(0, "show", "--instance=a", keyA)).containsPattern(" OK +\n");
  }
}
