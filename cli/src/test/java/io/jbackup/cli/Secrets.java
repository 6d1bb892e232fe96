package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Files with keys, which nobody else may read.
final class Secrets {
  private static final int KEY_BYTES = 32;

  private final Path directory;

  Secrets(Path directory) {
    this.directory = directory;
  }

  Path file(String name, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /// A key that is always the same for a name.
  Path key(String name) throws IOException {
    byte[] bytes = new byte[KEY_BYTES];
    new Random(name.hashCode()).nextBytes(bytes);
    return file(name, bytes);
  }

  /// A new private key.
  Path identity() throws IOException, InterruptedException {
    Path file = file("identity", new byte[0]);
    openssl("genpkey", "-algorithm", "X25519", "-out", file.toString());
    return file;
  }

  /// The public key that belongs to a private one, as `--encrypt-recipient` wants it.
  String recipient(Path identity) throws IOException, InterruptedException {
    return openssl("pkey", "-in", identity.toString(), "-pubout").lines().toList().get(1);
  }

  private String openssl(String... words) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("openssl"), Stream.of(words)).toList();
    Path output = Files.createTempFile(directory, "openssl", ".out");
    Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor()).isZero();
    return Files.readString(output);
  }
}
