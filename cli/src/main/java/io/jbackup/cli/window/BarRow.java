package io.jbackup.cli.window;

import io.jbackup.cli.window.Look.Ink;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Mark;
import io.jbackup.core.window.RecoveryWindow.Reachable;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import java.util.Arrays;
import java.util.List;

/// One timeline of a drawing.
final class BarRow {
  private static final int MOST_DIGIT = 9;

  private final TimelineWindow branch;
  private final List<Mark> marks;
  private final TimeScale scale;
  private final Ink[] inks;

  BarRow(TimelineWindow branch, RecoveryWindow window, TimeScale scale) {
    this.branch = branch;
    this.scale = scale;
    marks = window.backups().stream().filter(mark -> mark.timeline() == branch.timeline()).toList();
    inks = new Ink[scale.columns()];
    Arrays.fill(inks, Ink.NOTHING);
    branch.stretches().forEach(this::cover);
    branch.holes().forEach(this::hole);
    window
        .newest()
        .filter(newest -> newest.timeline() == branch.timeline())
        .ifPresent(newest -> pending(scale.column(newest.time())));
    branchOff();
  }

  boolean hasTimes() {
    return !marks.isEmpty() || Arrays.stream(inks).anyMatch(ink -> ink != Ink.NOTHING);
  }

  private void cover(Reachable stretch) {
    if (stretch.from().or(stretch::to).isEmpty()) {
      return;
    }
    int first = scale.column(stretch.from().or(stretch::to).orElseThrow());
    int last = scale.column(stretch.to().or(stretch::from).orElseThrow());
    Arrays.fill(inks, Math.min(first, last), last + 1, Ink.COVERED);
  }

  /// Takes the columns between its neighbours'; where there is none, it shares one with them: a
  /// hole is seen however short it is.
  private void hole(Unreachable hole) {
    if (hole.from().isEmpty() || hole.to().isEmpty()) {
      return;
    }
    int first = scale.column(hole.from().get());
    int last = scale.column(hole.to().get());
    boolean drawn = false;
    for (int i = first; i <= last; i++) {
      if (inks[i] == Ink.NOTHING) {
        inks[i] = Ink.HOLE;
        drawn = true;
      }
    }
    if (!drawn) {
      inks[first] = Ink.BOTH;
    }
  }

  private void pending(int last) {
    for (int i = last + 1; i < inks.length; i++) {
      inks[i] = inks[i] == Ink.NOTHING ? Ink.PENDING : inks[i];
    }
  }

  private void branchOff() {
    int first = 0;
    while (first < inks.length && inks[first] == Ink.NOTHING) {
      first++;
    }
    if (branch.parent() != 0 && first > 0 && first < inks.length) {
      inks[first - 1] = Ink.BRANCH_OFF;
    }
  }

  String bar(Look look) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int i = 1; i <= inks.length; i++) {
      if (i == inks.length || inks[i] != inks[from]) {
        String same = Character.toString(look.symbol(inks[from])).repeat(i - from);
        text.append(look.paint(same, inks[from]));
        from = i;
      }
    }
    return text.toString();
  }

  /// How many backups each column has; those that cannot be restored show where no other is.
  String backups(Look look) {
    int[] good = new int[inks.length];
    int[] bad = new int[inks.length];
    for (Mark mark : marks) {
      (mark.isRestorable() ? good : bad)[scale.column(mark.time())]++;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < inks.length; i++) {
      if (good[i] > 0) {
        text.append(look.paint(count(good[i], look), Ink.BACKUP));
      } else {
        text.append(bad[i] > 0 ? look.sample(Ink.UNUSABLE) : " ");
      }
    }
    return text.toString();
  }

  private static String count(int backups, Look look) {
    if (backups == 1) {
      return Character.toString(look.symbol(Ink.BACKUP));
    }
    return backups > MOST_DIGIT ? "+" : Integer.toString(backups);
  }
}
