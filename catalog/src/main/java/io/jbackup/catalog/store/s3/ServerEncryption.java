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
/// encryption").
sealed interface ServerEncryption {
  /// As the bucket does by default.
  record Default() implements ServerEncryption {}

  /// With keys of the store.
  record StoreKeys() implements ServerEncryption {}

  /// With a key of a key management service; the empty ID means its default key.
  record ManagedKey(String keyId) implements ServerEncryption {}

  /// With a key of ours, which goes with every request and is never stored there.
  record OwnKey(String key, String digest) implements ServerEncryption {
    private static final String ALGORITHM = "AES256";

    /// @param bytes 32 bytes
    static OwnKey of(byte[] bytes) {
      Base64.Encoder encoder = Base64.getEncoder();
      return new OwnKey(encoder.encodeToString(bytes), encoder.encodeToString(Md5.of(bytes)));
    }

    @Override
    public String toString() {
      return "OwnKey[…]";
    }
  }

  /// As an instance wants it; a key of ours stays, which only the settings know.
  default ServerEncryption with(ObjectTraits traits) {
    if (this instanceof OwnKey) {
      return this;
    }
    return switch (traits.encryption()) {
      case "AES256" -> new StoreKeys();
      case "aws:kms" -> new ManagedKey(traits.kmsKey());
      default -> this;
    };
  }

  default void apply(PutObjectRequest.Builder request) {
    switch (this) {
      case Default _ -> {}
      case StoreKeys _ -> request.serverSideEncryption(ServerSideEncryption.AES256);
      case ManagedKey(String keyId) ->
          request
              .serverSideEncryption(ServerSideEncryption.AWS_KMS)
              .ssekmsKeyId(keyId.isEmpty() ? null : keyId);
      case OwnKey(String key, String digest) ->
          request
              .sseCustomerAlgorithm(OwnKey.ALGORITHM)
              .sseCustomerKey(key)
              .sseCustomerKeyMD5(digest);
    }
  }

  default void apply(CreateMultipartUploadRequest.Builder request) {
    switch (this) {
      case Default _ -> {}
      case StoreKeys _ -> request.serverSideEncryption(ServerSideEncryption.AES256);
      case ManagedKey(String keyId) ->
          request
              .serverSideEncryption(ServerSideEncryption.AWS_KMS)
              .ssekmsKeyId(keyId.isEmpty() ? null : keyId);
      case OwnKey(String key, String digest) ->
          request
              .sseCustomerAlgorithm(OwnKey.ALGORITHM)
              .sseCustomerKey(key)
              .sseCustomerKeyMD5(digest);
    }
  }

  default void apply(UploadPartRequest.Builder request) {
    if (this instanceof OwnKey(String key, String digest)) {
      request.sseCustomerAlgorithm(OwnKey.ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }
  }

  default void apply(CompleteMultipartUploadRequest.Builder request) {
    if (this instanceof OwnKey(String key, String digest)) {
      request.sseCustomerAlgorithm(OwnKey.ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }
  }

  default void apply(GetObjectRequest.Builder request) {
    if (this instanceof OwnKey(String key, String digest)) {
      request.sseCustomerAlgorithm(OwnKey.ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }
  }

  default void apply(HeadObjectRequest.Builder request) {
    if (this instanceof OwnKey(String key, String digest)) {
      request.sseCustomerAlgorithm(OwnKey.ALGORITHM).sseCustomerKey(key).sseCustomerKeyMD5(digest);
    }
  }
}
