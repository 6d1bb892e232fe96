package io.jbackup.catalog.store.s3;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/// Asks before each attempt of a request that changes something: it may be repeated for longer than
/// its owner has the right to it, and an upload ends early.
final class ChangeGuard implements ExecutionInterceptor {
  /// Set on requests that are sent whatever the guard says.
  static final ExecutionAttribute<Boolean> FREE = new ExecutionAttribute<>("jbackup-free");

  private final Runnable guard;

  /// @param guard throws when nothing may be changed any more
  ChangeGuard(Runnable guard) {
    this.guard = guard;
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
    if (changes(context.request()) && !call.getOptionalAttribute(FREE).orElse(false)) {
      guard.run();
    }
  }

  private static boolean changes(SdkRequest request) {
    // Not a switch over the types: its bootstrap costs archive-push as much as a request.
    return request instanceof PutObjectRequest
        || request instanceof UploadPartRequest
        || request instanceof CompleteMultipartUploadRequest
        || request instanceof AbortMultipartUploadRequest
        || request instanceof DeleteObjectsRequest;
  }
}
