package io.jbackup.scheduler.notify;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jbackup.core.JobLog;
import io.jbackup.scheduler.config.NotifyTarget;
import io.jbackup.scheduler.config.NotifyTarget.Command;
import io.jbackup.scheduler.config.NotifyTarget.Occasion;
import io.jbackup.scheduler.config.NotifyTarget.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real HTTP server and a real command.
final class NotifierTest {
  private static final Set<Occasion> ALL = EnumSet.allOf(Occasion.class);
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final long PATIENCE = 30;

  @TempDir private Path directory;

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }

  @AfterEach
  void stop() {
    slow.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().startsWith("/slow")) {
        slow.await();
      }
      received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      int status;
      synchronized (answers) {
        status = answers.isEmpty() ? 200 : answers.remove();
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Webhook webhook(String path, int attempts, Duration timeout) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return new Webhook(url, ALL, attempts, timeout);
  }

  private Notifier notifier(NotifyTarget... targets) {
    JobLog log = new Warnings(warnings);
    return new Notifier(List.of(targets), directory.resolve("told"), log, SHORT);
  }

  private String next() throws InterruptedException {
    String text = received.poll(PATIENCE, SECONDS);
    assertThat(text).as("told within %d s", PATIENCE).isNotNull();
    return text;
  }

  private String warning() throws InterruptedException {
    String text = warnings.poll(PATIENCE, SECONDS);
    assertThat(text).as("warned within %d s", PATIENCE).isNotNull();
    return text;
  }

  @Test
  void aWebhookThatIsBusyTwiceIsToldTheThirdTime() throws Exception {
    answers.addAll(List.of(503, 503, 200));
    try (Notifier notifier = notifier(webhook("/hook", 5, Duration.ofSeconds(10)))) {
      notifier.changed(Situations.of(Situations.alarms("backup-age")));

      String first = next();
      assertThat(List.of(next(), next())).containsOnly(first);
      JsonNode json = new ObjectMapper().readTree(first);
      assertThat(json.path("occasion").asText()).isEqualTo("alarm");
      assertThat(json.path("node").asText()).isEqualTo("u6");
      assertThat(json.path("key").asText()).isEqualTo("A/backup-age");
      assertThat(json.path("text").asText()).isEqualTo("jbackup alarm: A on u6: backup-age is bad");
      notifier.changed(Situations.of(Situations.well()));
      assertThat(next()).contains("\"occasion\":\"recovery\"");
      assertThat(received).isEmpty();
      assertThat(notifier.problems()).isEmpty();
    }
  }

  @Test
  void aTargetThatFailsIsAProblemWithoutItsSecretsAndHoldsUpNobody() throws Exception {
    Webhook refused =
        new Webhook(
            URI.create("http://127.0.0.1:1/services/SECRET?token=SECRET"),
            ALL,
            2,
            Duration.ofSeconds(5));
    Webhook hangs = webhook("/slow/SECRET", 1, Duration.ofMillis(200));
    try (Notifier notifier =
        notifier(refused, hangs, webhook("/hook", 1, Duration.ofSeconds(10)))) {
      notifier.changed(Situations.of(Situations.alarms("backup-age")));

      assertThat(next()).contains("backup-age");
      assertThat(List.of(warning(), warning()))
          .anySatisfy(text -> assertThat(text).contains("127.0.0.1:1 ").contains("attempt 2"))
          .anySatisfy(text -> assertThat(text).contains("Timeout"))
          .allSatisfy(text -> assertThat(text).doesNotContain("SECRET"));
      assertThat(notifier.problems()).hasSize(2);
    }
  }

  @Test
  void whatAWebhookRefusesForGoodIsNotTriedAgain() throws Exception {
    answers.add(404);
    try (Notifier notifier = notifier(webhook("/hook", 5, Duration.ofSeconds(10)))) {
      notifier.changed(Situations.of(Situations.alarms("backup-age")));

      assertThat(warning()).contains("refused with status 404 (attempt 1)");
      assertThat(received).hasSize(1);
    }
  }

  @Test
  void aCommandGetsTheJsonAndOnlyItsOccasions() throws Exception {
    Path out = directory.resolve("out");
    Path done = directory.resolve("done");
    Command command =
        new Command(
            "cat >> " + out + "; touch " + done,
            EnumSet.of(Occasion.RECOVERY),
            Duration.ofSeconds(20));
    try (Notifier notifier = notifier(command, webhook("/hook", 1, Duration.ofSeconds(10)))) {
      notifier.changed(Situations.of(Situations.alarms("backup-age")));
      next();
      notifier.changed(Situations.of(Situations.well()));
      next();
      long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE);
      while (!Files.exists(done) && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }

      assertThat(Files.readString(out).lines()).singleElement().asString().contains("recovery");
    }
  }

  @Test
  void aCommandThatFailsOrHangsIsAProblem() throws Exception {
    Command fails = new Command("/bin/false secret", ALL, Duration.ofSeconds(20));
    Command hangs = new Command("sleep 600; true", ALL, Duration.ofMillis(300));
    try (Notifier notifier = notifier(fails, hangs)) {
      notifier.changed(Situations.of(Situations.alarms("backup-age")));

      assertThat(List.of(warning(), warning()))
          .anySatisfy(text ->
              assertThat(text)
                  .startsWith("command /bin/false was not told: exit status 1")
                  .doesNotContain("secret"))
          .anySatisfy(text -> assertThat(text).contains("sleep").contains("did not end within"));
    }
  }

  @Test
  void aRestartTellsNothingTwice() throws Exception {
    try (Notifier notifier = notifier(webhook("/hook", 1, Duration.ofSeconds(10)))) {
      notifier.changed(Situations.of(Situations.alarms("backup-age")));
      next();
      long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE);
      while (!Files.exists(directory.resolve("told")) && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
    }
    try (Notifier notifier = notifier(webhook("/hook", 1, Duration.ofSeconds(10)))) {
      notifier.changed(Situations.of(Situations.unseen()));
      notifier.changed(Situations.of(Situations.alarms("backup-age")));
      notifier.changed(Situations.of(Situations.well()));

      assertThat(next()).contains("\"occasion\":\"recovery\"");
      assertThat(received).isEmpty();
    }
  }

  @Test
  void anotherTargetIsToldWhatTheOneBeforeWasNot() throws Exception {
    Webhook hangs = webhook("/slow", 1, Duration.ofMinutes(10));
    Webhook stays = webhook("/stays", 1, Duration.ofSeconds(10));
    try (Notifier notifier = notifier(hangs, stays)) {
      notifier.changed(Situations.of(Situations.alarms("backup-age")));
      String told = next();

      notifier.retarget(List.of(stays, webhook("/new", 1, Duration.ofSeconds(10))));
      assertThat(next()).isEqualTo(told);
      notifier.changed(Situations.of(Situations.well()));
      assertThat(List.of(next(), next()))
          .allSatisfy(text -> assertThat(text).contains("\"occasion\":\"recovery\""));
      assertThat(received).isEmpty();
    }
  }

  /// Keeps warnings.
  private record Warnings(BlockingQueue<String> to) implements JobLog {
    @Override
    public void info(String message) {}

    @Override
    public void warning(String message) {
      to.add(message);
    }

    @Override
    public void log(String message) {}

    @Override
    public void verbose(String message) {}
  }
}
