package io.jbackup.cli.command;

import io.jbackup.cli.json.WindowJson;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.window.Look;
import io.jbackup.cli.window.WindowText;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.WindowReader;
import java.time.ZoneId;
import java.util.List;

/// `window`: to which times and positions instances can be recovered now.
final class WindowCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    boolean titled = !session.arguments().has(Option.INSTANCE);
    List<RecoveryWindow> windows =
        titled
            ? session.catalog().instances().stream()
                .map(name -> new WindowReader(session.catalog().anyInstance(name), session.clock()))
                .map(WindowReader::read)
                .toList()
            : List.of(new WindowReader(session.instance(), session.clock()).read());
    ZoneId zone = session.clock().getZone();
    if (session.arguments().choice(Option.FORMAT).equals("json")) {
      session.terminal().data(new WindowJson(zone).render(windows));
      return 0;
    }
    boolean unicode = Look.isUtf8(session.surroundings().environment());
    WindowText text =
        new WindowText(new Look(session.columns(), unicode, session.hasColours()), zone);
    StringBuilder all = new StringBuilder();
    for (RecoveryWindow window : windows) {
      all.append(titled ? "\nRECOVERY WINDOW OF INSTANCE '" + window.instance() + "'\n" : "");
      all.append(text.render(window));
    }
    session.terminal().data(all.toString());
    return 0;
  }
}
