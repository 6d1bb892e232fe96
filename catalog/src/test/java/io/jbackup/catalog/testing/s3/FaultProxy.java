package io.jbackup.catalog.testing.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;

/// Stands between jbackup and an S3 server, notes every request, and does to it what a [Fault]
/// says. One request for each connection.
public final class FaultProxy implements AutoCloseable {
  /// What happens to one request.
  public sealed interface Fault {
    /// Nothing.
    record None() implements Fault {}

    /// The connection is cut after that many bytes of the request's content.
    record CutRequest(long bytes) implements Fault {}

    /// The server does it, the reply is lost.
    record LoseReply() implements Fault {}

    /// The connection is cut after that many bytes of the reply's content.
    record CutReply(long bytes) implements Fault {}

    /// A bit of the reply's content is another one at that place.
    record DamageReply(long place) implements Fault {}

    /// The server never sees it, and there is no reply until the client gives up.
    record Silence() implements Fault {}

    /// The server never sees it; the reply is this one.
    record Answer(int status, String body) implements Fault {}
  }

  /// A request's first line, without the protocol, and how much of its content has passed.
  private record Request(String line, AtomicLong bytes) {}

  private final URI server;
  private final Acceptor acceptor;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<String, Fault> faults = _ -> new Fault.None();

  private FaultProxy(URI server) {
    this.server = server;
    acceptor = Acceptor.start(ServerSocketFactory.getDefault(), this::serve);
  }

  public static FaultProxy before(URI server) {
    return new FaultProxy(server);
  }

  public static FaultProxy before(S3Server server) {
    return new FaultProxy(server.endpoint());
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + acceptor.port());
  }

  /// Chooses what happens to each request.
  ///
  /// @param chosen by a request's first line, as `PUT /bucket/key?query HTTP/1.1`
  public void faults(Function<String, Fault> chosen) {
    faults = chosen;
  }

  /// The first lines of all requests so far, without the protocol.
  public List<String> requests() {
    return requests.stream().map(Request::line).toList();
  }

  /// The bytes of content that have passed so far in requests with such a first line; -1 when there
  /// was no such request.
  public long sent(Predicate<String> request) {
    long sent = -1;
    for (Request seen : requests) {
      if (request.test(seen.line())) {
        sent = Math.max(sent, 0) + seen.bytes().get();
      }
    }
    return sent;
  }

  public void forget() {
    requests.clear();
  }

  private void serve(Socket client) throws IOException {
    Head head = Head.read(client.getInputStream());
    String line = head.lines().getFirst();
    AtomicLong sent = new AtomicLong();
    requests.add(new Request(line.substring(0, line.lastIndexOf(' ')), sent));
    switch (faults.apply(line)) {
      case Fault.Answer(int status, String body) -> {
        // Who asks first does not send the content when it is refused.
        client.getInputStream().skipNBytes(head.expectsContinue() ? 0 : head.contentLength());
        answer(client, status, body);
      }
      case Fault.CutRequest(long bytes) -> forward(client, head, sent, bytes, -1, -1);
      case Fault.LoseReply _ -> forward(client, head, sent, Long.MAX_VALUE, 0, -1);
      case Fault.CutReply(long bytes) -> forward(client, head, sent, Long.MAX_VALUE, bytes, -1);
      case Fault.DamageReply(long place) ->
          forward(client, head, sent, Long.MAX_VALUE, Long.MAX_VALUE, place);
      case Fault.Silence _ -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
      case Fault.None _ -> forward(client, head, sent, Long.MAX_VALUE, Long.MAX_VALUE, -1);
    }
  }

  private static void answer(Socket client, int status, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d Fault\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n"
                .formatted(status, content.length)
            + "Connection: close\r\n\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().write(content);
    client.getOutputStream().flush();
  }

  /// @param sent counts the bytes of the request's content
  /// @param up how many bytes of the request's content pass
  /// @param down how many bytes of the reply's content pass; with 0 not even its head does
  /// @param damaged the place of the byte of the reply's content that is changed, -1 for none
  private void forward(Socket client, Head head, AtomicLong sent, long up, long down, long damaged)
      throws IOException {
    try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
      upstream.getOutputStream().write(head.toBytes());
      Optional<Head> refusal =
          head.expectsContinue() ? refusal(client, upstream) : Optional.empty();
      if (refusal.isEmpty()) {
        long length = head.contentLength();
        long most = Math.min(length, up);
        copy(client.getInputStream(), upstream.getOutputStream(), most, sent, -1);
        if (up < length || down < 0) {
          return;
        }
      }
      Head reply = refusal.isPresent() ? refusal.get() : Head.read(upstream.getInputStream());
      while (reply.isInterim()) {
        reply = Head.read(upstream.getInputStream());
      }
      if (down > 0) {
        client.getOutputStream().write(reply.toBytes());
        AtomicLong received = new AtomicLong();
        copy(upstream.getInputStream(), client.getOutputStream(), down, received, damaged);
      }
    }
  }

  /// What the server answers when it does not want the content; else the client is asked for it.
  private static Optional<Head> refusal(Socket client, Socket upstream) throws IOException {
    Head reply = Head.read(upstream.getInputStream());
    if (!reply.isInterim()) {
      return Optional.of(reply);
    }
    client
        .getOutputStream()
        .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return Optional.empty();
  }

  private static void copy(
      InputStream from, OutputStream to, long most, AtomicLong passed, long damaged)
      throws IOException {
    byte[] buffer = new byte[64 << 10];
    long left = most;
    while (left > 0) {
      int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      long place = damaged - passed.get();
      if (place >= 0 && place < read) {
        buffer[(int) place] ^= 1;
      }
      to.write(buffer, 0, read);
      left -= read;
      passed.addAndGet(read);
    }
    to.flush();
  }

  @Override
  public void close() {
    acceptor.close();
  }

  /// The lines before the content of a request or a reply.
  private record Head(List<String> lines) {
    static Head read(InputStream in) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int last = 0;
      while (last != 4) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the connection ended in a head");
        }
        bytes.write(next);
        boolean expected = next == (last % 2 == 0 ? '\r' : '\n');
        last = expected ? last + 1 : 0;
      }
      return new Head(
          bytes.toString(StandardCharsets.ISO_8859_1).lines().filter(l -> !l.isEmpty()).toList());
    }

    private String value(String name) {
      return lines.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    long contentLength() {
      String length = value("content-length");
      return length.isEmpty() ? 0 : Long.parseLong(length);
    }

    boolean expectsContinue() {
      return value("expect").equalsIgnoreCase("100-continue");
    }

    boolean isInterim() {
      return lines.getFirst().contains(" 100 ");
    }

    /// With the connection closed after it.
    byte[] toBytes() {
      StringBuilder text = new StringBuilder();
      for (String line : lines) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("connection:")) {
          text.append(line).append("\r\n");
        }
      }
      return text.append("Connection: close\r\n\r\n")
          .toString()
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
