package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.PutMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// One multipart upload: a part is filled while those before it are on their way. Memory is a few
/// parts of [PartSizes]. Used by one thread.
final class S3Upload implements AutoCloseable {
  private final S3Client client;
  private final S3Requests requests;
  private final S3Failures failures;
  private final ObjectKey key;
  private final String id;
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room;
  private final List<Future<CompletedPart>> parts = new ArrayList<>();
  private @Nullable UploadPart filling;
  private boolean ended;

  private S3Upload(
      S3Client client, S3Requests requests, S3Failures failures, ObjectKey key, String id) {
    this.client = client;
    this.requests = requests;
    this.failures = failures;
    this.key = key;
    this.id = id;
    this.room = new Semaphore(requests.connections());
  }

  static S3Upload begin(
      S3Client client, S3Requests requests, S3Failures failures, ObjectKey key, String writer) {
    try {
      String id = client.createMultipartUpload(requests.begin(key, writer)).uploadId();
      return new S3Upload(client, requests, failures, key, id);
    } catch (SdkException e) {
      throw failures.of("create", key, e);
    }
  }

  void write(byte[] source, int offset, int count) {
    int position = offset;
    int end = offset + count;
    try {
      while (position < end) {
        UploadPart part = filling == null ? begin() : filling;
        position += part.write(source, position, end - position);
        if (part.isFull()) {
          send(part);
        }
      }
    } catch (IOException e) {
      throw failures.ofSpool(key, e);
    }
  }

  private UploadPart begin() throws IOException {
    UploadPart part = UploadPart.ofNumber(parts.size() + 1, requests.connections());
    filling = part;
    return part;
  }

  private void send(UploadPart part) {
    filling = null;
    acquireRoom(part);
    try {
      failEarly();
    } catch (BackupException e) {
      closeAfter(part, e);
      throw e;
    }
    parts.add(senders.submit(() -> sendNow(part)));
  }

  private CompletedPart sendNow(UploadPart part) throws IOException {
    try (part) {
      String checksum = part.checksum();
      String tag =
          client
              .uploadPart(
                  requests.part(key, id, part.number(), checksum, part.length()), part.body())
              .eTag();
      return CompletedPart.builder()
          .partNumber(part.number())
          .eTag(tag)
          .checksumCRC32C(checksum)
          .build();
    } finally {
      room.release();
    }
  }

  private void acquireRoom(UploadPart part) {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancelledException cancelled =
          new CancelledException(
              "interrupted while \"" + failures.describe(key) + "\" was uploaded",
              "Nothing is visible of it: run the command again.",
              e);
      closeAfter(part, cancelled);
      throw cancelled;
    }
  }

  private static void closeAfter(UploadPart part, BackupException failure) {
    try {
      part.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /// A part that failed makes all that follow pointless.
  private void failEarly() {
    for (Future<CompletedPart> part : parts) {
      if (part.state() == Future.State.FAILED) {
        result(part);
      }
    }
  }

  /// Sends what is left and waits until the store has all parts; still nothing is visible.
  void finishParts() {
    if (filling != null) {
      send(filling);
    }
    parts.forEach(this::result);
  }

  private CompletedPart result(Future<CompletedPart> part) {
    try {
      return part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "interrupted while \"" + failures.describe(key) + "\" was uploaded",
          "Nothing is visible of it: run the command again.",
          e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SdkException failure -> throw failures.of("write", key, failure);
        case IOException failure -> throw failures.ofSpool(key, failure);
        case BackupException failure -> throw failure;
        case null, default -> throw new IllegalStateException("a part of an upload failed", e);
      }
    }
  }

  /// Makes the object visible.
  void complete(PutMode mode) {
    List<CompletedPart> completed = parts.stream().map(this::result).toList();
    client.completeMultipartUpload(requests.complete(key, id, completed, mode));
    ended = true;
  }

  /// The store has no such upload any more.
  void ended() {
    ended = true;
  }

  void abort() {
    try {
      client.abortMultipartUpload(requests.abortOwn(key, id));
      ended = true;
    } catch (SdkException e) {
      if (!S3Replies.isGone(e)) {
        throw failures.of("abort the upload of", key, e);
      }
      ended = true;
    }
  }

  /// Aborts unless it was completed, when no part is on its way any more: one that arrives later
  /// would stay there and be paid for.
  @Override
  public void close() {
    senders.shutdownNow();
    senders.close();
    UploadPart left = filling;
    filling = null;
    try {
      if (left != null) {
        left.close();
      }
    } catch (IOException e) {
      throw failures.ofSpool(key, e);
    } finally {
      if (!ended) {
        abort();
      }
    }
  }
}
