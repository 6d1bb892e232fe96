package io.jbackup.scheduler.service;

import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.service.AlarmRules.Found;
import io.jbackup.scheduler.status.MirrorStatus;
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
    return found;
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
