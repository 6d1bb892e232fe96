package io.jbackup.scheduler.config;

import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.retention.RetentionPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what the file says of one instance.
final class InstanceReader {
  private static final String KIND = "instances.*";
  private static final int MANY = 100_000;
  private static final Pattern PASSWORD =
      Pattern.compile("(^|[\\s?&])password\\s*=|://[^/@]*:[^/@]*@");
  private static final Map<String, RunOn> NODES =
      Map.of(
          "nofailover", RunOn.NOFAILOVER,
          "replica", RunOn.REPLICA,
          "leader", RunOn.LEADER,
          "any", RunOn.ANY);

  private final String name;
  private final Section section;
  private final ZoneId zone;
  private final MirrorReader mirrors;
  private final Optional<KeySettings> keys;

  /// @param keys those of the file, for an instance that names none
  InstanceReader(
      String name, Section section, ZoneId zone, MirrorReader mirrors, Optional<KeySettings> keys) {
    this.keys = keys;
    this.mirrors = mirrors;
    this.name = name;
    this.section = section;
    this.zone = zone;
  }

  InstanceConfiguration read() {
    Optional<Path> pgdata = section.path("pgdata");
    ClusterSource cluster = cluster(pgdata);
    RunOn standard = cluster instanceof ClusterSource.Plain ? RunOn.ANY : RunOn.NOFAILOVER;
    Optional<Section> retention = section.section("retention", KIND + ".retention");
    return new InstanceConfiguration(
        name,
        pgdata,
        withoutPassword("connection", section),
        cluster,
        section.choice("run-on", NODES, standard),
        section.section("fallback", KIND + ".fallback").map(InstanceReader::fallback),
        schedules(),
        retention.map(InstanceReader::policy).orElse(RetentionPolicy.NONE),
        retention.map(rules -> rules.flag("delete-wal")).orElse(false),
        alarms(),
        KeyReader.read(section).or(() -> keys),
        mirrors.read(section));
  }

  private static String withoutPassword(String key, Section section) {
    String text = section.required(key);
    if (PASSWORD.matcher(text).find()) {
      section.problem(
          key, "it holds a password; put that into the password file (~/.pgpass) instead");
    }
    return text;
  }

  private ClusterSource cluster(Optional<Path> pgdata) {
    Optional<Section> cluster = section.section("cluster", KIND + ".cluster");
    if (cluster.isEmpty()) {
      return new ClusterSource.Plain();
    }
    Section manager = cluster.get();
    if (manager.has("patroni") == manager.has("pg_auto_failover")) {
      manager.problem("", "needs one of patroni and pg_auto_failover");
      return new ClusterSource.Plain();
    }
    return manager.has("patroni") ? patroni(manager) : autoFailover(manager, pgdata);
  }

  private static ClusterSource patroni(Section manager) {
    if (manager.value("patroni").isTextual()) {
      return new ClusterSource.Patroni(
          openUrl("patroni", manager), Optional.empty(), Optional.empty(), Optional.empty());
    }
    Section patroni = manager.section("patroni", KIND + ".cluster.patroni").orElseThrow();
    if (patroni.has("cert") != patroni.has("key")) {
      patroni.problem("", "cert and key go together");
    }
    return new ClusterSource.Patroni(
        openUrl("url", patroni), patroni.path("ca"), patroni.path("cert"), patroni.path("key"));
  }

  /// Patroni answers what is asked of it to everybody, or to those with a certificate.
  private static URI openUrl(String key, Section section) {
    URI url = url(key, section);
    if (url.getRawUserInfo() != null) {
      section.problem(
          key,
          "it holds a user or a password; leave them out: Patroni's GET requests need none, and a"
              + " client certificate is given by the files of cert and key");
    }
    return url;
  }

  static URI url(String key, Section section) {
    if (!section.has(key)) {
      section.problem(key, "must be given");
    }
    URI nowhere = URI.create("http://127.0.0.1");
    URI url = section.parsed(key, nowhere, InstanceReader::uri);
    if (!List.of("http", "https").contains(String.valueOf(url.getScheme()))
        || url.getHost() == null) {
      section.problem(key, "must be an address as http://127.0.0.1:8008");
      return nowhere;
    }
    return url;
  }

  /// An address may hold a secret, so that it is not repeated.
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "is no address: %s at character %d".formatted(e.getReason(), e.getIndex() + 1), e);
    }
  }

  private static ClusterSource autoFailover(Section manager, Optional<Path> pgdata) {
    Section failover =
        manager.section("pg_auto_failover", KIND + ".cluster.pg_auto_failover").orElseThrow();
    Optional<Path> own = failover.path("pgdata").or(() -> pgdata);
    if (own.isEmpty()) {
      failover.problem("pgdata", "must be given, here or for the instance");
    }
    return new ClusterSource.AutoFailover(
        withoutPassword("monitor", failover), own.orElse(Path.of("/")));
  }

  private static Fallback fallback(Section fallback) {
    if (!fallback.has("after")) {
      fallback.problem("after", "must be given");
    }
    return new Fallback(
        fallback.duration("after", Duration.ZERO), fallback.choice("to", NODES, RunOn.REPLICA));
  }

  private List<Schedule> schedules() {
    List<Schedule> schedules = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Section each : section.list("schedules", KIND + ".schedules[]")) {
      new ScheduleReader(each, zone).read(counts).ifPresent(schedules::add);
    }
    return schedules;
  }

  static RetentionPolicy policy(Section rules) {
    return new RetentionPolicy(
        rules.number("redundancy", 0, 0, MANY),
        rules.number("window", 0, 0, MANY),
        rules.number("wal-depth", 0, 0, MANY),
        rules.number("daily", 0, 0, MANY),
        rules.number("weekly", 0, 0, MANY),
        rules.number("monthly", 0, 0, MANY),
        rules.number("yearly", 0, 0, MANY));
  }

  private AlarmLimits alarms() {
    AlarmLimits standard =
        new AlarmLimits(Duration.ofHours(26), Duration.ofMinutes(15), 64, 15, Duration.ofHours(6));
    return section
        .section("alarms", KIND + ".alarms")
        .map(limits ->
            new AlarmLimits(
                limits.duration("backup-age", standard.backupAge()),
                limits.duration("wal-age", standard.walAge()),
                limits.number("ready-segments", standard.readySegments(), 1, MANY),
                limits.parsed("free-space", standard.freePercent(), InstanceReader::percent),
                limits.duration("mirror-lag", standard.mirrorLag())))
        .orElse(standard);
  }

  private static int percent(String text) {
    if (!text.endsWith("%")) {
      throw new IllegalArgumentException("\"" + text + "\" must be a percentage as 15%");
    }
    int value = Integer.parseInt(text.substring(0, text.length() - 1).strip());
    if (value < 0 || value > 100) {
      throw new IllegalArgumentException("\"" + text + "\" is not between 0% and 100%");
    }
    return value;
  }
}
