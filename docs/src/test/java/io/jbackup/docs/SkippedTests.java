package io.jbackup.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Lists at the end of a build which tests were skipped and why, so that a green build does not
/// hide what it could not try. The list is also written to `target/skipped-tests.txt`.
public final class SkippedTests {
  private SkippedTests() {}

  /// The argument is the directory of the checkout.
  public static void main(String[] arguments) throws IOException {
    var checkout = Path.of(arguments[0]);
    List<String> skipped = new ArrayList<>();
    for (Path report : reports(checkout)) {
      skipped.addAll(skippedIn(report));
    }
    Path server = checkout.resolve("target/s3-server.txt");
    if (Files.exists(server)) {
      System.out.println("S3 was tested on " + Files.readString(server) + ".");
    }
    Path list = checkout.resolve("target/skipped-tests.txt");
    Files.createDirectories(list.resolveSibling("."));
    Files.write(list, skipped);
    if (skipped.isEmpty()) {
      System.out.println("No test was skipped.");
    } else {
      System.out.println("Skipped tests (" + skipped.size() + "):");
      skipped.forEach(line -> System.out.println("  " + line));
    }
  }

  /// One line for each skipped test of a JUnit XML report: class, test, reason.
  static List<String> skippedIn(Path report) throws IOException {
    NodeList skipped;
    try {
      skipped =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("skipped");
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Not a test report: " + report, e);
    }
    return IntStream.range(0, skipped.getLength())
        .mapToObj(skipped::item)
        .map(Element.class::cast)
        .map(SkippedTests::line)
        .toList();
  }

  private static String line(Element skipped) {
    var test = (Element) skipped.getParentNode();
    String reason = skipped.getAttribute("message");
    if (reason.isBlank()) {
      reason = skipped.getTextContent().strip().lines().findFirst().orElse("no reason given");
    }
    return "%s.%s: %s"
        .formatted(
            test.getAttribute("classname"), test.getAttribute("name"), reason.replace('\n', ' '));
  }

  private static List<Path> reports(Path checkout) throws IOException {
    List<Path> reports = new ArrayList<>();
    try (Stream<Path> modules = Files.list(checkout)) {
      for (Path module : modules.sorted().toList()) {
        for (String kind : List.of("surefire-reports", "failsafe-reports")) {
          Path directory = module.resolve("target").resolve(kind);
          if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
              files.filter(SkippedTests::isReport).sorted().forEach(reports::add);
            }
          }
        }
      }
    }
    return reports;
  }

  private static boolean isReport(Path file) {
    var name = file.getFileName().toString();
    return name.startsWith("TEST-") && name.endsWith(".xml");
  }
}
