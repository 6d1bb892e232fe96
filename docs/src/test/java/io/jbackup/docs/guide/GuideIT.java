package io.jbackup.docs.guide;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guide does what it says: all its commands are run, in order, on a real server.
final class GuideIT {
  private static final Path GUIDE = Path.of("guide.md");
  private static final int CHAPTERS = 11;
  private static final Path README = Path.of("../README.md");

  @Test
  void theGuideLeadsFromNothingToARestoredCluster(@TempDir Path work) throws IOException {
    assumeTrue(
        Shell.finds("zstd", System.getenv("PATH")),
        "zstd is not installed (chapter 4 of the guide needs it)");
    try (World world = World.create(work)) {
      Executor executor = new Executor(world);
      for (int chapter = 1; chapter <= CHAPTERS; chapter++) {
        executor.run(GuideText.chapter(GUIDE, "## " + chapter + "."));
      }
    }
  }

  @Test
  void theReadmesSetUpWorks(@TempDir Path work) throws IOException {
    try (World world = World.create(work)) {
      new Executor(world).run(GuideText.chapter(README, "## Set it up"));
    }
  }
}
