package io.jbackup.cli;

import io.jbackup.archivepush.ArchiveGet;
import io.jbackup.archivepush.ArchivePush;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.command.CommandRunner;
import io.jbackup.cli.command.Surroundings;
import io.jbackup.cli.help.HelpText;
import io.jbackup.cli.help.ReferenceMarkdown;
import io.jbackup.cli.log.ConsoleSettings;
import io.jbackup.cli.log.Log;
import io.jbackup.cli.option.ProgramVersion;
import io.jbackup.cli.option.UnknownWord;
import io.jbackup.cli.option.Verb;
import io.jbackup.cli.option.VerbWords;
import io.jbackup.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The program `jbackup`.
public final class Main {
  private static final Set<Verb> WITH_THREADS =
      EnumSet.of(
          Verb.BACKUP,
          Verb.RESTORE,
          Verb.VALIDATE,
          Verb.CHECKDB,
          Verb.COPY,
          Verb.SERVICE_RUN,
          Verb.SERVICE_CHECK,
          Verb.SERVICE_STATUS,
          Verb.SERVICE_INIT_JOB_STORE);

  private final Surroundings surroundings;

  Main(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static void main(String[] words) {
    if (words.length == 1 && isVersion(words[0])) {
      // Asked for so often, by scripts, that nothing else is set up for it.
      System.out.println(ProgramVersion.line());
      return;
    }
    if (words.length > 0 && runSmallProgram(words)) {
      return;
    }
    Surroundings surroundings =
        new Surroundings(
            Terminal.ofProcess(),
            Map.copyOf(System.getenv()),
            Clock.system(ZoneId.systemDefault()),
            home(),
            System.getProperty("user.name", ""),
            Path.of(System.getProperty("jbackup.home", "")));
    int exit = new Main(surroundings).run(List.of(words));
    // System.exit sets up the JDK's own logging first, which takes longer than `show` does.
    if (exit != 0 || hasThreads(words)) {
      System.exit(exit);
    }
  }

  /// The launcher starts these directly; here they are for who starts Java without it.
  private static boolean runSmallProgram(String[] words) {
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    if (words[0].equals(Verb.ARCHIVE_PUSH.label())) {
      ArchivePush.main(rest);
      return true;
    }
    if (words[0].equals(Verb.ARCHIVE_GET.label())) {
      ArchiveGet.main(rest);
      return true;
    }
    return false;
  }

  private static boolean isVersion(String word) {
    return word.equals("--version") || word.equals("-V") || word.equals("version");
  }

  /// Whether the verb may leave threads behind that would keep the process alive.
  private static boolean hasThreads(String[] words) {
    return Verb.of(VerbWords.joined(List.of(words)).getFirst())
        .filter(WITH_THREADS::contains)
        .isPresent();
  }

  /// Runs a command line: the words after the program's name. Returns the exit code.
  int run(List<String> words) {
    if (words.isEmpty()) {
      return refuse(new UsageException("no verb was given", "\"jbackup help\" lists the verbs."));
    }
    List<String> joined = VerbWords.joined(words);
    return switch (joined.getFirst()) {
      case "--version", "-V", "version" -> print(ProgramVersion.line() + "\n");
      case "help", "--help", "-?" -> help(VerbWords.joined(words.subList(1, words.size())));
      default ->
          Verb.of(joined.getFirst())
              .map(verb -> runVerb(verb, joined))
              .orElseGet(() -> refuse(UnknownWord.verb(joined.getFirst())));
    };
  }

  private int help(List<String> words) {
    if (words.isEmpty()) {
      return print(HelpText.overview());
    }
    if (words.getFirst().equals("--reference")) {
      return print(ReferenceMarkdown.text());
    }
    return Verb.of(words.getFirst())
        .map(verb -> print(HelpText.of(verb)))
        .orElseGet(() -> refuse(UnknownWord.verb(words.getFirst())));
  }

  private int runVerb(Verb verb, List<String> words) {
    if (words.size() == 2 && List.of("--help", "-?").contains(words.getLast())) {
      return print(HelpText.of(verb));
    }
    return new CommandRunner(surroundings).run(verb, words);
  }

  private int print(String text) {
    surroundings.terminal().data(text);
    return 0;
  }

  private int refuse(BackupException failure) {
    Log log = Log.console(surroundings.terminal(), surroundings.clock(), ConsoleSettings.DEFAULT);
    return CommandRunner.report(log, failure);
  }

  /// As libpq of PostgreSQL 15 and newer: HOME, else what the user database says.
  private static Path home() {
    String home = System.getenv().getOrDefault("HOME", "");
    return Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home);
  }
}
