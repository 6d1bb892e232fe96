package io.jbackup.docs.guide;

import io.jbackup.docs.guide.Step.Block;
import io.jbackup.docs.guide.Step.Directive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the steps of a Markdown file: its fenced blocks and the comments meant for the test.
final class GuideText {
  private static final Pattern DIRECTIVE = Pattern.compile("<!-- test: (.*) -->");
  private static final String FENCE = "```";

  private GuideText() {}

  /// The steps of a whole file.
  static List<Step> whole(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return steps(lines, 0, lines.size());
  }

  /// The steps of the chapter whose heading begins with `heading`, up to the next of its level.
  static List<Step> chapter(Path file, String heading) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int begin = 0;
    while (begin < lines.size() && !lines.get(begin).startsWith(heading)) {
      begin++;
    }
    if (begin == lines.size()) {
      throw new IllegalArgumentException(file + " has no heading \"" + heading + "\"");
    }
    String level = heading.substring(0, heading.indexOf(' ') + 1);
    int end = begin + 1;
    for (boolean fenced = false; end < lines.size(); end++) {
      fenced ^= lines.get(end).startsWith(FENCE);
      if (!fenced && lines.get(end).startsWith(level)) {
        break;
      }
    }
    return steps(lines, begin, end);
  }

  private static List<Step> steps(List<String> lines, int begin, int end) {
    List<Step> steps = new ArrayList<>();
    for (int i = begin; i < end; i++) {
      String line = lines.get(i);
      Matcher directive = DIRECTIVE.matcher(line);
      if (directive.matches()) {
        steps.add(new Directive(directive.group(1), i + 1));
      } else if (line.startsWith(FENCE)) {
        int first = i + 1;
        do {
          i++;
        } while (!lines.get(i).equals(FENCE));
        String text = String.join("\n", lines.subList(first, i));
        steps.add(new Block(line.substring(FENCE.length()), text, first));
      }
    }
    return steps;
  }
}
