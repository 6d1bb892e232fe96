package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.PutMode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;

class UploadTimesTest {
  private static final ObjectKey KEY = new ObjectKey("backups/main/ABC/base.tar.zst");
  private static final Duration SMALL = Duration.ofSeconds(150);

  private final S3Requests requests =
      new S3Requests(new S3Location("bucket", ""), S3SettingsReader.none(Optional.empty()));

  private static Duration time(AwsRequest request) {
    return request.overrideConfiguration().orElseThrow().apiCallTimeout().orElseThrow();
  }

  @Test
  void whatIsLargeHasTimeOnASlowLink() {
    assertThat(time(requests.put(KEY, PutMode.REPLACE, "writer", "", 0))).isEqualTo(SMALL);
    assertThat(time(requests.put(KEY, PutMode.REPLACE, "writer", "", 16 << 20)))
        .isEqualTo(SMALL.plusSeconds(1024));
    assertThat(time(requests.part(KEY, "upload", 1, "", 1 << 30)))
        .isGreaterThan(Duration.ofHours(18));
  }
}
