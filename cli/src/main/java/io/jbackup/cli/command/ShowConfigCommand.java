package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.cli.json.ConfigJson;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.table.ConfigText;
import java.nio.file.Path;
import java.util.Optional;

/// `show-config`: an instance's configuration with its defaults.
final class ShowConfigCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Instance instance = session.instance();
    InstanceConfig config = instance.config();
    Optional<Path> directory = instance.catalog().location().directory();
    if (config.get(ConfigKey.LOG_DIRECTORY).isEmpty() && directory.isPresent()) {
      config = config.with(ConfigKey.LOG_DIRECTORY, directory.get().resolve("log").toString());
    }
    boolean scaled = !session.arguments().has(Option.NO_SCALE_UNITS);
    boolean json = session.arguments().choice(Option.FORMAT).equals("json");
    session.terminal().data(json ? ConfigJson.of(config, scaled) : ConfigText.of(config, scaled));
    return 0;
  }
}
