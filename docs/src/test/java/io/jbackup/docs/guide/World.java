package io.jbackup.docs.guide;

import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.testing.FreePort;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server, a distribution and directories in the places of those that the guide names.
final class World implements AutoCloseable {
  private final PostgresServer server;
  private final Path work;
  private final Place place = new Place();
  private final Shell shell;
  private final Shell cron;

  private World(PostgresServer server, Path work, Shell shell, Shell cron) {
    this.server = server;
    this.work = work;
    this.shell = shell;
    this.cron = cron;
  }

  /// @param work an empty directory
  static World create(Path work) throws IOException {
    // Like the guide's own path it has no blank, wherever the project lies.
    Path distribution =
        Files.createSymbolicLink(
            work.resolve("distribution"), Path.of("../cli/target/jbackup").toRealPath());
    for (String directory : List.of("home", "bin", "clusters", "etc")) {
      Files.createDirectory(work.resolve(directory));
    }
    PostgresServer server =
        PostgresServer.version(PostgresBinaries.newest()).initdb("--wal-segsize=4").start();
    String system = System.getenv("PATH");
    // The guide is for the server's user; as root, tar would give the files to other users.
    Map<String, String> person =
        Map.of(
            "TAR_OPTIONS", "--no-same-owner",
            "HOME", "" + work.resolve("home"),
            "PATH", work.resolve("bin") + ":" + distribution.resolve("bin") + ":" + system);
    Map<String, String> background =
        Map.of("HOME", "" + work.resolve("home"), "PATH", "/usr/bin:/bin");
    World world = new World(server, work, new Shell(work, person), new Shell(work, background));
    world.installPgCtl();
    world.namePlaces(distribution);
    return world;
  }

  private void namePlaces(Path distribution) throws IOException {
    place.set("/opt/jbackup", distribution.toString());
    place.set("/var/lib/jbackup", catalog().toString());
    place.set("/var/lib/postgresql/18", work.resolve("clusters").toString());
    place.set("/etc/jbackup", work.resolve("etc").toString());
    place.set("/srv", work.toString());
    place.set("db1.example.org", server.host());
    place.set("192.0.2.10", server.host());
    place.set("5432", Integer.toString(server.port()));
    place.set("5433", Integer.toString(FreePort.next()));
  }

  /// A pg_ctl that runs as the user who may run PostgreSQL.
  private void installPgCtl() throws IOException {
    Path program = PostgresBinaries.directory(server.major()).resolve("bin/pg_ctl");
    StringBuilder script = new StringBuilder("#!/bin/sh\nexec");
    for (String word : ServerUser.here().command(program, List.of())) {
      script.append(" '").append(word).append('\'');
    }
    Path file = Files.writeString(work.resolve("bin/pg_ctl"), script.append(" \"$@\"\n"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  PostgresServer server() {
    return server;
  }

  Place place() {
    return place;
  }

  /// What a person's terminal does.
  Shell shell() {
    return shell;
  }

  /// What cron does.
  Shell cron() {
    return cron;
  }

  Path catalog() {
    return work.resolve("catalog");
  }

  /// What the guide's file of S3 settings is here.
  Optional<Path> bucketSettings() {
    return Optional.of(work.resolve("etc/s3.conf"));
  }

  /// A bucket in the S3 server of the tests, in the place of the one that the guide calls so.
  void makeBucket(String name) {
    TestBucket bucket = TestBucket.create();
    place.set(name, bucket.name());
    place.set("https://minio.example.org:9000", bucket.server().endpoint().toString());
    place.set("jbackup-db1", bucket.server().accessKey());
    place.set("a long secret", bucket.server().secretKey());
  }

  Path restored(String name) {
    return work.resolve("clusters").resolve(name);
  }

  /// A directory in which the server may create files.
  void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    share();
  }

  /// Gives to the server's user what was made as another one.
  void share() throws IOException {
    server.share(work);
  }

  @Override
  public void close() {
    server.close();
  }
}
