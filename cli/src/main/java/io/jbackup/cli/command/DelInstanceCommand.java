package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.retention.StoreHolds;

/// `del-instance`: everything of an instance goes, when nobody uses any of it.
final class DelInstanceCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Instance instance = session.instance();
    try (HeldLock _ =
        session.locks(instance).acquire(LockTarget.wholeInstance(), LockMode.EXCLUSIVE)) {
      StoreHolds.requireNone(instance, session.clock().getZone());
      instance.catalog().deleteInstance(instance.name());
    }
    session.log().info("Instance '" + instance.name() + "' successfully deleted");
    return 0;
  }
}
