package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.cli.json.ConfigJson;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.table.ConfigText;

/// `show-config`: an instance's configuration with its defaults.
final class ShowConfigCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Instance instance = session.instance();
    InstanceConfig config = instance.config();
    if (config.get(ConfigKey.LOG_DIRECTORY).isEmpty()) {
      String directory = instance.catalog().path().resolve("log").toString();
      config = config.with(ConfigKey.LOG_DIRECTORY, directory);
    }
    boolean scaled = !session.arguments().has(Option.NO_SCALE_UNITS);
    boolean json = session.arguments().choice(Option.FORMAT).equals("json");
    session.terminal().data(json ? ConfigJson.of(config, scaled) : ConfigText.of(config, scaled));
    return 0;
  }
}
