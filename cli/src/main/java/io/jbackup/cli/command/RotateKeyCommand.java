package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.crypt.KeyScope;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;

/// `rotate-key`: other keys and recipients for an encrypted catalog or instance.
final class RotateKeyCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Arguments arguments = session.arguments();
    KeySettings wanted =
        KeySettings.of(
            arguments.text(Option.NEW_KEY_FILE).orElse(null),
            arguments.text(Option.NEW_PASSPHRASE_FILE).orElse(null),
            null,
            arguments.text(Option.NEW_RECIPIENT).orElse(null),
            null);
    if (wanted.isEmpty()) {
      throw new UsageException(
          "no new key was given", "Add --new-key-file, --new-passphrase-file or --new-recipient.");
    }
    KeyScope scope =
        arguments.text(Option.INSTANCE).map(KeyScope::instance).orElse(KeyScope.CATALOG);
    int keys = Catalog.rotate(session.catalogLocation(), scope, session.keys(), wanted);
    session.log().info("Data keys wrapped anew: " + keys);
    return 0;
  }
}
