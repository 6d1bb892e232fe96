package io.jbackup.catalog.store.s3;

import java.util.List;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpHeaders;

/// Counts what an SDK's client does.
final class TrafficMeter implements ExecutionInterceptor {
  /// `attempt=2; max=10` for the first repetition (AWS SDKs reference, "Retry behavior").
  private static final String ATTEMPT = "amz-sdk-request";

  private static final String LENGTH = "Content-Length";

  /// Of content that is sent in signed chunks, without their signatures (Amazon S3 API reference,
  /// "Signature calculations: Transferring payload in multiple chunks").
  private static final String DECODED_LENGTH = "x-amz-decoded-content-length";

  private static final String FIRST = "attempt=1;";

  private final S3Traffic traffic;

  TrafficMeter(S3Traffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
    boolean again =
        context
            .httpRequest()
            .firstMatchingHeader(ATTEMPT)
            .filter(attempt -> !attempt.startsWith(FIRST))
            .isPresent();
    traffic.asked(operation(call), again);
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes call) {
    if (context.httpResponse().isSuccessful()) {
      traffic.done(
          operation(call),
          length(context.httpRequest(), DECODED_LENGTH, LENGTH),
          context.responseBody().isPresent() ? length(context.httpResponse(), LENGTH) : 0);
    }
  }

  private static String operation(ExecutionAttributes call) {
    return call.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }

  /// By the first of these headers that is there, 0 where none is.
  private static long length(SdkHttpHeaders message, String... headers) {
    return message.firstMatchingHeader(List.of(headers)).map(Long::parseLong).orElse(0L);
  }
}
