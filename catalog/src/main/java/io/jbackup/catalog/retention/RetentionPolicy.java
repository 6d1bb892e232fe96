package io.jbackup.catalog.retention;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;

/// What an instance wants to keep; a rule of 0 is not set. A backup expires only when no rule that
/// is set wants it.
///
/// @param redundancy so many good full backups
/// @param windowDays so many days back recovery stays possible, with the newest backup that is
///   older
/// @param walDepth WAL for so many backups of each line of timelines; the others keep what they
///   need to become consistent
/// @param daily the newest good full backup of each of the last so many days that have one
/// @param weekly the same of ISO weeks
/// @param monthly of months
/// @param yearly of years
public record RetentionPolicy(
    int redundancy, int windowDays, int walDepth, int daily, int weekly, int monthly, int yearly) {
  public static final RetentionPolicy NONE = new RetentionPolicy(0, 0, 0, 0, 0, 0, 0);

  public static RetentionPolicy of(InstanceConfig config) {
    return new RetentionPolicy(
        (int) config.number(ConfigKey.RETENTION_REDUNDANCY),
        (int) config.number(ConfigKey.RETENTION_WINDOW),
        (int) config.number(ConfigKey.WAL_DEPTH),
        (int) config.number(ConfigKey.RETENTION_DAILY),
        (int) config.number(ConfigKey.RETENTION_WEEKLY),
        (int) config.number(ConfigKey.RETENTION_MONTHLY),
        (int) config.number(ConfigKey.RETENTION_YEARLY));
  }

  /// Whether any rule about backups is set.
  public boolean isSet() {
    return redundancy > 0 || windowDays > 0 || keepsPeriods();
  }

  boolean keepsPeriods() {
    return daily > 0 || weekly > 0 || monthly > 0 || yearly > 0;
  }
}
