package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectTraits;
import java.util.Base64;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/// How the store itself encrypts objects (Amazon S3 user guide, "Protecting data with server-side
/// encryption"). What an object is to be encrypted with is said when it is begun; a key of ours
/// goes with every request.
sealed interface ServerEncryption {
  default void apply(PutObjectRequest.Builder request) {}

  default void apply(CreateMultipartUploadRequest.Builder request) {}

  default void apply(UploadPartRequest.Builder request) {}

  default void apply(CompleteMultipartUploadRequest.Builder request) {}

  default void apply(GetObjectRequest.Builder request) {}

  default void apply(HeadObjectRequest.Builder request) {}

  /// As an instance wants it.
  default ServerEncryption with(ObjectTraits traits) {
    return switch (traits.encryption()) {
      case "AES256" -> new StoreKeys();
      case "aws:kms" -> new ManagedKey(traits.kmsKey());
      default -> this;
    };
  }

  /// As the bucket does by default.
  record Default() implements ServerEncryption {}

  /// With keys of the store.
  record StoreKeys() implements ServerEncryption {
    @Override
    public void apply(PutObjectRequest.Builder request) {
      request.serverSideEncryption(ServerSideEncryption.AES256);
    }

    @Override
    public void apply(CreateMultipartUploadRequest.Builder request) {
      request.serverSideEncryption(ServerSideEncryption.AES256);
    }
  }

  /// With a key of a key management service; the empty ID means its default key.
  record ManagedKey(String keyId) implements ServerEncryption {
    @Override
    public void apply(PutObjectRequest.Builder request) {
      request
          .serverSideEncryption(ServerSideEncryption.AWS_KMS)
          .ssekmsKeyId(keyId.isEmpty() ? null : keyId);
    }

    @Override
    public void apply(CreateMultipartUploadRequest.Builder request) {
      request
          .serverSideEncryption(ServerSideEncryption.AWS_KMS)
          .ssekmsKeyId(keyId.isEmpty() ? null : keyId);
    }
  }

  /// With a key of ours, which goes with every request and is never stored there.
  record OwnKey(String key, String digest) implements ServerEncryption {
    private static final String ALGORITHM = "AES256";

    /// @param bytes 32 bytes
    static OwnKey of(byte[] bytes) {
      Base64.Encoder encoder = Base64.getEncoder();
      return new OwnKey(encoder.encodeToString(bytes), encoder.encodeToString(Md5.of(bytes)));
    }

    /// Only the settings know the key: it stays.
    @Override
    public ServerEncryption with(ObjectTraits traits) {
      return this;
    }

    @Override
    public void apply(PutObjectRequest.Builder request) {
      request.sseCustomerAlgorithm(ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }

    @Override
    public void apply(CreateMultipartUploadRequest.Builder request) {
      request.sseCustomerAlgorithm(ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }

    @Override
    public void apply(UploadPartRequest.Builder request) {
      request.sseCustomerAlgorithm(ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }

    @Override
    public void apply(CompleteMultipartUploadRequest.Builder request) {
      request.sseCustomerAlgorithm(ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }

    @Override
    public void apply(GetObjectRequest.Builder request) {
      request.sseCustomerAlgorithm(ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }

    @Override
    public void apply(HeadObjectRequest.Builder request) {
      request.sseCustomerAlgorithm(ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }

    @Override
    public String toString() {
      return "OwnKey[…]";
    }
  }
}
