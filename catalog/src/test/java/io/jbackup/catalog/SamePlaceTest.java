package io.jbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SamePlaceTest {
  @TempDir private Path directory;

  private static boolean same(CatalogLocation one, CatalogLocation other) {
    return SamePlace.is(one, other, Map.of());
  }

  @Test
  void aDirectoryIsTheSameByEveryPath() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    CatalogLocation place = CatalogLocation.of(real);

    assertThat(same(place, CatalogLocation.of(link))).isTrue();
    assertThat(same(place, CatalogLocation.of(link.resolve("../link")))).isTrue();
    assertThat(same(place, CatalogLocation.of(directory.resolve("absent")))).isFalse();
    assertThatThrownBy(() -> SamePlace.refuse(place, CatalogLocation.of(link)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("are the same catalog");
  }

  private CatalogLocation bucket(String url, String file, String settings) throws IOException {
    return CatalogLocation.parse(
        url, Optional.of(Files.writeString(directory.resolve(file), settings)));
  }

  @Test
  void aBucketIsTheSameAtTheSameEndpoint() throws IOException {
    CatalogLocation one =
        bucket("s3://acme/pg/", "one", "endpoint = 'https://S3.example.org/'\nregion = a\n");
    assertThat(same(one, bucket("s3://acme/pg", "two", "endpoint = https://s3.example.org\n")))
        .isTrue();
    assertThat(same(one, bucket("s3://acme/pg2", "two", "endpoint = https://s3.example.org\n")))
        .isFalse();
    assertThat(same(one, bucket("s3://acme/pg", "three", "endpoint = https://other.example.org\n")))
        .isFalse();
    assertThat(
            SamePlace.is(
                one,
                CatalogLocation.parse("s3://acme/pg", Optional.empty()),
                Map.of("AWS_ENDPOINT_URL_S3", "https://s3.example.org")))
        .isTrue();
    assertThat(same(one, CatalogLocation.of(directory))).isFalse();
  }
}
