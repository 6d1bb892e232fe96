package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;

/// `set-config`: stores what was given of an instance's configuration.
final class SetConfigCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    InstanceConfig given = session.arguments().over(InstanceConfig.empty());
    if (given.format().isEmpty()) {
      throw new UsageException(
          "there is nothing to store: no option of the configuration was given",
          "\"jbackup help set-config\" lists the options that can be stored.");
    }
    Instance instance = session.instance();
    Locks locks = session.locks(instance);
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED);
        HeldLock _ = locks.acquire(LockTarget.config(), LockMode.EXCLUSIVE)) {
      Instance current = instance.reread();
      InstanceConfig changed = session.settings(current);
      StorableOptions.check(changed);
      current.save(changed);
    }
    session.log().info("Configuration of instance '" + instance.name() + "' successfully stored");
    return 0;
  }
}
