package io.jbackup.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jbackup.catalog.store.s3.S3Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real client against a server that knows nothing but a folder of 100,000 objects.
class LongListingTest {
  private static final int OBJECTS = 100_000;
  private static final int PAGE = 1000;

  @TempDir Path directory;
  private HttpServer server;
  private final AtomicInteger pages = new AtomicInteger();

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Matcher token =
        Pattern.compile("continuation-token=(\\d+)").matcher(exchange.getRequestURI().getQuery());
    int first = token.find() ? Integer.parseInt(token.group(1)) : 0;
    boolean more = first + PAGE < OBJECTS;
    StringBuilder text = new StringBuilder("<ListBucketResult>");
    text.append("<IsTruncated>").append(more).append("</IsTruncated>");
    if (more) {
      text.append("<NextContinuationToken>")
          .append(first + PAGE)
          .append("</NextContinuationToken>");
    }
    for (int number = first; number < first + PAGE; number++) {
      text.append("<Contents><Key>wal/main/%024X.zst</Key>".formatted(number))
          .append("<LastModified>2026-11-22T10:00:00.000Z</LastModified><Size>4</Size></Contents>");
    }
    byte[] body = text.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
    pages.incrementAndGet();
    exchange.getResponseHeaders().add("Content-Type", "application/xml");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private ObjectStore store() throws IOException {
    Path settings = directory.resolve("s3.conf");
    Path keys = directory.resolve("keys");
    Files.writeString(keys, "[default]\naws_access_key_id = a\naws_secret_access_key = b\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        settings,
        "endpoint = http://127.0.0.1:%d\ncredentials-file = '%s'\n"
            .formatted(server.getAddress().getPort(), keys));
    return S3Stores.open("bucket", "", Optional.of(settings), Map.of(), Optional.empty(), () -> {});
  }

  @Test
  void pagesArePassedOnOneByOneAndNotHeld() throws IOException {
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger ahead = new AtomicInteger();
    long[] held = new long[2];
    try (ObjectStore store = store()) {
      store.visit(
          new ObjectKey("wal/main"),
          info -> {
            int count = seen.incrementAndGet();
            int needed = (count + PAGE - 1) / PAGE;
            ahead.accumulateAndGet(pages.get() - needed, Math::max);
            if (count == PAGE) {
              held[0] = used();
            }
            if (count == OBJECTS) {
              held[1] = used();
            }
          });
    }
    assertThat(seen).hasValue(OBJECTS);
    assertThat(ahead).as("pages that were asked for before they were needed").hasValue(0);
    assertThat(held[1] - held[0]).as("bytes held").isLessThan(8L << 20);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void aListingIsWholeAndInOrder() throws IOException {
    try (ObjectStore store = store()) {
      Listing listing = store.list(new ObjectKey("wal/main"));
      assertThat(listing.objects()).hasSize(OBJECTS);
      assertThat(listing.objects().getLast().key().name()).isEqualTo("%024X.zst".formatted(99_999));
    }
  }
}
