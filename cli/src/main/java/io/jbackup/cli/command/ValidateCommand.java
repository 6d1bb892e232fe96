package io.jbackup.cli.command;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.core.Progress;
import io.jbackup.core.restore.RecoveryTarget;
import io.jbackup.core.restore.TargetQuestion;
import io.jbackup.core.validate.ValidateInstance;
import io.jbackup.core.validate.ValidateRequest;
import io.jbackup.core.validate.ValidateTarget;
import io.jbackup.core.validate.ValidationSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `validate`: reads what is stored and says whether it is whole, or whether a recovery target can
/// be reached.
final class ValidateCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    return Interruption.guard(
        "the validation",
        "What it had found until then is marked; run the command again for the rest.",
        () -> validate(session));
  }

  private static int validate(Session session) {
    Arguments arguments = session.arguments();
    TargetArguments target = new TargetArguments(arguments, session.clock().getZone());
    if (!arguments.has(Option.INSTANCE)) {
      if (target.given() || arguments.has(Option.BACKUP_ID)) {
        throw new UsageException(
            "Required parameter not specified: --instance",
            "A backup and a recovery target belong to one instance: add --instance NAME.");
      }
      return all(session);
    }
    Instance instance = session.instance();
    if (target.given()) {
      return target(session, instance, target);
    }
    Optional<BackupId> id = arguments.text(Option.BACKUP_ID).map(Ids::parse);
    ValidationSummary summary =
        validation(session, instance, session.progress()).run(request(arguments, id));
    ValidateAnswer answer = new ValidateAnswer(session.log());
    return id.isPresent()
        ? answer.one(id.get(), summary)
        : answer.all(List.of(summary), summary.obstacle());
  }

  private static ValidateRequest request(Arguments arguments, Optional<BackupId> id) {
    return new ValidateRequest(
        id,
        arguments.integerOrDefault(Option.THREADS),
        !arguments.has(Option.SKIP_BLOCK_VALIDATION));
  }

  private static ValidateInstance validation(
      Session session, Instance instance, Progress progress) {
    return new ValidateInstance(
        instance,
        session.locks(instance),
        new SessionLog(session.log()),
        progress,
        session.clock());
  }

  /// An instance that cannot be used does not keep the others from being validated.
  private static int all(Session session) {
    session.openLog(session.arguments().over(InstanceConfig.empty()));
    ValidateAnswer answer = new ValidateAnswer(session.log());
    Progress progress = session.progress();
    List<ValidationSummary> summaries = new ArrayList<>();
    Optional<BackupException> obstacle = Optional.empty();
    for (String name : session.catalog().instances()) {
      try {
        Instance instance = session.catalog().anyInstance(name);
        ValidationSummary summary =
            validation(session, instance, progress)
                .run(request(session.arguments(), Optional.empty()));
        summaries.add(summary);
        obstacle = obstacle.or(summary::obstacle);
      } catch (CancelledException e) {
        throw e;
      } catch (BackupException e) {
        session.log().warning("Instance '" + name + "' was not validated: " + e.getMessage());
        obstacle = obstacle.or(() -> Optional.of(e));
      }
    }
    return answer.all(summaries, obstacle);
  }

  private static int target(Session session, Instance instance, TargetArguments target) {
    Arguments arguments = session.arguments();
    RecoveryTarget wanted = target.target();
    TargetQuestion question =
        new TargetQuestion(
            wanted,
            arguments.bool(Option.RECOVERY_TARGET_INCLUSIVE).orElse(true),
            target.timeline(),
            arguments.text(Option.BACKUP_ID).map(Ids::parse));
    ValidateRequest how = request(arguments, Optional.empty());
    new ValidateTarget(
            instance,
            session.locks(instance),
            new SessionLog(session.log()),
            session.progress(),
            session.clock().getZone())
        .run(question, how.threads(), how.pages());
    return ExitCode.SUCCESS.code();
  }
}
