package io.jbackup.docs.demo;

import io.jbackup.catalog.testing.s3.TestBucket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Where the demonstration's catalog lies.
///
/// @param environment what tells the programs so
record CatalogPlace(Map<String, String> environment) {
  static CatalogPlace directory(Path playground) {
    return new CatalogPlace(Map.of("BACKUP_PATH", playground.resolve("catalog").toString()));
  }

  /// In the S3 server of the tests, which is started for it.
  static CatalogPlace bucket(Path playground) {
    TestBucket bucket = TestBucket.create();
    Map<String, String> environment = new TreeMap<>();
    environment.put("BACKUP_PATH", "s3://" + bucket.name() + "/catalog");
    environment.put("JBACKUP_S3_CONFIG", bucket.settings(playground).toString());
    return new CatalogPlace(environment);
  }

  /// The environment in a command line.
  String settings() {
    return environment.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + Console.word(entry.getValue()))
        .collect(Collectors.joining(" "));
  }
}
