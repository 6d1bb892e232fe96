package io.jbackup.core.drill;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.format.PgControl;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The configuration of a drill's server. It takes nothing from the cluster's own files but what
/// recovery needs, so that a drill is judged by the backup's data: those files may lie outside the
/// backup, name this host's ports and certificates, or load libraries that start jobs, archive WAL
/// or subscribe to other servers.
final class DrillConf {
  static final int PORT = 5432;

  /// Of the server's settings that recovery compares with the primary's, only these matter without
  /// hot standby.
  private static final int SPARE_TRANSACTIONS = 64;

  private static final int SMALLEST_LOCKS = 64;
  private static final int ORIGINS = 1000;
  private static final int FIRST_WITH_EVENT_TRIGGERS = 17;
  private static final int FIRST_WITH_ORIGINS = 18;

  private static final Set<String> OURS =
      Set.of(
          "archive_command",
          "archive_library",
          "archive_mode",
          "config_file",
          "data_directory",
          "external_pid_file",
          "hba_file",
          "hot_standby",
          "ident_file",
          "listen_addresses",
          "log_destination",
          "logging_collector",
          "max_logical_replication_workers",
          "port",
          "primary_conninfo",
          "primary_slot_name",
          "recovery_end_command",
          "archive_cleanup_command",
          "restore_command",
          "unix_socket_directories");

  private final Map<String, String> lines = new LinkedHashMap<>();

  private DrillConf() {}

  /// Throws UsageException for a setting that keeps a drill apart from other servers.
  static void requireFree(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    if (OURS.contains(folded) || folded.startsWith("recovery_target")) {
      throw new UsageException(
          "setting \"" + name + "\" of a drill's server cannot be chosen",
          "These are the drill's own: " + String.join(", ", new TreeSet<>(OURS)));
    }
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_$]*)?")) {
      throw new UsageException(
          "\"" + name + "\" is no name of a setting", "Write NAME=VALUE, such as work_mem=64MB.");
    }
  }

  /// The text of postgresql.conf.
  ///
  /// @param further settings by the person's wish, after which ours come
  static String text(
      PgControl control, Path hba, Path ident, Path sockets, Map<String, String> further) {
    DrillConf conf = new DrillConf();
    conf.small();
    conf.recovery(control);
    conf.lines.putAll(further);
    conf.apart(control.majorVersion(), hba, ident, sockets);
    StringBuilder text = new StringBuilder();
    conf.lines.forEach(
        (name, value) -> text.append(name).append(" = '").append(escape(value)).append("'\n"));
    return text.toString();
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("'", "''");
  }

  private void put(String name, String value) {
    lines.put(name, value);
  }

  private void small() {
    put("shared_buffers", "64MB");
    put("huge_pages", "off");
    put("max_connections", "50");
    put("max_wal_senders", "0");
    put("autovacuum", "off");
    put("fsync", "off");
    put("full_page_writes", "off");
    put("jit", "off");
    put("lc_messages", "C");
    put("log_line_prefix", "%m [%p] ");
    put("log_min_error_statement", "panic");
    put("shared_preload_libraries", "");
  }

  private void recovery(PgControl control) {
    put("max_prepared_transactions", "" + (control.maxPreparedTransactions() + SPARE_TRANSACTIONS));
    put(
        "max_locks_per_transaction",
        "" + Math.max(SMALLEST_LOCKS, control.maxLocksPerTransaction()));
    put(
        control.majorVersion() >= FIRST_WITH_ORIGINS
            ? "max_active_replication_origins"
            : "max_replication_slots",
        "" + ORIGINS);
  }

  private void apart(int major, Path hba, Path ident, Path sockets) {
    put("listen_addresses", "");
    put("port", "" + PORT);
    put("unix_socket_directories", sockets.toString());
    put("unix_socket_permissions", "0700");
    put("hba_file", hba.toString());
    put("ident_file", ident.toString());
    put("ssl", "off");
    put("archive_mode", "off");
    put("primary_conninfo", "");
    put("max_logical_replication_workers", "0");
    put("synchronous_standby_names", "");
    put("hot_standby", "off");
    put("logging_collector", "off");
    put("log_destination", "stderr");
    if (major >= FIRST_WITH_EVENT_TRIGGERS) {
      put("event_triggers", "off");
    }
  }
}
