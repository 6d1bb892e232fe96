package io.jbackup.catalog.lock;

import io.jbackup.catalog.backup.BackupId;

/// What of an instance is locked. The targets are independent of each other: who locks a backup
/// also takes the whole instance SHARED, and before it.
public sealed interface LockTarget {
  /// The instance as such: SHARED by who uses anything of it, EXCLUSIVE by who removes it.
  record WholeInstance() implements LockTarget {
    @Override
    public String describe(String instance) {
      return "instance '" + instance + "'";
    }
  }

  /// One backup: EXCLUSIVE by who writes, changes or deletes it, SHARED by who reads it.
  record OneBackup(BackupId id) implements LockTarget {
    @Override
    public String describe(String instance) {
      return "backup " + id + " of instance '" + instance + "'";
    }
  }

  /// The removal of what is not needed any more: one at a time.
  record Retention() implements LockTarget {
    @Override
    public String describe(String instance) {
      return "retention of instance '" + instance + "'";
    }
  }

  /// The instance's configuration file, from its reading to its replacement.
  record Config() implements LockTarget {
    @Override
    public String describe(String instance) {
      return "configuration of instance '" + instance + "'";
    }
  }

  /// Scheduled work of one name: EXCLUSIVE by the node that does it, for as long as it takes.
  record Scheduled(String schedule) implements LockTarget {
    public Scheduled {
      if (!schedule.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException("not the name of a schedule: " + schedule);
      }
    }

    @Override
    public String describe(String instance) {
      return "schedule '" + schedule + "' of instance '" + instance + "'";
    }
  }

  /// The keys of an encrypted catalog, by who changes them. It belongs to no instance.
  record Keys() implements LockTarget {
    @Override
    public String describe(String instance) {
      return "the catalog's keys";
    }
  }

  static LockTarget wholeInstance() {
    return new WholeInstance();
  }

  static LockTarget backup(BackupId id) {
    return new OneBackup(id);
  }

  static LockTarget retention() {
    return new Retention();
  }

  static LockTarget config() {
    return new Config();
  }

  static LockTarget scheduled(String schedule) {
    return new Scheduled(schedule);
  }

  static LockTarget keys() {
    return new Keys();
  }

  /// The target in a message.
  String describe(String instance);
}
