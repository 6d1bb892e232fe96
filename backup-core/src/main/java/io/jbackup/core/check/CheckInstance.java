package io.jbackup.core.check;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.core.backup.ServerFacts;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.SqlConnection;
import java.time.Clock;
import java.util.Optional;

/// Looks at everything that a backup and a restore of an instance need, and changes nothing but
/// that a primary begins a new segment.
public final class CheckInstance {
  private final Instance instance;
  private final ConnectionTarget target;
  private final Clock clock;

  public CheckInstance(Instance instance, ConnectionTarget target, Clock clock) {
    this.instance = instance;
    this.target = target;
    this.clock = clock;
  }

  /// Whatever is wrong is a finding; throws StorageException when the catalog cannot be listed.
  public CheckReport run(CheckRequest request) {
    Findings findings = new Findings();
    ServerChecks server = new ServerChecks(instance, target, clock, findings);
    Optional<ServerFacts> facts = server.replication();
    InstancePicture picture = InstancePicture.take(instance, clock);
    if (facts.isPresent()) {
      sql(server, facts.get(), request, picture, findings);
    }
    // The segment that was switched may be the one that shows a hole before it.
    InstancePicture after = InstancePicture.take(instance, clock);
    new BackupChecks(after, request, findings).run();
    new StorageChecks(instance, request, findings).run(after);
    return findings.report(instance.name());
  }

  private void sql(
      ServerChecks server,
      ServerFacts facts,
      CheckRequest request,
      InstancePicture picture,
      Findings findings) {
    try (SqlConnection connection = SqlConnection.open(target, NoticeListener.IGNORE)) {
      server.sql(connection);
      new ArchivingChecks(instance, facts, request, findings).run(connection, picture);
    } catch (BackupException e) {
      findings.add(CheckItem.fail("SQL connection", String.valueOf(e.getMessage()), e.hint()));
    }
  }
}
