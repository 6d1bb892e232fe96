package io.jbackup.core.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PasswordsTest {
  private static final HostAddress DB1 = new HostAddress.Tcp("db1", "10.0.0.1", 5432);
  private static final List<String> REPLICATION = List.of("replication", "app");

  @TempDir private Path home;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = home.resolve("pgpass");
  }

  @Test
  void theFirstLineThatFitsCounts() throws IOException {
    write(
        "#db1:5432:replication:u:comment",
        "db2:*:*:*:other",
        "",
        "db1:5432:*:u:first",
        "*:*:*:*:second");
    assertThat(find(DB1, "u")).isEqualTo("first");
    assertThat(find(DB1, "v")).isEqualTo("second");
  }

  @Test
  void aLineForReplicationGoesBeforeOneForTheDatabase() throws IOException {
    write("db1:5432:app:u:for-app", "db1:5432:replication:u:for-replication");
    assertThat(find(DB1, "u")).isEqualTo("for-replication");
  }

  @Test
  void backslashesEscapeColonsAndThemselves() throws IOException {
    write("fe80\\:\\:1:5432:*:a\\:b\\\\c:p\\:w:d\\\\\\x");
    HostAddress ipv6 = new HostAddress.Tcp("fe80::1", "fe80::1", 5432);
    assertThat(find(ipv6, "a:b\\c")).isEqualTo("p:w:d\\x");
  }

  @Test
  void aSocketIsFoundAsLocalhostAndByItsDirectory() throws IOException {
    write("localhost:5432:*:u:local", "/run/pg:5433:*:u:directory");
    assertThat(find(new HostAddress.Unix(Path.of("/run/pg"), 5432), "u")).isEqualTo("local");
    assertThat(find(new HostAddress.Unix(Path.of("/run/pg"), 5433), "u")).isEqualTo("directory");
  }

  @Test
  void malformedLinesAndOtherPortsDoNotFit() throws IOException {
    write("db1", "db1:5432:*:u", "db1:5433:*:u:other", "db1:5432:*:u\\:x", "db1:5432:*:\\");
    assertThat(find(DB1, "u")).isNull();
  }

  @Test
  void aFileThatOthersMayReadIsNotUsedAndSaidSo() throws IOException {
    write("*:*:*:*:secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Passwords passwords = passwords(null, PasswordPolicy.IF_ASKED, PasswordPrompter.NONE);
    assertThat(passwords.known(DB1, "u", REPLICATION)).isNull();
    assertThat(passwords.fileProblem().orElseThrow()).contains(file.toString(), "group");
    assertThat(passwords.fileHint()).isEqualTo("chmod 600 " + file);
  }

  @Test
  void aMissingFileIsNoProblem() {
    Passwords passwords = passwords(null, PasswordPolicy.IF_ASKED, PasswordPrompter.NONE);
    assertThat(passwords.known(DB1, "u", REPLICATION)).isNull();
    assertThat(passwords.fileProblem()).isEmpty();
    assertThat(passwords.fileHint()).contains(file.toString(), "PGPASSWORD");
  }

  @Test
  void aGivenPasswordWinsOverTheFile() throws IOException {
    write("*:*:*:*:secret");
    Passwords passwords = passwords("given", PasswordPolicy.IF_ASKED, PasswordPrompter.NONE);
    assertThat(passwords.known(DB1, "u", REPLICATION)).isEqualTo("given");
    assertThat(passwords.origin()).doesNotContain("given");
  }

  @Test
  void aPersonIsAskedOnceAndNeverWhenThatIsForbidden() {
    AtomicInteger asked = new AtomicInteger();
    PasswordPrompter prompter = prompt -> prompt + asked.incrementAndGet();
    Passwords always = passwords("given", PasswordPolicy.ALWAYS, prompter);
    assertThat(always.known(DB1, "u", REPLICATION)).isEqualTo("Password for user u: 1");
    assertThat(always.known(DB1, "u", REPLICATION)).isEqualTo("Password for user u: 1");
    assertThat(passwords(null, PasswordPolicy.NEVER, prompter).ask("u")).isNull();
    assertThat(asked).hasValue(1);
  }

  @Test
  void nothingPrintsAPassword() {
    assertThat(passwords("given", PasswordPolicy.NEVER, PasswordPrompter.NONE).toString())
        .doesNotContain("given");
  }

  private @Nullable String find(HostAddress host, String user) {
    return passwords(null, PasswordPolicy.NEVER, PasswordPrompter.NONE)
        .known(host, user, REPLICATION);
  }

  private Passwords passwords(
      @Nullable String given, PasswordPolicy policy, PasswordPrompter prompter) {
    return new Passwords(given, null, new PasswordFile(file, true), policy, prompter);
  }

  private void write(String... lines) throws IOException {
    Files.write(file, List.of(lines));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
