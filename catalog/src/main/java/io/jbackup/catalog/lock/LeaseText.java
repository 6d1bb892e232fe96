package io.jbackup.catalog.lock;

import io.jbackup.catalog.backup.ControlTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a lease object says: a line for each holder, its fields separated by tabs.
final class LeaseText {
  private static final String HEAD = "jbackup lease 1";
  private static final int FIELDS = 7;

  private LeaseText() {}

  /// A holder of a lease.
  ///
  /// @param id unique
  /// @param renewed by the store's clock
  record Holder(String id, Instant renewed, LockOwner owner) {
    boolean isAlive(Instant now, Duration duration) {
      return renewed.plus(duration).isAfter(now);
    }

    Holder renewed(Instant now) {
      return new Holder(id, now, owner);
    }
  }

  static String format(List<Holder> holders) {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    for (Holder holder : holders) {
      LockOwner owner = holder.owner();
      text.append(holder.id())
          .append('\t')
          .append(holder.renewed().toEpochMilli())
          .append('\t')
          .append(owner.mode().label())
          .append('\t')
          .append(owner.host())
          .append('\t')
          .append(owner.pid())
          .append('\t')
          .append(owner.verb())
          .append('\t')
          .append(ControlTime.format(owner.since()))
          .append('\n');
    }
    return text.toString();
  }

  /// Throws IllegalArgumentException for a text of another form: whether somebody holds it is then
  /// unknown.
  static List<Holder> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw new IllegalArgumentException("it does not begin with \"" + HEAD + "\"");
    }
    List<Holder> holders = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      if (fields.length != FIELDS) {
        throw new IllegalArgumentException("a line has " + fields.length + " fields");
      }
      Instant renewed = Instant.ofEpochMilli(Long.parseLong(fields[1]));
      LockMode mode = LockMode.valueOf(fields[2].toUpperCase(Locale.ROOT));
      Instant since = ControlTime.parse(fields[6]).orElse(renewed);
      LockOwner owner = new LockOwner(fields[3], Long.parseLong(fields[4]), fields[5], since, mode);
      holders.add(new Holder(fields[0], renewed, owner));
    }
    return holders;
  }
}
