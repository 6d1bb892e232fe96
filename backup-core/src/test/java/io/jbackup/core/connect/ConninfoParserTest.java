package io.jbackup.core.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConninfoParserTest {
  @Test
  void pairsMayHaveBlanksQuotesAndEscapes() {
    assertThat(
            ConninfoParser.parse(
                "host = db1  port=5433 user='o\\'neil x' dbname=a\\ b\\\\c sslmode="))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("host", "db1", "port", "5433", "user", "o'neil x", "dbname", "a b\\c"));
  }

  @Test
  void anEmptyQuotedValueIsTheSameAsNone() {
    assertThat(ConninfoParser.parse("host='' port=1")).isEqualTo(Map.of("port", "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "host db1",
        "host='db1",
        "postgresql://[::1/db",
        "postgresql://h/db?sslmode",
        "postgresql://h%zz/db"
      })
  void malformedTextIsAUsageError(String text) {
    assertThatThrownBy(() -> ConninfoParser.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("malformed connection");
  }

  @Test
  void anUnknownKeywordIsNamedButNotItsValue() {
    assertThatThrownBy(() -> ConninfoParser.parse("host=a hots=secret"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"hots\"")
        .hasMessageNotContaining("secret");
  }

  @Test
  void whatWouldRestrictTrustIsRefusedAndNotDropped() {
    assertThatThrownBy(() -> ConninfoParser.parse("sslcrl=/etc/crl.pem"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("sslcrl")
        .hasMessageContaining("not supported");
  }

  @Test
  void aUriIsDecoded() {
    assertThat(
            ConninfoParser.parse(
                "postgresql://us%40er:p%3Aw+d@db1:5433/na%2Fme?sslmode=verify-full&application_name=x"))
        .isEqualTo(
            Map.of(
                "user", "us@er",
                "password", "p:w+d",
                "host", "db1",
                "port", "5433",
                "dbname", "na/me",
                "sslmode", "verify-full",
                "application_name", "x"));
  }

  @Test
  void aUriMayHaveSeveralHostsIpv6AndSocketDirectories() {
    assertThat(ConninfoParser.parse("postgres://[2001:db8::1]:5433,b,%2Frun%2Fpg:6000/"))
        .isEqualTo(Map.of("host", "2001:db8::1,b,/run/pg", "port", "5433,,6000"));
  }

  @Test
  void aUriMayBeEmptyOrHaveOnlyParameters() {
    assertThat(ConninfoParser.parse("postgresql://")).isEmpty();
    assertThat(ConninfoParser.parse("postgresql:///db@x?ssl=true"))
        .isEqualTo(Map.of("dbname", "db@x", "sslmode", "require"));
  }
}
