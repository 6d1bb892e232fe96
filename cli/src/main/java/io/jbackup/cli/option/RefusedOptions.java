package io.jbackup.cli.option;

import java.util.List;

/// Members of its groups that a verb has no use for. The console's format is the terminal's, not
/// the instance's.
final class RefusedOptions {
  private RefusedOptions() {}

  static List<Option> of(Verb verb) {
    return switch (verb) {
      case SET_CONFIG -> List.of(Option.LOG_FORMAT_CONSOLE);
      case VALIDATE, DRILL -> List.of(Option.RECOVERY_TARGET_ACTION);
      case ARCHIVE_PUSH, ARCHIVE_GET ->
          List.of(Option.VERBOSE, Option.ARCHIVE_HOST, Option.ARCHIVE_PORT, Option.ARCHIVE_USER);
      case INIT,
          ROTATE_KEY,
          ADD_INSTANCE,
          DEL_INSTANCE,
          SHOW_CONFIG,
          SHOW,
          WINDOW,
          BACKUP,
          RESTORE,
          DELETE,
          SET_BACKUP,
          CHECK,
          CHECKDB,
          COPY,
          SERVICE_RUN,
          SERVICE_CHECK,
          SERVICE_STATUS,
          SERVICE_SYSTEMD,
          SERVICE_INIT_JOB_STORE ->
          List.of();
    };
  }
}
