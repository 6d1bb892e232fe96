package io.jbackup.cli.command;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.election.Election;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.notify.Notifier;
import io.jbackup.scheduler.readers.ClusterReaders;
import io.jbackup.scheduler.round.RoundPolicy;
import io.jbackup.scheduler.service.Service;
import io.jbackup.scheduler.service.ServiceSetup;
import io.jbackup.scheduler.service.Timing;
import io.jbackup.scheduler.status.StatusSource;
import io.jbackup.scheduler.web.WebServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/// `service run`: the service, in the foreground, until a signal ends it.
final class ServiceRunCommand implements VerbCommand {
  /// What a signal asks for.
  private enum Wish {
    RELOAD,
    STOP
  }

  @Override
  public int run(Session session) {
    ServiceSetting setting = new ServiceSetting(session);
    ServiceConfig config = setting.read();
    session.openLog(setting.logSettings(config), config.catalog());
    BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
    Signals.on(() -> wishes.add(Wish.STOP), "INT", "TERM");
    Signals.on(() -> wishes.add(Wish.RELOAD), "HUP");
    Site site = setting.site(config);
    ServiceLog log = new ServiceLog(session.log());
    ServiceSetup setup =
        new ServiceSetup(
            site,
            Timing.DEFAULT,
            RoundPolicy.DEFAULT,
            instance -> ClusterReaders.of(instance, site),
            new Election(),
            log);
    try (Notifier notifier = notifier(config, log);
        Service service = new Service(config, setup)) {
      log.tell(notifier);
      service.start();
      StatusSource status = () -> service.current().with(notifier.problems());
      Optional<WebServer> web = listen(config, status, session);
      try {
        session.log().info(greeting(config));
        serve(session, setting, service, wishes);
      } finally {
        web.ifPresent(WebServer::close);
      }
      session.log().info("Service ends: it cancels what it does and waits for that");
      if (!service.stop()) {
        session.log().warning("Work that was cancelled has not ended in time; it is cut off");
        return ExitCode.GENERAL.code();
      }
    }
    session.log().info("Service has ended");
    return ExitCode.SUCCESS.code();
  }

  private static Notifier notifier(ServiceConfig config, ServiceLog log) {
    Path told = config.catalog().resolve("log/service-" + config.node() + ".told");
    return new Notifier(config.notifications(), told, log);
  }

  private static Optional<WebServer> listen(
      ServiceConfig config, StatusSource status, Session session) {
    Optional<WebServer> web =
        config.http().map(settings -> new WebServer(settings, status, session.clock().getZone()));
    web.ifPresent(WebServer::start);
    return web;
  }

  private static String greeting(ServiceConfig config) {
    String instances =
        config.instances().stream()
            .map(instance -> "instance '" + instance.name() + "'")
            .collect(Collectors.joining(", "));
    return "Service of node '%s' runs for %s".formatted(config.node(), instances);
  }

  private static void serve(
      Session session, ServiceSetting setting, Service service, BlockingQueue<Wish> wishes) {
    try {
      while (wishes.take() == Wish.RELOAD) {
        reload(session, setting, service);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the service was interrupted", "Start it again.", e);
    }
  }

  /// A file with problems changes nothing.
  private static void reload(Session session, ServiceSetting setting, Service service) {
    try {
      List<String> changes = service.reload(setting.read());
      session.log().info("Configuration file read again: " + changes.size() + " changes");
      changes.forEach(change -> session.log().info(change));
    } catch (BackupException e) {
      session.log().error("the old configuration stays in force: " + e.getMessage(), e.hint(), e);
      service.report(String.valueOf(e.getMessage()).lines().toList());
    }
  }
}
