package io.jbackup.catalog;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.text.NameValueText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Whether two names of catalogs mean one place, so that nothing is copied onto itself: what a copy
/// or its retention removes would be lost.
public final class SamePlace {
  private SamePlace() {}

  /// Throws UsageException when both are the same directory, by whatever links, or the same prefix
  /// of a bucket at the same endpoint, by whatever files of settings.
  public static void refuse(CatalogLocation from, CatalogLocation to) {
    if (is(from, to, System.getenv())) {
      throw new UsageException(
          "\"" + from + "\" and \"" + to + "\" are the same catalog",
          "Name another catalog to copy to.");
    }
  }

  /// Whether these are one place, as [#refuse(CatalogLocation, CatalogLocation)] says.
  ///
  /// @param environment may name the endpoint of buckets
  public static boolean is(
      CatalogLocation one, CatalogLocation other, Map<String, String> environment) {
    return switch (one) {
      case CatalogLocation.Directory(Path path) ->
          other instanceof CatalogLocation.Directory(Path second)
              && real(path).equals(real(second));
      case CatalogLocation.Bucket first ->
          other instanceof CatalogLocation.Bucket second
              && first.name().equals(second.name())
              && first.prefix().equals(second.prefix())
              && endpoint(first, environment).equals(endpoint(second, environment));
    };
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      // It is not there, or not to be looked at: what opens it will say so.
      return path.normalize();
    }
  }

  /// As text; empty for Amazon S3, or what the profile says.
  private static String endpoint(CatalogLocation.Bucket bucket, Map<String, String> environment) {
    String named =
        bucket
            .settings()
            .flatMap(SamePlace::ofSettings)
            .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL_S3")))
            .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")))
            .orElse("");
    String text = named.strip().toLowerCase(Locale.ROOT);
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static Optional<String> ofSettings(Path file) {
    try {
      return Optional.ofNullable(NameValueText.parse(Files.readString(file)).get("endpoint"));
    } catch (IOException | IllegalArgumentException _) {
      // What opens the bucket will say what is wrong with them.
      return Optional.empty();
    }
  }
}
