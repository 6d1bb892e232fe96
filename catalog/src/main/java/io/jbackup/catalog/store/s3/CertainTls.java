package io.jbackup.catalog.store.s3;

import java.io.IOException;
import java.security.cert.CertificateException;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// Lets the SDK not repeat a request whose connection failed for its certificate.
final class CertainTls implements SdkHttpClient {
  private final SdkHttpClient client;

  CertainTls(SdkHttpClient client) {
    this.client = client;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        try {
          return prepared.call();
        } catch (IOException | RuntimeException e) {
          CertificateException refused = TlsFailures.certificate(e);
          if (refused == null) {
            throw e;
          }
          throw last(refused, e);
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  /// The SDK repeats whatever has an IOException among its causes.
  private static NonRetryableException last(CertificateException refused, Exception failure) {
    NonRetryableException last = NonRetryableException.create("TLS failed", refused);
    last.addSuppressed(failure);
    return last;
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }
}
