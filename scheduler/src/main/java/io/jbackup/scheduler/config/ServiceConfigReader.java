package io.jbackup.scheduler.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads the service's configuration file.
public final class ServiceConfigReader {
  private final Supplier<String> host;
  private final ZoneId zone;

  /// @param host tells the name of this host, for `node`
  /// @param zone of cron expressions, where the file does not say
  public ServiceConfigReader(Supplier<String> host, ZoneId zone) {
    this.host = host;
    this.zone = zone;
  }

  /// Throws UsageException that lists every problem of the file.
  public ServiceConfig read(Path file) {
    Problems problems = new Problems();
    Section top = new Section(tree(file), "", "", problems);
    ZoneId fileZone = top.parsed("time-zone", zone, ServiceConfigReader::zone);
    List<InstanceConfiguration> instances = new ArrayList<>();
    if (!top.has("instances")) {
      top.problem("instances", "must be given");
    }
    CatalogLocation catalog = catalog(top);
    Optional<KeySettings> keys = KeyReader.read(top);
    MirrorReader mirrors = new MirrorReader(catalog, top.path("s3-config"));
    top.map("instances", "instances.*")
        .forEach((name, section) ->
            instances.add(new InstanceReader(name, section, fileZone, mirrors, keys).read()));
    OutsideReader outside = new OutsideReader(top);
    ServiceConfig config =
        new ServiceConfig(
            catalog,
            top.text("node").orElseGet(host),
            instances,
            outside.http(),
            outside.notifications(),
            outside.jobStore());
    if (outside.hasWebhook() && isReadableByOthers(file)) {
      top.problem("notify", "the address of a webhook is a secret: chmod o-r " + file);
    }
    List<String> found = problems.found();
    if (!found.isEmpty()) {
      throw new UsageException(
          "configuration file \"%s\" has %d problem%s:\n  %s"
              .formatted(
                  file, found.size(), found.size() == 1 ? "" : "s", String.join("\n  ", found)),
          "Correct them, then look again with: jbackup service check --config " + file);
    }
    return config;
  }

  private static CatalogLocation catalog(Section top) {
    if (!top.has("catalog")) {
      top.problem("catalog", "must be given");
    }
    Optional<Path> settings = top.path("s3-config");
    CatalogLocation none = CatalogLocation.of(Path.of("/"));
    return top.parsed("catalog", none, text -> CatalogLocation.parse(text, settings));
  }

  private static JsonNode tree(Path file) {
    YAMLMapper yaml =
        new YAMLMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    try {
      JsonNode tree = yaml.readTree(Files.readString(file));
      return tree instanceof MissingNode ? yaml.createObjectNode() : tree;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new UsageException(
          "configuration file \"%s\", line %d, column %d: %s"
              .formatted(file, at.getLineNr(), at.getColumnNr(), words(e.getOriginalMessage())),
          "It must be YAML; docs/service.md has an example.",
          e);
    } catch (IOException e) {
      throw new UsageException(
          "could not read configuration file \"" + file + "\": " + e.getMessage(),
          "Check the path, and that this user may read it.",
          e);
    }
  }

  /// The parser's message without the excerpts of the file that it draws, which may hold secrets.
  private static String words(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .collect(Collectors.joining(", "));
  }

  static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException _) {
      throw new UsageException("there is no time zone \"" + text + "\"", "Use one as UTC.");
    }
  }

  private static boolean isReadableByOthers(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException e) {
      throw new UsageException(
          "could not read the permissions of \"" + file + "\": " + e.getMessage(),
          "Check the path, and that this user may read it.",
          e);
    }
  }
}
