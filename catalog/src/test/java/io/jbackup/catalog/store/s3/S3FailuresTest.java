package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;

final class S3FailuresTest {
  @Test
  void aMissingRegionIsToldWithoutTheChainOfPlacesThatHaveNone() {
    AwsRegionProviderChain nowhere =
        new AwsRegionProviderChain(() -> {
          throw SdkClientException.create("not here");
        });
    SdkClientException cause = catchThrowableOfType(SdkClientException.class, nowhere::getRegion);

    StorageException failure =
        new S3Failures(new S3Location("bucket", "p/"), null).of("open", ObjectKey.ROOT, cause);

    assertThat(failure).hasMessage("could not open \"s3://bucket/p/\": no region is set");
    assertThat(failure.hint()).contains("AWS_REGION", "endpoint");
  }
}
