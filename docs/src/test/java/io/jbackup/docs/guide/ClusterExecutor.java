package io.jbackup.docs.guide;

import io.jbackup.docs.guide.Step.Block;
import io.jbackup.docs.guide.Step.Directive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Carries out the steps of a cluster guide on its hosts. A step that fails is an AssertionError
/// that names its line.
///
/// Directives: `on HOSTS` (where shell commands run), `file PATH on HOSTS`, `below TEXT in PATH on
/// HOSTS` (what to do with the next block that is not commands; what it says of the last host is
/// said of each), `replace A by B` (in the next block), `prints TEXT`, `until` (the next commands
/// are repeated until they print what they should), and those of [Events].
final class ClusterExecutor {
  /// What only some guides can do.
  interface Events {
    /// Returns false when it does not know the directive.
    boolean handle(String directive) throws IOException, InterruptedException;

    /// The host that a guide means by a name, which may be that of a role.
    default String host(String name) {
      return name;
    }
  }

  private final Hosts hosts;
  private final Events events;
  private List<Node> on = List.of();
  private String next = "";
  private final List<String> printed = new ArrayList<>();
  private final List<Map.Entry<String, String>> replaced = new ArrayList<>();
  private boolean until;

  ClusterExecutor(Hosts hosts, Events events) {
    this.hosts = hosts;
    this.events = events;
  }

  void run(List<Step> steps) {
    for (Step step : steps) {
      try {
        switch (step) {
          case Directive(String text, _) -> direct(text);
          case Block block -> run(block);
        }
      } catch (Exception | AssertionError e) {
        throw new AssertionError("line " + step.line() + ": " + e.getMessage() + hosts.logs(), e);
      }
    }
  }

  private void direct(String text) throws Exception {
    String word = text.substring(0, (text + " ").indexOf(' '));
    String rest = text.substring(word.length()).strip();
    switch (word) {
      case "on" -> on = nodes(rest);
      case "file", "below" -> next = text;
      case "prints" -> printed.add(rest);
      case "until" -> until = true;
      case "replace" -> replaced.add(Map.entry(before(rest, " by "), after(rest, " by ")));
      default -> {
        if (!events.handle(text)) {
          throw new AssertionError("unknown directive: " + text);
        }
      }
    }
  }

  private void run(Block block) throws Exception {
    String text = block.text();
    for (Map.Entry<String, String> each : replaced) {
      if (!text.contains(each.getKey())) {
        throw new AssertionError("nothing to replace: " + each.getKey());
      }
      text = text.replace(each.getKey(), each.getValue());
    }
    replaced.clear();
    String what = next;
    next = "";
    if (!what.isEmpty()) {
      write(what, text);
    } else if (block.kind().equals("sh")) {
      shell(text);
    } else if (!block.kind().equals("text")) {
      throw new AssertionError("what to do with this " + block.kind() + " block?");
    }
  }

  private void shell(String text) throws IOException, InterruptedException {
    for (Node node : on) {
      String commands = node.place().apply(text);
      long deadline = System.nanoTime() + 120_000_000_000L;
      String output = node.shell().run(commands);
      while (until && !isAsExpected(node, output) && System.nanoTime() < deadline) {
        Thread.sleep(200);
        output = node.shell().run(commands);
      }
      if (!isAsExpected(node, output)) {
        throw new AssertionError(
            "on %s: %s\ndoes not print %s\n%s".formatted(node.name(), commands, printed, output));
      }
    }
    until = false;
    printed.clear();
  }

  private boolean isAsExpected(Node node, String output) {
    return printed.stream().map(node.place()::apply).allMatch(output::contains);
  }

  private void write(String what, String text) throws IOException {
    Node template = nodes(after(what, " on ")).getLast();
    for (Node node : nodes(after(what, " on "))) {
      String own = node.place().apply(of(node, template, text)) + "\n";
      String words = before(what, " on ");
      Path file = node.file(words.substring(words.lastIndexOf(' ') + 1));
      Files.createDirectories(file.getParent());
      switch (what.substring(0, what.indexOf(' '))) {
        case "file" -> Files.writeString(file, own);
        default -> insert(file, before(after(words, "below "), " in "), own);
      }
    }
  }

  /// The text that is meant for `node`, made from that for the last of the hosts.
  private static String of(Node node, Node template, String text) {
    if (node == template) {
      return text;
    }
    return text.replace("name: " + template.name(), "name: " + node.name())
        .replace("node: " + template.name(), "node: " + node.name())
        .replace(
            "connect_address: 192.0.2." + last(template), "connect_address: 192.0.2." + last(node))
        .replace("listen: 192.0.2." + last(template), "listen: 192.0.2." + last(node))
        .replace("nofailover: true", "nofailover: false");
  }

  private static String last(Node node) {
    return node.name().substring(node.name().length() - 1);
  }

  private static void insert(Path file, String line, String text) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    int exact = lines.indexOf(line);
    int at = exact < 0 ? lines.stream().map(String::strip).toList().indexOf(line) : exact;
    if (at < 0) {
      throw new AssertionError(file + " has no line \"" + line + "\"");
    }
    lines.add(at + 1, text.stripTrailing());
    Files.write(file, lines);
  }

  private List<Node> nodes(String names) {
    return Arrays.stream(names.split(" ")).map(events::host).map(hosts::node).toList();
  }

  private static String before(String text, String word) {
    return text.substring(0, text.indexOf(word));
  }

  private static String after(String text, String word) {
    return text.substring(text.indexOf(word) + word.length());
  }
}
