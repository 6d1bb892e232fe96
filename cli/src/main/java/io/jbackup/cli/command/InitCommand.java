package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Option;

/// `init`: an empty catalog.
final class InitCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    boolean encrypted = session.arguments().has(Option.ENCRYPT);
    KeySettings keys = session.keys();
    if (encrypted == keys.isEmpty()) {
      throw new UsageException(
          encrypted
              ? "an encrypted catalog needs a key"
              : "a key was given for a catalog that is not to be encrypted",
          encrypted
              ? "Add --encrypt-key-file, --encrypt-passphrase-file, --encrypt-key-command or"
                  + " --encrypt-recipient; see docs/encryption.md."
              : "Add --encrypt, or leave out the options and environment variables of encryption.");
    }
    try (Catalog catalog = Catalog.init(session.catalogLocation(), keys)) {
      session.openLog(session.arguments().over(InstanceConfig.empty()));
      session.log().info("Backup catalog '" + catalog.location() + "' successfully initialized");
    }
    return 0;
  }
}
