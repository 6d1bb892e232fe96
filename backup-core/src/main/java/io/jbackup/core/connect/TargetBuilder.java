package io.jbackup.core.connect;

import io.jbackup.catalog.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Turns merged keywords into a target: types, ranges, defaults.
final class TargetBuilder {
  private static final String DEFAULT_APPLICATION = "jbackup";
  private static final int DEFAULT_TIMEOUT_SECONDS = 30;

  private final Map<String, String> values;
  private final Path home;
  private final String osUser;
  private final List<Path> socketDirectories;

  TargetBuilder(
      Map<String, String> values, Path home, String osUser, List<Path> socketDirectories) {
    this.values = values;
    this.home = home;
    this.osUser = osUser;
    this.socketDirectories = socketDirectories;
  }

  ConnectionTarget build(PasswordPolicy policy, PasswordPrompter prompter) {
    refuseGssEncryption();
    TlsOptions tls = tls();
    String user = text("user", osUser);
    return new ConnectionTarget(
        new HostList(values, socketDirectories).hosts(),
        user,
        text("dbname", user),
        passwords(policy, prompter),
        tls,
        choice("channel_binding", ChannelBinding.values(), ChannelBinding.PREFER),
        Duration.ofSeconds(number("connect_timeout", DEFAULT_TIMEOUT_SECONDS)),
        text("application_name", text("fallback_application_name", DEFAULT_APPLICATION)),
        choice("target_session_attrs", SessionAttributes.values(), SessionAttributes.ANY),
        text("options", ""),
        new KeepAlive(
            number("keepalives", 1) != 0,
            number("keepalives_idle", 0),
            number("keepalives_interval", 0),
            number("keepalives_count", 0)));
  }

  private Passwords passwords(PasswordPolicy policy, PasswordPrompter prompter) {
    boolean named = values.containsKey("passfile");
    Path file = named ? Path.of(text("passfile", "")) : home.resolve(".pgpass");
    return new Passwords(
        values.get("password"),
        values.get("sslpassword"),
        new PasswordFile(file, named),
        policy,
        prompter);
  }

  private TlsOptions tls() {
    Path directory = home.resolve(".postgresql");
    boolean system = text("sslrootcert", "").equals("system");
    SslMode mode =
        choice("sslmode", SslMode.values(), system ? SslMode.VERIFY_FULL : SslMode.PREFER);
    if (system && mode != SslMode.VERIFY_FULL) {
      throw wrong("sslmode", mode.keyword(), "sslrootcert=system needs verify-full");
    }
    boolean direct = text("sslnegotiation", "postgres").equals("direct");
    if (direct && !mode.demandsTls()) {
      throw wrong("sslmode", mode.keyword(), "sslnegotiation=direct needs require or stricter");
    }
    return new TlsOptions(
        mode,
        path("sslrootcert", directory.resolve("root.crt")),
        system,
        certificate(directory.resolve("postgresql.crt")),
        path("sslkey", directory.resolve("postgresql.key")),
        direct,
        text("ssl_min_protocol_version", "TLSv1.2"),
        text("ssl_max_protocol_version", ""));
  }

  private Optional<Path> certificate(Path usual) {
    if (text("sslcertmode", "allow").equals("disable")) {
      return Optional.empty();
    }
    if (values.containsKey("sslcert")) {
      return Optional.of(path("sslcert", usual));
    }
    return Files.exists(usual) ? Optional.of(usual) : Optional.empty();
  }

  private void refuseGssEncryption() {
    if (text("gssencmode", "disable").equals("require")) {
      throw wrong("gssencmode", "require", "GSSAPI encryption is not supported");
    }
  }

  private String text(String keyword, String otherwise) {
    return values.getOrDefault(keyword, otherwise);
  }

  private Path path(String keyword, Path otherwise) {
    return values.containsKey(keyword) ? Path.of(text(keyword, "")) : otherwise;
  }

  private int number(String keyword, int otherwise) {
    String value = text(keyword, Integer.toString(otherwise)).strip();
    try {
      return Math.max(0, Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "invalid value \"" + value + "\" for connection option \"" + keyword + "\"",
          "Give a whole number.",
          e);
    }
  }

  private <E extends Enum<E>> E choice(String keyword, E[] choices, E otherwise) {
    if (!values.containsKey(keyword)) {
      return otherwise;
    }
    String value = text(keyword, "");
    return Arrays.stream(choices)
        .filter(choice -> written(choice).equals(value))
        .findFirst()
        .orElseThrow(() ->
            wrong(
                keyword,
                value,
                "use one of "
                    + String.join(
                        ", ", Arrays.stream(choices).map(TargetBuilder::written).toList())));
  }

  private static String written(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static UsageException wrong(String keyword, String value, String why) {
    return new UsageException(
        "invalid value \"" + value + "\" for connection option \"" + keyword + "\": " + why,
        "Correct it on the command line, in the environment or in the service file.");
  }
}
