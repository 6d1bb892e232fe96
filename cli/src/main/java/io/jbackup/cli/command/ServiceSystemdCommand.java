package io.jbackup.cli.command;

import io.jbackup.catalog.error.ExitCode;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.service.SystemdUnits;

/// `service systemd`: prints units, for the service or for timers in its place.
final class ServiceSystemdCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    ServiceSetting setting = new ServiceSetting(session);
    Surroundings surroundings = session.surroundings();
    SystemdUnits units =
        new SystemdUnits(
            setting.read(),
            setting.file(),
            surroundings.distribution().resolve("bin/jbackup"),
            surroundings.osUser());
    session
        .terminal()
        .data(session.arguments().has(Option.TIMER) ? units.timers() : units.service());
    return ExitCode.SUCCESS.code();
  }
}
