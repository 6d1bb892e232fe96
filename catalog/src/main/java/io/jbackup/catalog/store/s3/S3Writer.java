package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Collects an object in memory while it is small, and sends it in one request; a large one goes in
/// parts. A small object is visible from [#flush()] on: a store that acknowledges only what it
/// shows has no other durable state.
final class S3Writer implements ObjectWriter {
  private final S3Client client;
  private final S3Requests requests;
  private final S3Failures failures;
  private final Throttle throttle;
  private final ObjectKey key;
  private final PutMode mode;
  private final int limit;
  private final String writer = UUID.randomUUID().toString();
  private final Pieces content = new Pieces();

  private @Nullable S3Upload upload;
  private @Nullable Boolean created;

  S3Writer(
      S3Client client,
      S3Requests requests,
      S3Failures failures,
      Throttle throttle,
      ObjectKey key,
      PutMode mode) {
    this.client = client;
    this.requests = requests;
    this.failures = failures;
    this.throttle = throttle;
    this.key = key;
    this.mode = mode;
    this.limit = ObjectKind.of(key).largestPut();
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    throttle.take(count);
    if (upload == null && content.length() + count <= limit) {
      content.write(source, offset, count);
    } else {
      upload().write(source, offset, count);
    }
  }

  /// From now on the object is large.
  private S3Upload upload() {
    S3Upload begun = upload;
    if (begun == null) {
      begun = S3Upload.begin(client, requests, failures, key, writer);
      upload = begun;
      content.moveTo(begun::write);
    }
    return begun;
  }

  @Override
  public void flush() {
    if (created != null) {
      return;
    }
    if (upload != null) {
      upload.finishParts();
    } else {
      created = put();
      // Many writers may wait together to be published.
      content.clear();
    }
  }

  private boolean put() {
    try {
      client.putObject(
          requests.put(key, mode, writer, content.checksum(), content.length()),
          RequestBody.fromContentProvider(
              content::stream, content.length(), "application/octet-stream"));
      return true;
    } catch (SdkException e) {
      if (S3Replies.isTaken(e)) {
        return isOurs();
      }
      throw failures.of("write", key, e);
    }
  }

  /// Whether the object that is there is this writer's: the reply to its request was lost, and the
  /// request sent again met its own success.
  private boolean isOurs() {
    try {
      return writer.equals(client.headObject(requests.head(key)).metadata().get(S3Requests.WRITER));
    } catch (SdkException e) {
      if (S3Replies.isGone(e)) {
        return false;
      }
      throw failures.of("look at", key, e);
    }
  }

  @Override
  public boolean publish() {
    flush();
    Boolean known = created;
    if (known == null) {
      known = complete();
      created = known;
    }
    return known;
  }

  private boolean complete() {
    S3Upload begun = upload();
    try {
      begun.complete(mode);
      return true;
    } catch (SdkException e) {
      // An upload that is gone was completed, or aborted: the object tells.
      if ((S3Replies.isTaken(e) || S3Replies.isGone(e)) && isOurs()) {
        begun.ended();
        return true;
      }
      if (S3Replies.isTaken(e)) {
        begun.abort();
        return false;
      }
      throw failures.of("write", key, e);
    }
  }

  @Override
  public boolean commit() {
    return publish();
  }

  @Override
  public void close() {
    content.clear();
    if (upload != null) {
      upload.close();
    }
  }
}
