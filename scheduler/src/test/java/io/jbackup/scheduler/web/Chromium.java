package io.jbackup.scheduler.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A browser without a window. Its profile lies in a directory of the test.
record Chromium(Path directory) {
  private static final int PATIENCE = 120;

  /// What the browser made of the page.
  String dom(String url) throws IOException, InterruptedException {
    Path out = directory.resolve("dom.html");
    run(out, List.of("--dump-dom", url));
    return Files.readString(out, UTF_8);
  }

  /// A picture of the page.
  Path picture(String url, String name, int width, int height, boolean dark)
      throws IOException, InterruptedException {
    Path picture = directory.resolve(name);
    List<String> options =
        new ArrayList<>(
            List.of(
                "--screenshot=" + picture,
                "--window-size=" + width + "," + height,
                "--hide-scrollbars"));
    if (dark) {
      options.add("--blink-settings=preferredColorScheme=0");
    }
    options.add(url);
    run(directory.resolve("screenshot.log"), options);
    return picture;
  }

  private void run(Path out, List<String> options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + directory.resolve("profile")));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("chromium.log").toFile());
    builder.environment().put("HOME", directory.toString());
    Process process = builder.start();
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          command + ": " + Files.readString(directory.resolve("chromium.log"), UTF_8));
    }
  }
}
