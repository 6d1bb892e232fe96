package io.jbackup.docs.guide;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.docs.guide.Step.Block;
import io.jbackup.docs.guide.Step.Directive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Carries out the steps of a guide on a real server. A step that fails is an AssertionError that
/// names its line.
final class Executor {
  private static final Pattern STARTS = Pattern.compile("starts (\\S+) with (\\d+) (\\w+)");
  private static final Pattern S3 = Pattern.compile("s3://\\S+");
  private static final Pattern CRON = Pattern.compile("(\\S+\\s+){5}(.*)");

  private final World world;
  private final Statements statements;
  private @Nullable String expected;
  private @Nullable String answerMeans;
  private final List<String> printed = new ArrayList<>();
  private int exit;
  private boolean skip;

  Executor(World world) {
    this.world = world;
    statements = new Statements(world.server().port());
  }

  void run(List<Step> steps) throws IOException {
    for (Step step : steps) {
      try {
        switch (step) {
          case Directive(String text, _) -> direct(world.place().apply(text), text);
          case Block block -> run(block);
        }
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "line " + step.line() + ": " + e.getMessage() + "\n" + world.server().log(), e);
      }
    }
  }

  /// @param original the directive before names were replaced
  private void direct(String text, String original) throws Exception {
    String word = original.substring(0, (original + " ").indexOf(' '));
    String rest = original.substring(word.length()).strip();
    switch (word) {
      case "restart" -> world.server().restart();
      case "expect" -> expected = rest;
      case "answer" -> answerMeans = rest;
      case "prints" -> printed.add(text.substring(word.length()).strip());
      case "fails" -> exit = Integer.parseInt(rest);
      case "skip," -> skip = true;
      case "backup" ->
          world.place().set(rest, newest(CatalogLocation.of(world.catalog())).id().text());
      case "directory" -> world.makeDirectory(Path.of(text.substring(word.length()).strip()));
      case "after" -> passRecoveryTime(rest);
      case "bucket" -> world.makeBucket(rest);
      case "now" -> now(rest);
      case "starts" -> starts(original);
      default -> throw new AssertionError("unknown directive: " + original);
    }
  }

  private void run(Block block) throws Exception {
    if (skip) {
      skip = false;
      return;
    }
    String text = world.place().apply(block.text());
    switch (block.kind()) {
      case "sh" -> shell(text);
      case "sql" -> sql(text);
      case "ini" -> append(text);
      case "pg_hba" -> prepend(text);
      case "crontab" -> cron(text);
      case "text" -> {}
      default -> throw new AssertionError("unknown kind of block: " + block.kind());
    }
  }

  private void shell(String text) throws IOException, InterruptedException {
    String output = world.shell().run(text, exit);
    for (String expectation : printed) {
      if (!output.contains(expectation)) {
        throw new AssertionError(text + "\ndoes not print " + expectation + "\n" + output);
      }
    }
    exit = 0;
    printed.clear();
    world.share();
  }

  private void sql(String text) throws SQLException, IOException {
    String answer = statements.run(text);
    if (expected != null && !expected.equals(answer)) {
      throw new AssertionError(
          "expected " + expected + ", but this answers " + answer + "\n" + text);
    }
    if (answerMeans != null) {
      world.place().set(answerMeans, answer);
    }
    expected = null;
    answerMeans = null;
    if (text.contains("pg_switch_wal")) {
      world
          .server()
          .await("select count(*) = 0 from pg_ls_archive_statusdir() where name like '%.ready'");
    }
  }

  private void append(String settings) throws IOException {
    Files.writeString(
        world.server().dataDirectory().resolve("postgresql.conf"),
        "\n" + settings + "\n",
        StandardOpenOption.APPEND);
  }

  private void prepend(String lines) throws IOException {
    Path file = world.server().dataDirectory().resolve("pg_hba.conf");
    List<String> all = new ArrayList<>(lines.lines().toList());
    all.addAll(Files.readAllLines(file));
    Files.write(file, all);
  }

  /// Runs each command of a crontab now.
  private void cron(String text) throws IOException, InterruptedException {
    for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
      Matcher entry = CRON.matcher(line);
      if (!entry.matches()) {
        throw new AssertionError("not a line of a crontab: " + line);
      }
      String printed = world.cron().run(entry.group(2));
      if (!printed.isEmpty()) {
        throw new AssertionError("cron would mail this: " + printed);
      }
    }
    world.share();
  }

  private static StoredBackup newest(CatalogLocation location) {
    try (Catalog catalog = Catalog.open(location, false)) {
      return catalog.instance("main").backups().getFirst();
    }
  }

  /// A backup's recovery time is in whole seconds, rounded up, and this test is faster than that.
  ///
  /// @param words end with the catalog, when it is not the guide's own
  private void passRecoveryTime(String words) throws SQLException, IOException {
    Matcher bucket = S3.matcher(words);
    CatalogLocation location =
        bucket.find()
            ? CatalogLocation.parse(world.place().apply(bucket.group()), world.bucketSettings())
            : CatalogLocation.of(world.catalog());
    String time = newest(location).control().text(ControlField.RECOVERY_TIME).orElseThrow();
    world.server().await("select clock_timestamp() > '" + time + "'");
  }

  /// Notes the time as what `name` means, and lets a later transaction reach the archive.
  private void now(String name) throws SQLException, IOException {
    world.place().set(name, statements.run("select clock_timestamp()"));
    sql("create table later();\nselect pg_switch_wal()");
  }

  /// Starts a restored server as it is, looks at a table when recovery is over or pauses, and ends
  /// it.
  private void starts(String text) throws SQLException, IOException {
    Matcher words = STARTS.matcher(text);
    if (!words.matches()) {
      throw new AssertionError("unknown directive: " + text);
    }
    Path data = world.restored(words.group(1));
    try (PostgresServer restored =
        PostgresServer.onDirectory(world.server().major(), data)
            .setting("archive_mode", "off")
            .start()) {
      restored.await(
          "select case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() = 'paused'"
              + " else true end");
      String rows = restored.query("select count(*) from " + words.group(3));
      if (!rows.equals(words.group(2))) {
        throw new AssertionError(text + ": it has " + rows);
      }
    }
  }
}
