package io.jbackup.scheduler.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that somebody meant who wrote another one.
final class Nearest {
  private Nearest() {}

  /// The word that differs least: one that begins the same, or by at most a third of its letters,
  /// where `-`, `_` and letter case do not count and two exchanged letters count once.
  static Optional<String> to(String written, List<String> known) {
    String plain = plain(written);
    Optional<String> nearest =
        known.stream()
            .min(Comparator.comparingInt((String word) -> distance(plain, plain(word))))
            .filter(word -> distance(plain, plain(word)) <= Math.max(1, word.length() / 3));
    return nearest.or(() ->
        known.stream()
            .filter(word -> plain(word).startsWith(plain) || plain.startsWith(plain(word)))
            .findFirst());
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /// How many letters to add, remove, change or exchange with their neighbour.
  private static int distance(String one, String two) {
    int[][] cost = new int[one.length() + 1][two.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= two.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, one, two, i, j);
      }
    }
    return cost[one.length()][two.length()];
  }

  private static int cheapest(int[][] cost, String one, String two, int i, int j) {
    int change = one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1;
    int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
    boolean exchanged =
        i > 1
            && j > 1
            && one.charAt(i - 1) == two.charAt(j - 2)
            && one.charAt(i - 2) == two.charAt(j - 1);
    return exchanged ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
