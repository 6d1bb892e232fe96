package io.jbackup.catalog.testing.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An S3 server as a process with a temporary directory, on a free port of 127.0.0.1.
final class ServerProcess implements S3Server {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String name;
  private final Path directory;
  private final URI endpoint;
  private final String secret;
  private final Process process;

  private ServerProcess(String name, Path directory, URI endpoint, String secret, Process process) {
    this.name = name;
    this.directory = directory;
    this.endpoint = endpoint;
    this.secret = secret;
    this.process = process;
  }

  /// What a kind of server needs to be started.
  interface Kind {
    List<String> command(Path directory, URI endpoint, String key, String secret)
        throws IOException;

    Map<String, String> environment(String key, String secret);
  }

  static ServerProcess start(String name, Kind kind) {
    try {
      Path directory = Files.createTempDirectory("jbackup-s3-server");
      String secret = UUID.randomUUID().toString();
      URI endpoint = URI.create("http://127.0.0.1:" + freePort());
      Path data = Files.createDirectory(directory.resolve("data"));
      ProcessBuilder builder =
          new ProcessBuilder(kind.command(data, endpoint, KEY, secret))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile());
      builder.environment().putAll(kind.environment(KEY, secret));
      builder.environment().put("HOME", directory.toString());
      ServerProcess server = new ServerProcess(name, directory, endpoint, secret, builder.start());
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String KEY = "jbackup";

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      try {
        if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          process.destroyForcibly();
          throw new IOException(
              name + " did not start: " + Files.readString(directory.resolve("log")));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /// Any reply will do: it is a server of HTTP.
  private boolean answers() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
    try {
      return connection.getResponseCode() != HttpURLConnection.HTTP_UNAVAILABLE;
    } catch (IOException _) {
      // Nobody listens yet.
      return false;
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public String accessKey() {
    return KEY;
  }

  @Override
  public String secretKey() {
    return secret;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      List<Path> files;
      try (Stream<Path> all = Files.walk(directory)) {
        files = all.toList();
      }
      for (Path file : files.reversed()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
