package io.jbackup.scheduler.testing;

import io.jbackup.core.protocol.PemTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// PEM files as OpenSSL makes them: certificates of `server` and `client`, signed by an authority,
/// and of `stranger`, which is its own authority.
public final class LabTls {
  private static final List<String> REQUEST =
      List.of("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
  private static final String AUTHORITY = "authority";

  private final Path directory;

  private LabTls(Path directory) {
    this.directory = directory;
  }

  static LabTls make(Path parent) throws IOException {
    LabTls made = new LabTls(Files.createDirectory(parent.resolve("tls")));
    made.request(AUTHORITY);
    made.request("stranger");
    for (String name : List.of("server", "client")) {
      made.request(
          name,
          "-CA",
          made.authority().toString(),
          "-CAkey",
          made.key(AUTHORITY).toString(),
          "-addext",
          "basicConstraints=critical,CA:FALSE");
    }
    return made;
  }

  private void request(String name, String... more) throws IOException {
    Stream<String> own =
        Stream.of(
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            key(name).toString(),
            "-out",
            certificate(name).toString());
    List<String> command =
        Stream.of(Stream.of("openssl"), REQUEST.stream(), own, Stream.of(more))
            .flatMap(words -> words)
            .toList();
    Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!openssl.waitFor(20, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
        throw new IOException("openssl made no certificate of " + name + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  public Path authority() {
    return certificate(AUTHORITY);
  }

  public Path certificate(String name) {
    return directory.resolve(name + ".crt");
  }

  public Path key(String name) {
    return directory.resolve(name + ".key");
  }

  /// What a client needs.
  SSLContext context() throws IOException {
    try {
      return PemTls.context(
          Optional.of(authority()), Optional.of(certificate("client")), Optional.of(key("client")));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the lab's certificates", e);
    }
  }
}
