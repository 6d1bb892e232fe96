package io.jbackup.scheduler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbackup.core.testing.FreePort;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// etcd and some Patroni nodes with PostgreSQL 15, all of Debian unless it is to be Patroni 4, on
/// free ports of 127.0.0.1.
///
/// Everybody may connect as everybody without a password; role `backup` has LOGIN and REPLICATION.
/// A dead leader is replaced after 20 s (the least `ttl` that Patroni accepts). [#close()] kills
/// everything and removes the directory. Not thread-safe.
public final class PatroniLab implements AutoCloseable {
  /// Debian's PostgreSQL, since Patroni needs pg_rewind, pg_basebackup and pg_controldata as well.
  public static final Path BIN = Path.of("/usr/lib/postgresql/15/bin");

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration HTTP_PATIENCE = Duration.ofSeconds(20);

  private final ServerUser user = ServerUser.here();
  private final ObjectMapper json = new ObjectMapper();
  private final Path directory;
  private final int etcdPort = FreePort.next();
  private final int etcdPeerPort = FreePort.next();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, LabProcess> running = new LinkedHashMap<>();
  private final Path program;
  private final Optional<LabTls> tls;
  private final HttpClient http;
  private @Nullable LabProcess etcd;

  /// One node: its own directory with Patroni's configuration and log, and the data directory.
  record Node(String name, Path directory, int port, int rest) {
    Path data() {
      return directory.resolve("data");
    }

    Path config() {
      return directory.resolve("patroni.yml");
    }

    Path log() {
      return directory.resolve("patroni.log");
    }
  }

  private PatroniLab(Path directory, PatroniLabBuilder options) throws IOException {
    this.directory = directory;
    program = options.version4 ? version4() : Path.of("/usr/bin/patroni");
    tls = options.tls ? Optional.of(LabTls.make(directory)) : Optional.empty();
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(HTTP_PATIENCE);
    if (tls.isPresent()) {
      client.sslContext(tls.get().context());
    }
    http = client.build();
  }

  /// Three nodes u4, u5 and u6, of which u6 is tagged nofailover, unless told otherwise.
  public static PatroniLabBuilder lab() {
    return new PatroniLabBuilder();
  }

  /// Where `.ci/patroni-4` puts Patroni 4.
  public static Path version4() {
    return PostgresBinaries.checkout().resolve("target/patroni-4/bin/patroni");
  }

  static PatroniLab start(PatroniLabBuilder options) throws IOException {
    PatroniLab lab = new PatroniLab(Files.createTempDirectory("jbackup-patroni"), options);
    try {
      lab.prepare(options);
      lab.startEtcd();
      String first = options.names.getFirst();
      lab.start(first);
      lab.awaitLeader(first);
      lab.sql(first, "create role backup login replication");
      if (!options.onlyFirst) {
        for (String name : options.names.subList(1, options.names.size())) {
          lab.start(name);
        }
        lab.awaitCalm();
      }
      return lab;
    } catch (SQLException e) {
      closeAfter(lab, e);
      throw new IOException("no role backup", e);
    } catch (IOException | RuntimeException | Error e) {
      closeAfter(lab, e);
      throw e;
    }
  }

  private static void closeAfter(PatroniLab lab, Throwable failure) {
    try {
      lab.close();
    } catch (RuntimeException closing) {
      failure.addSuppressed(closing);
    }
  }

  private void prepare(PatroniLabBuilder options) throws IOException {
    Files.createDirectory(directory.resolve("etcd"));
    for (String name : options.names) {
      Path home = Files.createDirectory(directory.resolve(name));
      Node node = new Node(name, home, FreePort.next(), FreePort.next());
      nodes.put(name, node);
      PatroniConfig.write(node, etcdPort, tls, options);
    }
    user.own(directory);
  }

  public List<String> names() {
    return List.copyOf(nodes.keySet());
  }

  /// The lab's temporary directory; short-lived files of a test may go there.
  public Path directory() {
    return directory;
  }

