package io.jbackup.cli.command;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.notify.Notifier;
import io.jbackup.scheduler.service.Service;
import io.jbackup.scheduler.web.WebFront;
import java.util.List;

/// Reads the configuration file again and hands it to all parts of the service.
record ServiceReload(
    Session session, ServiceSetting setting, Service service, Notifier notifier, WebFront web) {
  /// A file with problems changes nothing.
  void run() {
    ServiceConfig config;
    try {
      config = setting.read();
    } catch (BackupException e) {
      tell("the old configuration stays in force: ", e);
      return;
    }
    List<String> changes = service.reload(config);
    session.log().info("Configuration file read again: " + changes.size() + " changes");
    changes.forEach(change -> session.log().info(change));
    notifier.retarget(config.notifications());
    try {
      web.change(config.http());
    } catch (BackupException e) {
      tell(
          web.address().isPresent()
              ? "http stays as it was: "
              : "http could not be changed, and nothing listens now: ",
          e);
    }
  }

  private void tell(String what, BackupException problem) {
    session.log().error(what + problem.getMessage(), problem.hint(), problem);
    service.report((what + problem.getMessage()).lines().toList());
  }
}
