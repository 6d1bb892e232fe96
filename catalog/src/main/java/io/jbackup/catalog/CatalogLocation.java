package io.jbackup.catalog;

import io.jbackup.catalog.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Where a catalog lies, as `-B` names it: a directory, or `s3://BUCKET/PREFIX`. Its text is what
/// `-B` takes.
public sealed interface CatalogLocation {
  /// Names the file of S3 settings.
  String SETTINGS_VARIABLE = "JBACKUP_S3_CONFIG";

  /// The file of S3 settings where the variable is not set and the file exists.
  Path STANDARD_SETTINGS = Path.of("/etc/jbackup/s3.conf");

  /// A directory, with an absolute path.
  record Directory(Path path) implements CatalogLocation {
    public Directory {
      if (!path.isAbsolute()) {
        throw new UsageException(
            "-B, --backup-path must be an absolute path",
            "Write the path of the backup catalog from the root, such as /var/lib/jbackup, or"
                + " s3://BUCKET/PREFIX.");
      }
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// A bucket of an object store.
  ///
  /// @param prefix what all names in it begin with; empty, or ends with a slash
  /// @param settings the file of S3 settings; without it the AWS environment alone holds
  /// @param asOf the time whose state of the bucket is looked at, which nothing is written to
  /// @param patience how long a request is repeated where the settings do not say
  record Bucket(
      String name,
      String prefix,
      Optional<Path> settings,
      Optional<Instant> asOf,
      Optional<Duration> patience)
      implements CatalogLocation {
    public Bucket(String name, String prefix, Optional<Path> settings) {
      this(name, prefix, settings, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
      String path = "s3://" + name + "/" + prefix;
      return path.substring(0, path.length() - 1);
    }
  }

  /// The directory; empty for a bucket.
  default Optional<Path> directory() {
    return this instanceof Directory(Path path) ? Optional.of(path) : Optional.empty();
  }

  /// The catalog as it was at a time. Throws UsageException for a directory, which keeps nothing of
  /// what it was.
  default CatalogLocation asOf(Instant time) {
    return switch (this) {
      case Directory(Path path) ->
          throw new UsageException(
              "option --as-of is for catalogs in a bucket: \"" + path + "\" is a directory",
              "A directory does not keep what it was. Leave --as-of out.");
      case Bucket(var name, var prefix, var settings, _, var patience) ->
          new Bucket(name, prefix, settings, Optional.of(time), patience);
    };
  }

  /// The catalog, where requests to a bucket are repeated so long unless its settings say how long.
  default CatalogLocation patient(Duration patience) {
    return this instanceof Bucket(var name, var prefix, var settings, var time, _)
        ? new Bucket(name, prefix, settings, time, Optional.of(patience))
        : this;
  }

  static CatalogLocation of(Path path) {
    return new Directory(path);
  }

  /// Throws UsageException for a text that is neither.
  ///
  /// @param environment may name the file of S3 settings
  static CatalogLocation parse(String text, Map<String, String> environment) {
    if (!text.startsWith("s3:")) {
      return new Directory(Path.of(text));
    }
    String variable = environment.getOrDefault(SETTINGS_VARIABLE, "");
    Optional<Path> settings =
        variable.isEmpty()
            ? Optional.of(STANDARD_SETTINGS).filter(Files::exists)
            : Optional.of(Path.of(variable).toAbsolutePath());
    return bucket(text, settings);
  }

  /// As [#parse(String, Map)], with the file of S3 settings if there is one.
  static CatalogLocation parse(String text, Optional<Path> settings) {
    return text.startsWith("s3:") ? bucket(text, settings) : new Directory(Path.of(text));
  }

  private static CatalogLocation bucket(String text, Optional<Path> settings) {
    String rest = text.startsWith("s3://") ? text.substring("s3://".length()) : "";
    int slash = rest.indexOf('/');
    String name = slash < 0 ? rest : rest.substring(0, slash);
    String prefix = slash < 0 ? "" : rest.substring(slash + 1);
    while (prefix.endsWith("/")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
    // Bucket names: Amazon S3 user guide, "General purpose bucket naming rules".
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
        || prefix.startsWith("/")
        || prefix.contains("//")) {
      throw new UsageException(
          "\"" + text + "\" is not the address of a bucket",
          "Write s3://BUCKET/PREFIX; a bucket's name has 3 to 63 lower-case letters, digits, dots"
              + " and hyphens.");
    }
    return new Bucket(name, prefix.isEmpty() ? "" : prefix + "/", settings);
  }
}
