package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.drill.DrillRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// With the catalog in a directory; and what is the same wherever it is.
final class ServiceDrillIT extends ServiceDrillScenarios {
  @Override
  CatalogLocation catalog() {
    return CatalogLocation.of(directory.resolve("catalog"));
  }

  @Override
  Map<String, String> settings() {
    return Map.of();
  }

  @Override
  String line() {
    return "";
  }

  @Override
  Optional<Path> key() {
    return Optional.empty();
  }

  @Test
  void aDrillThatFailsIsToldAndRecorded() throws Exception {
    try (Program service = service("select count(*) from t", "7")) {
      service.awaitOutput("the drill did not pass: ");
      await(service, "its record", () -> lastDrill().isPresent());
      assertThat(lastDrill().orElseThrow().passed()).isFalse();
      stop(service);
    }
  }

  @Test
  void whatADrillOfAKilledServiceLeftIsRemovedByTheNext() throws Exception {
    List<Path> left;
    try (Program service = service("select pg_sleep(600)", "never")) {
      await(service, "a server", () -> scratches().stream().anyMatch(one -> isReady(one)));
      left = scratches();
      service.kill();
    }
    assertThat(left).hasSize(1).allMatch(Files::exists);

    try (Program service = service("select 1", "1")) {
      await(service, "the removal", () -> left.stream().noneMatch(Files::exists));
      await(
          service,
          "a drill that passed",
          () -> lastDrill().filter(DrillRecord::passed).isPresent());
      stop(service);
    }
  }

  private static boolean isReady(Path root) {
    Path pid = root.resolve("data/postmaster.pid");
    try {
      return Files.exists(pid) && Files.readString(pid).contains("ready");
    } catch (IOException _) {
      return false;
    }
  }
}
