package io.jbackup.docs;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What docs/architecture.md says about modules and packages.
final class ArchitectureTest {
  private static final String CATALOG = "io.jbackup.catalog..";
  private static final String CORE = "io.jbackup.core..";
  private static final String ARCHIVE_PUSH = "io.jbackup.archivepush..";
  private static final String SCHEDULER = "io.jbackup.scheduler..";
  private static final String CLI = "io.jbackup.cli..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(
              location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
          .importPackages("io.jbackup");

  /// Without this, a mistake in the import would make every rule pass.
  @Test
  void theRulesSeeTheProject() {
    assertThat(CLASSES.size()).isGreaterThan(60);
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains("io.jbackup.catalog.error", "io.jbackup.core.protocol", "io.jbackup.cli")
        .noneMatch(name -> name.startsWith("io.jbackup.docs"))
        .noneMatch(name -> name.equals("io.jbackup.core.testing"));
  }

  @Test
  void theCatalogKnowsNothingOfTheOtherModules() {
    check(mustNotUse(CATALOG, CORE, ARCHIVE_PUSH, SCHEDULER, CLI));
  }

  @Test
  void backupCoreUsesOnlyTheCatalog() {
    check(mustNotUse(CORE, ARCHIVE_PUSH, SCHEDULER, CLI));
  }

  @Test
  void archivePushUsesOnlyTheCatalog() {
    check(mustNotUse(ARCHIVE_PUSH, CORE, SCHEDULER, CLI));
  }

  @Test
  void theSchedulerUsesOnlyBackupCoreAndTheCatalog() {
    check(mustNotUse(SCHEDULER, ARCHIVE_PUSH, CLI));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("io.jbackup.(**)").should().beFreeOfCycles());
  }

  @ParameterizedTest(name = "{0} only in {1}")
  @CsvSource({
    "software.amazon.., ..s3..",
    "org.quartz.., io.jbackup.scheduler..",
    "picocli.., io.jbackup.cli..",
    "me.tongfei.., io.jbackup.cli..",
    "org.slf4j.., io.jbackup.cli..",
    "ch.qos.logback.., io.jbackup.cli..",
    "com.fasterxml.jackson.databind.., io.jbackup.[cli|scheduler]..",
    "com.github.luben.zstd.., io.jbackup.catalog.compress..",
    "com.ongres.., io.jbackup.core.protocol..",
    "java.sql.., io.jbackup.scheduler.store..",
    "org.postgresql.., io.jbackup.scheduler.store..",
  })
  void aLibraryStaysWhereItBelongs(String library, String home) {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(home)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  @Test
  void onlyTheProgramsPrint() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(CLI, ARCHIVE_PUSH)
            .should(ACCESS_STANDARD_STREAMS));
  }

  @Test
  void onlyTheProgramsEndTheProcess() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(CLI, ARCHIVE_PUSH)
            .should(callMethod(System.class, "exit", int.class))
            .orShould(callMethod(Runtime.class, "exit", int.class))
            .orShould(callMethod(Runtime.class, "halt", int.class)));
  }

  @Test
  void nothingStaticChanges() {
    check(fields().that().areStatic().should().beFinal());
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .filteredOn(jbackup -> !jbackup.isAnnotatedWith(NullMarked.class))
        .extracting(JavaPackage::getName)
        .isEmpty();
  }

  private static ArchRule mustNotUse(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  /// Some modules hold no class yet.
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
