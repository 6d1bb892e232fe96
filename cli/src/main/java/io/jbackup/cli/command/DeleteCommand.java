package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.retention.Purge;
import io.jbackup.catalog.retention.PurgeResult;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.cli.option.Option;

/// `delete`: deletes backups and WAL, or shows what would go.
final class DeleteCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    DeleteArguments arguments = new DeleteArguments(session.arguments(), session.clock().getZone());
    arguments.check();
    Instance instance = session.instance();
    RetentionRequest request = arguments.request(session.settings(instance));
    boolean dryRun = session.arguments().has(Option.DRY_RUN);
    Purge purge = purge(session, instance, request, dryRun);
    if (dryRun) {
      purge.preview(request);
    } else {
      run(purge, request, session);
    }
    return 0;
  }

  private static Purge purge(
      Session session, Instance instance, RetentionRequest request, boolean dryRun) {
    PurgeLog log =
        new PurgeLog(
            session.log(),
            request,
            instance.config().segmentSize(),
            dryRun,
            session.arguments().has(Option.PROGRESS));
    return new Purge(instance, session.locks(instance), log, session.clock());
  }

  /// What `backup` deletes after itself.
  static void after(Session session, Instance instance, RetentionRequest request) {
    run(purge(session, instance, request, false), request, session);
  }

  private static void run(Purge purge, RetentionRequest request, Session session) {
    Signals.onInterrupt(purge::cancel);
    PurgeResult result = purge.run(request);
    if (result.backups() > 0 || result.walFiles() > 0) {
      session.log().info("Purging finished");
    }
    if (!result.inUse().isEmpty()) {
      StringBuilder users = new StringBuilder();
      result
          .inUse()
          .forEach((id, user) ->
              users.append(users.isEmpty() ? "" : "; ").append(id).append(" by ").append(user));
      throw new LockedException(
          "what should have been deleted and is in use was left: " + users,
          "Run the command again when that has ended.");
    }
  }
}
