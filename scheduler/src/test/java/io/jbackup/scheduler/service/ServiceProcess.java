package io.jbackup.scheduler.service;

import io.jbackup.scheduler.config.JobStoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A service in a process of its own, which can be killed.
final class ServiceProcess {
  private ServiceProcess() {}

  /// Ends only when it is killed.
  static Process start(
      String node, ServiceBed bed, JobStoreSettings.Jdbc store, String cron, Path log)
      throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                ServiceProcess.class.getName(),
                node,
                bed.catalog.toString(),
                bed.pgdata.toString(),
                bed.connection(),
                store.url(),
                cron,
                "" + bed.maxRateKbps))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  public static void main(String[] arguments) throws InterruptedException {
    ServiceBed bed = new ServiceBed(Path.of(arguments[1]), Path.of(arguments[2]), arguments[3]);
    bed.jobStore = new JobStoreSettings.Jdbc(arguments[4], "postgres", Optional.empty());
    bed.maxRateKbps = Integer.parseInt(arguments[6]);
    Service service =
        bed.service(
            bed.config(arguments[0], bed.full(arguments[5], Duration.ofHours(1))),
            new RecordingListener());
    service.start();
    Thread.currentThread().join();
  }
}
