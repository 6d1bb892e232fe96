package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.cli.service.ServiceCheckText;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.election.Election;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.mirror.MirrorCheck;
import io.jbackup.scheduler.readers.ClusterReaders;

/// `service check`: holds the configuration file against its rules, opens each instance with its
/// keys, asks each cluster, and looks at each mirror.
final class ServiceCheckCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    ServiceSetting setting = new ServiceSetting(session);
    ServiceConfig config = setting.read();
    Site site = setting.site(config);
    ServiceCheckText text =
        new ServiceCheckText(
            config,
            instance -> open(site, instance),
            instance -> ClusterReaders.of(instance, site).look(),
            (instance, mirror) ->
                MirrorCheck.run(site.with(instance.keys()), instance.name(), mirror),
            new Election(),
            session.clock().instant());
    session.terminal().data(text.toString());
    return text.exit().code();
  }

  private static void open(Site site, InstanceConfiguration instance) {
    try (Catalog catalog = site.with(instance.keys()).open()) {
      catalog.instance(instance.name());
    }
  }
}
