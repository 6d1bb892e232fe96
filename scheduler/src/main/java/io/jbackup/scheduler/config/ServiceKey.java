package io.jbackup.scheduler.config;

import java.util.List;

/// One key of the service's configuration file, declared once: the reader knows no others, and the
/// reference of docs/service.md is made of these.
///
/// @param section where it stands, `instances.*` for any instance; empty for the top
/// @param type what its value is, with the unit
/// @param standard what counts without it; empty where it must be given
public record ServiceKey(
    String section, String name, String type, String standard, String description) {
  private static final String INSTANCE = "instances.*";
  private static final String PATRONI = INSTANCE + ".cluster.patroni";
  private static final String MONITOR = INSTANCE + ".cluster.pg_auto_failover";
  private static final String SCHEDULE = INSTANCE + ".schedules[]";
  private static final String RETENTION = INSTANCE + ".retention";
  private static final String MIRROR = INSTANCE + ".mirror";
  private static final String ALARMS = INSTANCE + ".alarms";

  /// Of the file, of an instance or of a mirror.
  static final String ENCRYPTION = "encryption";

  /// All keys, in the order of the reference.
  public static final List<ServiceKey> ALL =
      List.of(
          key(
              "",
              "catalog",
              "path or URL",
              "",
              "The backup catalog; `s3://BUCKET/PREFIX`, see s3.md."),
          key(
              "",
              "s3-config",
              "path",
              "none",
              "The file of S3 settings; without it the AWS environment alone holds."),
          key(
              "",
              "encryption",
              "map",
              "the environment",
              "Where the keys of an encrypted catalog, or of its encrypted instances, are."),
          key(
              "",
              "node",
              "name",
              "the host's name",
              "This node, as the cluster's manager calls it."),
          key("", "time-zone", "zone", "the host's zone", "Of cron expressions: `Europe/Berlin`."),
          key(
              "",
              "instances",
              "map",
              "",
              "What to do for each instance of the catalog, by its name."),
          key(
              "",
              "http",
              "map",
              "none",
              "Where the page, `/health`, `/metrics` and `/api/status` are."),
          key("", "notify", "list", "none", "Who is told of failures and alarms."),
          key("", "job-store", "`memory` or map", "memory", "Where it is kept what is due."),
          key(INSTANCE, "pgdata", "path", "none", "The data directory on this host."),
          key(
              INSTANCE,
              "connection",
              "conninfo or URI",
              "",
              "The server of this node. No password: that belongs in the password file."),
          key(
              INSTANCE,
              "cluster",
              "map",
              "none",
              "Who knows the cluster: `patroni` or `pg_auto_failover`. Without it the server itself is asked."),
          key(
              INSTANCE,
              "run-on",
              "`nofailover`, `replica`, `leader` or `any`",
              "nofailover with a cluster, else any",
              "Which nodes may do the work."),
          key(INSTANCE, "fallback", "map", "none", "Who may do it when nobody of `run-on` has."),
          key(INSTANCE, "schedules", "list", "none", "What is done and when."),
          key(
              INSTANCE,
              "retention",
              "map",
              "nothing expires",
              "What is kept; applied after a good backup by the node that took it."),
          key(INSTANCE, "alarms", "map", "see below", "When somebody is told."),
          key(
              INSTANCE,
              "encryption",
              "map",
              "the file's `encryption`",
              "Where the keys of this instance are, when it has its own."),
          key(
              INSTANCE,
              "mirror",
              "path, URL or map",
              "none",
              "A second catalog that backups and WAL are copied to."),
          key(
              INSTANCE + ".cluster",
              "patroni",
              "URL or map",
              "none",
              "Patroni's REST API on this node."),
          key(
              INSTANCE + ".cluster",
              "pg_auto_failover",
              "map",
              "none",
              "pg_auto_failover's monitor."),
          key(PATRONI, "url", "URL", "", "Of the REST API."),
          key(
              PATRONI,
              "ca",
              "path",
              "the system's",
              "PEM file of the authority that signed the API's certificate."),
          key(
              PATRONI,
              "cert",
              "path",
              "none",
              "PEM file of a client certificate, where Patroni wants one."),
          key(PATRONI, "key", "path", "none", "PEM file of its key."),
          key(
              MONITOR,
              "monitor",
              "URI",
              "",
              "The monitor's database. No password: that belongs in the password file."),
          key(
              MONITOR,
              "pgdata",
              "path",
              "the instance's pgdata",
              "The data directory by which pg_autoctl's configuration of this node is found."),
          key(
              INSTANCE + ".fallback",
              "after",
              "duration",
              "",
              "How long after its time the work is left to nodes of `run-on`."),
          key(INSTANCE + ".fallback", "to", "as `run-on`", "replica", "Who may do it then."),
          key(SCHEDULE, "backup", "`FULL`", "none", "Take a backup in this mode."),
          key(SCHEDULE, "validate", "`all`", "none", "Validate all backups and the archive."),
          key(
              SCHEDULE,
              "drill",
              "`latest`",
              "none",
              "Restore the newest backup to a scratch directory and start it there."),
          key(SCHEDULE, "cron", "cron with seconds", "", "When, as Quartz writes it."),
          key(SCHEDULE, "time-zone", "zone", "the file's `time-zone`", "Of this cron expression."),
          key(
              SCHEDULE,
              "catch-up",
              "duration",
              "1h",
              "For how long after its time a missed run is still done, once."),
          key(SCHEDULE, "threads", "number", "1", "How many threads compress or read."),
          key(
              SCHEDULE,
              "compress",
              "`zstd`, `lz4`, `gzip` or `none`",
              "the instance's configuration",
              "Of a backup."),
          key(SCHEDULE, "compress-level", "number", "the algorithm's", "Of a backup."),
          key(
              SCHEDULE,
              "max-rate",
              "size per second",
              "no limit",
              "How fast the server may send a backup."),
          key(
              SCHEDULE,
              "dir",
              "path",
              "the temporary directory",
              "Where a drill makes its scratch directory."),
          key(SCHEDULE, "pgbin", "path", "looked for", "PostgreSQL's programs for a drill."),
          key(SCHEDULE, "query", "SQL", "none", "A drill asks this."),
          key(SCHEDULE, "expect", "text", "none", "The answer that the query must have."),
          key(SCHEDULE, "amcheck", "`true` or `false`", "false", "Whether a drill checks indexes."),
          key(RETENTION, "redundancy", "number", "0", "So many full backups."),
          key(RETENTION, "window", "days", "0", "So many days of recovery."),
          key(RETENTION, "daily", "number", "0", "One backup of each of so many days."),
          key(RETENTION, "weekly", "number", "0", "Of weeks."),
          key(RETENTION, "monthly", "number", "0", "Of months."),
          key(RETENTION, "yearly", "number", "0", "Of years."),
          key(
              RETENTION,
              "wal-depth",
              "number",
              "0",
              "WAL for so many backups of each line of timelines."),
          key(
              RETENTION,
              "delete-wal",
              "`true` or `false`",
              "false",
              "Whether WAL that nothing needs is removed."),
          key(MIRROR, "catalog", "path or URL", "", "The mirror: a catalog that `init` made."),
          key(
              MIRROR,
              "s3-config",
              "path",
              "the file's `s3-config`",
              "The file of S3 settings by which the mirror is reached."),
          key(
              MIRROR,
              "retention",
              "as `retention`",
              "the mirror's own jbackup.conf",
              "What the mirror keeps; applied after a backup was copied."),
          key(
              MIRROR,
              "encryption",
              "map",
              "the environment",
              "Where the mirror's keys are; an instance that is added to a mirror that is not encrypted is encrypted with them."),
          key(MIRROR, "wal-every", "duration", "1min", "Between two looks for what is new."),
          key(MIRROR, "threads", "number", "2", "How many files are copied at a time."),
          key(ALARMS, "backup-age", "duration", "26h", "Of the newest good backup."),
          key(ALARMS, "wal-age", "duration", "15min", "Of the newest archived segment."),
          key(ALARMS, "ready-segments", "number", "64", "That wait for archive_command."),
          key(ALARMS, "free-space", "percent", "15%", "Of the catalog's file system; below it."),
          key(ALARMS, "mirror-lag", "duration", "6h", "Of the oldest thing that the mirror lacks."),
          key(ENCRYPTION, "key-file", "path", "none", "A file with the key."),
          key(
              ENCRYPTION,
              "passphrase-file",
              "path",
              "none",
              "A file whose first line is the passphrase; instead of `key-file`."),
          key(
              ENCRYPTION,
              "key-command",
              "shell command",
              "none",
              "A command that prints the key; instead of `key-file`."),
          key(
              ENCRYPTION,
              "recipients",
              "public keys, with commas",
              "none",
              "Enough to write, and not to read."),
          key(ENCRYPTION, "identity-file", "path", "none", "A recipient's private key, in PEM."),
          key(
              "http",
              "listen",
              "address:port",
              "",
              "Any other address than loopback needs `token-file` or `tls.client-ca`."),
          key(
              "http",
              "token-file",
              "path",
              "none",
              "A file whose first line is the token that clients must send; readable by its owner only."),
          key("http", "tls", "map", "none", "Serve HTTPS."),
          key("http.tls", "cert", "path", "", "PEM file of the certificate, with its chain."),
          key("http.tls", "key", "path", "", "PEM file of its key."),
          key(
              "http.tls",
              "client-ca",
              "path",
              "none",
              "Only clients with a certificate of this authority are let in."),
          key("notify[]", "webhook", "URL", "none", "Gets a JSON document by POST."),
          key(
              "notify[]",
              "command",
              "shell command",
              "none",
              "Gets the same on its standard input."),
          key("notify[]", "on", "list of `failure`, `alarm`, `recovery`", "all", "What to tell."),
          key("notify[]", "attempts", "number", "5", "How often a webhook is tried."),
          key("notify[]", "timeout", "duration", "10s", "Of one attempt."),
          key(
              "job-store",
              "jdbc",
              "URL",
              "",
              "A PostgreSQL database that all nodes share, `jdbc:postgresql://…`."),
          key("job-store", "user", "name", "", "The role."),
          key(
              "job-store",
              "password-file",
              "path",
              "the password file",
              "A file whose first line is the password."));

  private static ServiceKey key(
      String section, String name, String type, String standard, String description) {
    return new ServiceKey(section, name, type, standard, description);
  }

  /// The names that a section knows.
  static List<String> namesOf(String section) {
    return ALL.stream().filter(key -> key.section.equals(section)).map(ServiceKey::name).toList();
  }

  /// The reference of all keys, as Markdown.
  public static String reference() {
    StringBuilder text = new StringBuilder();
    String section = "-";
    for (ServiceKey key : ALL) {
      if (!key.section.equals(section)) {
        section = key.section;
        String title = section.isEmpty() ? "The file" : "`" + section + "`";
        text.append("\n### ")
            .append(title)
            .append("\n\n| Key | Value | Default | |\n|---|---|---|---|\n");
      }
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  key.name,
                  key.type,
                  key.standard.isEmpty() ? "*must be given*" : key.standard,
                  key.description));
    }
    return text.toString();
  }
}
