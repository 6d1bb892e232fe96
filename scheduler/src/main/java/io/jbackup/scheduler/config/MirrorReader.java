package io.jbackup.scheduler.config;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.SamePlace;
import io.jbackup.catalog.retention.RetentionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Reads what the file says of the mirrors of instances: a place alone, or a map.
///
/// @param main the catalog that is copied
/// @param s3Settings those of the main catalog
record MirrorReader(CatalogLocation main, Optional<Path> s3Settings) {
  private static final String KIND = "instances.*.mirror";
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final int THREADS = 2;
  private static final int MANY_THREADS = 64;

  Optional<MirrorSettings> read(Section instance) {
    if (!instance.has("mirror")) {
      return Optional.empty();
    }
    if (instance.value("mirror").isTextual()) {
      CatalogLocation place = place(instance, "mirror", s3Settings);
      return Optional.of(
          new MirrorSettings(place, Optional.empty(), false, EVERY, THREADS, Optional.empty()));
    }
    return instance.section("mirror", KIND).map(this::settings);
  }

  private MirrorSettings settings(Section mirror) {
    if (!mirror.has("catalog")) {
      mirror.problem("catalog", "must be given");
    }
    Optional<Section> rules = mirror.section("retention", "instances.*.retention");
    return new MirrorSettings(
        place(mirror, "catalog", mirror.path("s3-config").or(() -> s3Settings)),
        rules.map(InstanceReader::policy).filter(policy -> !policy.equals(RetentionPolicy.NONE)),
        rules.map(section -> section.flag("delete-wal")).orElse(false),
        every(mirror),
        mirror.number("threads", THREADS, 1, MANY_THREADS),
        KeyReader.read(mirror));
  }

  private static Duration every(Section mirror) {
    Duration every = mirror.duration("wal-every", EVERY);
    if (every.compareTo(LEAST) < 0) {
      mirror.problem("wal-every", "must be at least 1s");
    }
    return every;
  }

  private CatalogLocation place(Section section, String key, Optional<Path> settings) {
    CatalogLocation none = CatalogLocation.of(Path.of("/"));
    CatalogLocation place =
        section.parsed(key, none, text -> CatalogLocation.parse(text, settings));
    boolean given = section.has(key) && !place.equals(none);
    if (given && SamePlace.is(place, main, System.getenv())) {
      section.problem(key, "is the catalog itself; name another one");
    }
    return place;
  }
}
