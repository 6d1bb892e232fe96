package io.jbackup.core.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionResolverTest {
  @TempDir private Path home;

  @Test
  void theCommandLineWinsThenServiceThenEnvironmentThenStoredOptions() throws IOException {
    Files.writeString(
        home.resolve(".pg_service.conf"),
        "# services\n[other]\nhost=wrong\n\n[s1]\nuser=su\ndbname=sd\nport=7003\nhost=s\n[last]\nuser=x\n");
    ConnectionTarget target =
        resolve(
            Map.of("PGHOST", "e", "PGUSER", "eu", "PGAPPNAME", "ea", "PGSERVICE", "s1"),
            new ConnectionOptions("user=cu dbname=cd port=7002", "c", null, null),
            new ConnectionOptions("kd", "k", "7005", "ku"));
    assertThat(target.hosts()).containsExactly(new HostAddress.Tcp("c", "c", 7002));
    assertThat(target.user()).isEqualTo("cu");
    assertThat(target.database()).isEqualTo("cd");
    assertThat(target.applicationName()).isEqualTo("ea");
  }

  @Test
  void singleOptionsWinOverTheConnectionString() {
    ConnectionTarget target =
        resolve(
            Map.of(),
            new ConnectionOptions("postgresql://u1@h1:1/d1", "h2", "2", "u2"),
            ConnectionOptions.NONE);
    assertThat(target.hosts()).containsExactly(new HostAddress.Tcp("h2", "h2", 2));
    assertThat(target.user()).isEqualTo("u2");
    assertThat(target.database()).isEqualTo("d1");
  }

  @Test
  void theEnvironmentWinsOverStoredOptionsAndTheseOverDefaults() {
    ConnectionTarget target =
        resolve(
            Map.of("PGUSER", "eu", "PGDATABASE", ""),
            ConnectionOptions.NONE,
            new ConnectionOptions(null, "k", null, "ku"));
    assertThat(target.user()).isEqualTo("eu");
    assertThat(target.database()).isEqualTo("eu");
    assertThat(target.hosts()).containsExactly(new HostAddress.Tcp("k", "k", 5432));
  }

  @Test
  void defaultsAreTheSystemUserAndTheFirstSocketDirectoryWithASocket() throws IOException {
    Path first = Files.createDirectory(home.resolve("first"));
    Path second = Files.createDirectory(home.resolve("second"));
    var resolver = new ConnectionResolver(Map.of(), home, "me", List.of(first, second));
    assertThat(resolve(resolver, "").hosts()).containsExactly(new HostAddress.Unix(first, 5432));
    Files.createFile(second.resolve(".s.PGSQL.5432"));
    ConnectionTarget target = resolve(resolver, "");
    assertThat(target.hosts()).containsExactly(new HostAddress.Unix(second, 5432));
    assertThat(target.user()).isEqualTo("me");
    assertThat(target.database()).isEqualTo("me");
    assertThat(target.applicationName()).isEqualTo("jbackup");
    assertThat(target.tls().mode()).isEqualTo(SslMode.PREFER);
    assertThat(target.tls().rootCertificate()).isEqualTo(home.resolve(".postgresql/root.crt"));
  }

  @Test
  void severalHostsGoWithOnePortOrOneEach() {
    assertThat(given("host=a,/run/pg,b port=1,2,").hosts())
        .containsExactly(
            new HostAddress.Tcp("a", "a", 1),
            new HostAddress.Unix(Path.of("/run/pg"), 2),
            new HostAddress.Tcp("b", "b", 5432));
    assertThat(given("host=a,b port=7").hosts())
        .containsExactly(new HostAddress.Tcp("a", "a", 7), new HostAddress.Tcp("b", "b", 7));
    assertThatThrownBy(() -> given("host=a,b,c port=1,2"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("2 values of \"port\" do not fit 3 hosts");
  }

  @Test
  void anAddressIsUsedWithItsOwnHostOnly() {
    assertThat(given("host=db1 hostaddr=10.0.0.1").hosts())
        .containsExactly(new HostAddress.Tcp("db1", "10.0.0.1", 5432));
    ConnectionTarget overridden =
        resolve(
            Map.of("PGHOSTADDR", "10.0.0.1"),
            new ConnectionOptions(null, "db2", null, null),
            ConnectionOptions.NONE);
    assertThat(overridden.hosts()).containsExactly(new HostAddress.Tcp("db2", "db2", 5432));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port=0",
        "port=65536",
        "port=x",
        "sslmode=sometimes",
        "connect_timeout=soon",
        "target_session_attrs=any-day",
        "channel_binding=perhaps",
        "gssencmode=require",
        "sslrootcert=system sslmode=require",
        "sslnegotiation=direct",
        "service=absent",
        "host=@abstract",
        "hots=a"
      })
  void aValueThatMakesNoSenseIsAUsageError(String conninfo) {
    assertThatThrownBy(() -> given(conninfo)).isInstanceOf(UsageException.class);
  }

  @Test
  void everyChoiceHasItsLibpqName() {
    ConnectionTarget target =
        given(
            "host=a sslmode=verify-ca target_session_attrs=prefer-standby channel_binding=require"
                + " connect_timeout=7 keepalives=0 options='-c x=1' sslrootcert=/r sslcert=/c"
                + " sslkey=/k");
    assertThat(target.tls().mode()).isEqualTo(SslMode.VERIFY_CA);
    assertThat(target.sessionAttributes()).isEqualTo(SessionAttributes.PREFER_STANDBY);
    assertThat(target.channelBinding()).isEqualTo(ChannelBinding.REQUIRE);
    assertThat(target.connectTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(target.keepAlive().enabled()).isFalse();
    assertThat(target.serverOptions()).isEqualTo("-c x=1");
    assertThat(target.tls().rootCertificate()).isEqualTo(Path.of("/r"));
    assertThat(target.tls().certificate()).contains(Path.of("/c"));
    assertThat(target.tls().key()).isEqualTo(Path.of("/k"));
  }

  @Test
  void theConninfoForAStandbyHasNoPasswordAndReadsBackTheSame() {
    ConnectionTarget target =
        given(
            "host='/run/my dir,b' port=1,2 user=o\\'neil password=secret sslmode=require"
                + " target_session_attrs=primary");
    assertThat(target.primaryConninfo())
        .isEqualTo(
            "user='o\\'neil' host='/run/my dir,b' port=1,2 sslmode=require"
                + " target_session_attrs=primary");
    assertThat(given(target.primaryConninfo()).hosts()).isEqualTo(target.hosts());
    assertThat(target.toString()).doesNotContain("secret");
  }

  @Test
  void aServiceFileThatNamesAnotherServiceIsRefused() throws IOException {
    Files.writeString(home.resolve("services"), "[a]\nservice=b\n");
    assertThatThrownBy(() -> given("service=a servicefile=" + home.resolve("services")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("services");
  }

  private ConnectionTarget given(String conninfo) {
    return resolve(
        Map.of(), new ConnectionOptions(conninfo, null, null, null), ConnectionOptions.NONE);
  }

  private ConnectionTarget resolve(
      Map<String, String> environment, ConnectionOptions given, ConnectionOptions stored) {
    return new ConnectionResolver(environment, home, "me")
        .resolve(given, stored, PasswordPolicy.NEVER, PasswordPrompter.NONE);
  }

  private static ConnectionTarget resolve(ConnectionResolver resolver, String database) {
    return resolver.resolve(
        new ConnectionOptions(database, null, null, null),
        ConnectionOptions.NONE,
        PasswordPolicy.NEVER,
        PasswordPrompter.NONE);
  }
}
