package io.jbackup.scheduler.service;

import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.service.AlarmRules.Found;
import io.jbackup.scheduler.status.MirrorStatus;
import io.jbackup.scheduler.status.MirrorStatus.MissingWal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with the second catalog.
final class MirrorAlarms {
  private MirrorAlarms() {}

  static List<Found> of(Instant now, AlarmLimits limits, MirrorStatus mirror) {
    List<Found> found = new ArrayList<>();
    mirror
        .trouble()
        .ifPresent(trouble ->
            found.add(
                new Found(
                    "mirror",
                    trouble.why(),
                    trouble.hint()
                        + " Backups and archiving go on; what is missing is copied when"
                        + " it works again.")));
    Duration lag = mirror.lag(now).orElse(Duration.ZERO);
    if (lag.compareTo(limits.mirrorLag()) > 0) {
      found.add(
          new Found(
              "mirror-lag",
              "the mirror lacks "
                  + count(mirror.missingBackups().orElse(0), "backup")
                  + " and "
                  + count(mirror.missingWal().orElse(0), "WAL file")
                  + ", the oldest for "
                  + AlarmRules.words(lag),
              "If nothing fails, the way to the mirror is slower than what is written: look at"
                  + " what runs, at the network and at a bandwidth limit in the S3 settings."));
    }
    mirror.hole().ifPresent(hole -> found.add(hole(hole)));
    return found;
  }

  private static Found hole(MissingWal hole) {
    return new Found(
        "mirror-hole",
        "the mirror lacks "
            + count(hole.count(), "segment")
            + " after its newest backup, and the catalog has none of them: "
            + hole.names(),
        "Recovery from the mirror ends there until a newer backup is in it: take one now. WAL is"
            + " removed from the catalog before it is copied when retention keeps less than the"
            + " mirror lags behind.");
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
