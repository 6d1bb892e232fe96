package io.jbackup.scheduler.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.config.HttpSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page as a browser shows it.
final class PageIT {
  private static final int LIGHT_GROUND = 0xFFF3F5F8;
  private static final int DARK_GROUND = 0xFF10151C;

  @TempDir private Path directory;

  private WebServer server;
  private Chromium chromium;
  private String url;

  @BeforeEach
  void start() {
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        new WebServer(
            new HttpSettings(listen, Optional.empty(), Optional.empty()),
            Snapshots::everything,
            ZoneId.of("Europe/Berlin"));
    server.start();
    chromium = new Chromium(directory);
    url = "http://127.0.0.1:" + server.address().getPort() + "/";
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theBrowserFindsWhatADatabaseAdministratorLooksFor() throws Exception {
    String dom = chromium.dom(url);

    assertThat(dom)
        .contains("<html lang=\"en\">")
        .contains("<title>2 alarms – jbackup on u6</title>")
        .contains("u6 is the replica that is kept out of failover")
        .contains("role=\"img\"")
        .contains("17 WAL segments from")
        .contains("<progress aria-label=\"full: copying\"")
        .contains("about 33&nbsp;min left")
        .contains("No backup yet.")
        .contains("never")
        .contains("the last one failed: recovery ended before consistency")
        .contains("Unknown: the catalog could not be read.");
  }

  @Test
  void thePageIsPaintedInLightAndInDark() throws Exception {
    BufferedImage light = image("light.png", 1280, 1600, false);
    BufferedImage dark = image("dark.png", 1280, 1600, true);

    assertThat(light.getRGB(2, 2)).isEqualTo(LIGHT_GROUND);
    assertThat(dark.getRGB(2, 2)).isEqualTo(DARK_GROUND);
    assertThat(colours(light)).hasSizeGreaterThan(20);
    assertThat(colours(dark)).hasSizeGreaterThan(20);
  }

  /// A page that is wider than a phone would be painted beyond its right margin.
  @Test
  void nothingIsCutOffOnAPhone() throws Exception {
    BufferedImage phone = image("phone.png", 500, 4000, false);

    Set<Integer> margin = new TreeSet<>();
    for (int y = 0; y < phone.getHeight(); y++) {
      margin.add(phone.getRGB(phone.getWidth() - 3, y));
    }
    assertThat(margin).containsExactly(LIGHT_GROUND);
  }

  private BufferedImage image(String name, int width, int height, boolean dark)
      throws IOException, InterruptedException {
    return ImageIO.read(chromium.picture(url, name, width, height, dark).toFile());
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new TreeSet<>();
    for (int y = 0; y < image.getHeight(); y += 2) {
      for (int x = 0; x < image.getWidth(); x += 2) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }
}
