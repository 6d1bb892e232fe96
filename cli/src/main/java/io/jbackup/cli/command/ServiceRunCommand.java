package io.jbackup.cli.command;

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
import io.jbackup.scheduler.web.WebFront;
import java.nio.file.Path;
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
    try (Notifier notifier = notifier(config, site.home(), log);
        Service service = new Service(config, setup);
        WebFront web = listen(config, service, notifier, session)) {
      log.tell(notifier);
      service.start();
      web.start();
      session.log().info(greeting(config));
      serve(new ServiceReload(session, setting, service, notifier, web), wishes);
      session.log().info("Service ends: it cancels what it does and waits for that");
      if (!service.stop()) {
        session.log().warning("Work that was cancelled has not ended in time; it is cut off");
        return ExitCode.GENERAL.code();
      }
    }
    session.log().info("Service has ended");
    return ExitCode.SUCCESS.code();
  }

  private static Notifier notifier(ServiceConfig config, Path home, ServiceLog log) {
    String name = "service-" + config.node() + ".told";
    Path told =
        config
            .catalog()
            .directory()
            .map(catalog -> catalog.resolve("log").resolve(name))
            .orElseGet(() -> home.resolve(".local/state/jbackup").resolve(name));
    return new Notifier(config.notifications(), told, log);
  }

  /// Before anything is begun, so that a port that is taken ends the start.
  private static WebFront listen(
      ServiceConfig config, Service service, Notifier notifier, Session session) {
    StatusSource status = () -> service.current().with(notifier.problems());
    return new WebFront(config.http(), status, session.clock().getZone());
  }

  private static String greeting(ServiceConfig config) {
    String instances =
        config.instances().stream()
            .map(instance -> "instance '" + instance.name() + "'")
            .collect(Collectors.joining(", "));
    return "Service of node '%s' runs for %s".formatted(config.node(), instances);
  }

  private static void serve(ServiceReload reload, BlockingQueue<Wish> wishes) {
    try {
      while (wishes.take() == Wish.RELOAD) {
        reload.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the service was interrupted", "Start it again.", e);
    }
  }
}