  /// Patroni's REST API of a node, for `cluster: { patroni: … }`.
  public URI rest(String name) {
    return URI.create((tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + node(name).rest());
  }

  /// The certificates of a lab that was made with TLS.
  public LabTls tls() {
    return tls.orElseThrow();
  }

  /// Where a node's PostgreSQL listens on 127.0.0.1.
  public int port(String name) {
    return node(name).port();
  }

  /// The node's Unix socket is here.
  public Path socketDirectory(String name) {
    return node(name).directory();
  }

  public Path dataDirectory(String name) {
    return node(name).data();
  }

  /// Patroni's configuration file of a node, for `patronictl -c`.
  public Path configuration(String name) {
    return node(name).config();
  }

  /// A conninfo string for role backup.
  public String connection(String name) {
    return "host=127.0.0.1 port=%d user=backup dbname=postgres".formatted(port(name));
  }

  public void sql(String name, String... statements) throws SQLException {
    LabSql.run(port(name), "postgres", "postgres", statements);
  }

  public String query(String name, String sql) throws SQLException {
    return LabSql.query(port(name), "postgres", "postgres", sql);
  }

  /// The node that says of itself that it is the leader, if exactly one does.
  public Optional<String> leaderNow() {
    List<String> leaders =
        nodes.keySet().stream().filter(name -> role(name).matches("master|primary")).toList();
    return leaders.size() == 1 ? Optional.of(leaders.getFirst()) : Optional.empty();
  }

  /// The leader; waits for one.
  public String leader() {
    Await.until(PATIENCE, "a leader", this::details, () -> leaderNow().isPresent());
    return leaderNow().orElseThrow();
  }

  public void awaitLeader(String name) {
    Await.until(
        PATIENCE,
        name + " is the leader",
        this::details,
        () -> leaderNow().filter(name::equals).isPresent());
  }

  /// Waits until one running node leads and every other running node streams on its timeline.
  public void awaitCalm() {
    Await.until(PATIENCE, "a calm cluster", this::details, this::calm);
  }

  private boolean calm() {
    Optional<String> leader = leaderNow();
    if (leader.isEmpty()) {
      return false;
    }
    int timeline = patroni(leader.get()).map(body -> body.path("timeline").asInt()).orElse(0);
    return running.keySet().stream()
        .filter(name -> !name.equals(leader.get()))
        .allMatch(name -> streams(name, timeline));
  }

  private boolean streams(String name, int timeline) {
    try {
      return query(
              name,
              "select status = 'streaming' and received_tli = "
                  + timeline
                  + " and pg_is_in_recovery() from pg_stat_wal_receiver")
          .equals("t");
    } catch (SQLException _) {
      return false; // not yet up
    }
  }

  /// The body of a node's `/patroni`, whatever the status code; empty when it does not answer.
  public Optional<JsonNode> patroni(String name) {
    try {
      return Optional.of(json.readTree(send("GET", name, "/patroni", "").body()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private String role(String name) {
    if (!running.containsKey(name)) {
      return "";
    }
    return patroni(name)
        .filter(body -> body.path("state").asText().equals("running"))
        .map(body -> body.path("role").asText())
        .orElse("");
  }

  /// Makes the other node that may lead the leader, and waits until all is calm; the new leader.
  public String switchover() throws IOException {
    String from = leader();
    switchoverAtOnce();
    Await.until(
        PATIENCE, "another leader than " + from, this::details, () -> !leader().equals(from));
    awaitCalm();
    return leader();
  }

  /// Asks for a switchover and returns when Patroni has answered.
  public void switchoverAtOnce() throws IOException {
    String from = leader();
    HttpResponse<String> answer =
        send("POST", from, "/switchover", "{\"leader\":\"" + from + "\"}");
    if (answer.statusCode() >= 300) {
      throw new AssertionError("No switchover: " + answer.statusCode() + " " + answer.body());
    }
  }

  /// Switches automatic failover off or on.
  public void pause(boolean paused) throws IOException {
    send("PATCH", leader(), "/config", "{\"pause\":" + paused + "}");
    Await.until(
        PATIENCE,
        "pause " + paused,
        this::details,
        () ->
            running.keySet().stream()
                .allMatch(name ->
                    patroni(name).map(body -> body.path("pause").asBoolean()).orElse(false)
                        == paused));
  }

  private HttpResponse<String> send(String method, String name, String path, String body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(rest(name).resolve(path))
            .timeout(HTTP_PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Starts Patroni on a node that does not run; does not wait.
  public void start(String name) throws IOException {
    Node node = node(name);
    if (running.containsKey(name)) {
      throw new IllegalStateException(name + " runs already.");
    }
    List<String> command = List.of(program.toString(), node.config().toString());
    running.put(
        name, LabProcess.start(user, node.directory(), node.log(), Map.of("LC_ALL", "C"), command));
  }

  /// SIGTERM to Patroni, which stops its server and gives the leadership away.
  public void stop(String name) throws IOException {
    Optional.ofNullable(running.remove(name)).ifPresent(LabProcess::terminate);
    LabProcess.killServer(node(name).data());
  }

  /// SIGKILL to Patroni and its server, as a power loss would be.
  public void kill9(String name) throws IOException {
    Optional.ofNullable(running.remove(name)).ifPresent(LabProcess::kill);
    LabProcess.killServer(node(name).data());
  }

  /// SIGKILL to etcd.
  public void stopEtcd() {
    Optional.ofNullable(etcd).ifPresent(LabProcess::kill);
    etcd = null;
  }

  /// Starts etcd, again with what it knew.
  public void startEtcd() throws IOException {
    String client = "http://127.0.0.1:" + etcdPort;
    String peer = "http://127.0.0.1:" + etcdPeerPort;
    List<String> command =
        List.of(
            "/usr/bin/etcd",
            "--data-dir=" + directory.resolve("etcd"),
            "--unsafe-no-fsync",
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer);
    etcd =
        LabProcess.start(
            user, directory.resolve("etcd"), directory.resolve("etcd.log"), Map.of(), command);
  }

  private Node node(String name) {
    return Optional.ofNullable(nodes.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no node " + name));
  }

  private String details() {
    List<String> parts = new ArrayList<>();
    try {
      for (Node node : nodes.values()) {
        parts.add(node.name() + ": " + patroni(node.name()) + "\n" + LabProcess.tail(node.log()));
      }
      parts.add("etcd: " + LabProcess.tail(directory.resolve("etcd.log")));
    } catch (IOException e) {
      parts.add(e.toString());
    }
    return String.join("\n\n", parts);
  }

  @Override
  public void close() {
    try {
      for (String name : nodes.keySet()) {
        kill9(name);
      }
      stopEtcd();
      LabFiles.remove(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop the lab in " + directory, e);
    } finally {
      http.close();
    }
  }
}
