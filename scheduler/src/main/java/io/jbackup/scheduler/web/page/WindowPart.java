package io.jbackup.scheduler.web.page;

import io.jbackup.catalog.coverage.Reason;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Moment;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import io.jbackup.scheduler.status.InstanceStatus;
import java.util.Optional;
import java.util.stream.Collectors;

/// The recovery window of an instance: the drawing, and the same in words.
final class WindowPart {
  private final Html html;
  private final InstanceStatus one;
  private final Words words;
  private final String id;

  WindowPart(Html html, InstanceStatus one, Words words, String id) {
    this.html = html;
    this.one = one;
    this.words = words;
    this.id = id;
  }

  void write() {
    html.element("h3", "Recovery window");
    if (one.window().isEmpty()) {
      html.element(
          "p class=\"empty\"",
          one.problems().isEmpty()
              ? "Not looked at yet."
              : "Unknown: the catalog could not be read. The notes below say why.");
      return;
    }
    RecoveryWindow window = one.window().get();
    Optional<String> drawing = TimeLine.of(window, words, id + "-line");
    if (drawing.isEmpty()) {
      html.element("p class=\"empty\"", "Nothing yet: the first backup opens the recovery window.");
      return;
    }
    html.markup("<div class=\"drawing\">").markup(drawing.get()).markup("</div>");
    legend();
    inWords(window);
  }

  private void legend() {
    html.markup("<ul class=\"legend\" aria-hidden=\"true\">");
    for (String[] each :
        new String[][] {
          {"good", "can be recovered"},
          {"hole", "hole"},
          {"usable", "backup"},
          {"unusable", "unusable backup"}
        }) {
      html.markup("<li><span class=\"key " + each[0] + "\"></span>").text(each[1]).markup("</li>");
    }
    html.markup("</ul>\n");
  }

  private void inWords(RecoveryWindow window) {
    Optional<Moment> oldest = window.oldest();
    Optional<Moment> newest = window.newest();
    if (oldest.isPresent() && newest.isPresent()) {
      html.markup("<p>").text("Any moment from ");
      html.element("b", words.time(oldest.get().time())).text(" to ");
      html.element("b", words.time(newest.get().time()));
      boolean holes = window.branches().stream().anyMatch(branch -> !branch.holes().isEmpty());
      html.text(holes ? ", except in these holes:" : ", without holes.").markup("</p>");
    } else {
      html.element("p", "No moment can be recovered.");
    }
    html.markup("<ul class=\"holes\">");
    for (TimelineWindow branch : window.branches()) {
      branch.holes().forEach(hole -> hole(branch.timeline(), hole, window));
    }
    html.markup("</ul>\n");
  }

  private void hole(int timeline, Unreachable hole, RecoveryWindow window) {
    String reasons =
        hole.reasons().stream()
            .map((Reason reason) -> reason.words(window.segmentSize()))
            .collect(Collectors.joining("; "));
    String when =
        hole.from().isPresent() && hole.to().isPresent()
            ? words.time(hole.from().get()) + " to " + words.time(hole.to().get())
            : "LSN " + hole.begin() + " to " + hole.end();
    html.markup("<li>").element("b", when);
    html.text(" (timeline " + Integer.toUnsignedString(timeline) + "): " + reasons);
    html.markup("</li>");
  }
}
