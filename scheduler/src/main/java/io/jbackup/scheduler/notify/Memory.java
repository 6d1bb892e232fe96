package io.jbackup.scheduler.notify;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/// What was told, in a small file, so that a restart of the service tells nothing twice. A line for
/// each matter: its key, a tab, its state.
record Memory(Path file) {
  /// Empty without a file.
  Map<String, String> load() throws IOException {
    Map<String, String> told = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int tab = line.indexOf('\t');
        if (tab > 0) {
          told.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (NoSuchFileException _) {
      return told;
    }
    return told;
  }

  void save(Map<String, String> told) throws IOException {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(told)
        .forEach((key, state) ->
            text.append(key).append('\t').append(state.replaceAll("\\s", " ")).append('\n'));
    Path next =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    Files.writeString(next, text);
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
