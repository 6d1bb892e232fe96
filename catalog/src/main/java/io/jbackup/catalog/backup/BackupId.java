package io.jbackup.catalog.backup;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/// A backup's name: the second it was started at, counted from 1970 and written in upper-case base
/// 36 (six characters until the year 2038 and on).
public record BackupId(String text) implements Comparable<BackupId> {
  private static final Pattern FORM = Pattern.compile("[0-9A-Z]{1,12}");

  public BackupId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a backup ID: \"" + text + "\"");
    }
  }

  public static BackupId of(Instant start) {
    return new BackupId(Long.toString(start.getEpochSecond(), 36).toUpperCase(Locale.ROOT));
  }

  public static boolean isBackupId(String text) {
    return FORM.matcher(text).matches();
  }

  public Instant start() {
    return Instant.ofEpochSecond(Long.parseLong(text, 36));
  }

  @Override
  public int compareTo(BackupId other) {
    return Long.compare(Long.parseLong(text, 36), Long.parseLong(other.text, 36));
  }

  @Override
  public String toString() {
    return text;
  }
}
