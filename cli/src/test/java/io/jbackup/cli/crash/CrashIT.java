package io.jbackup.cli.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// With the catalog in a directory, whose disk may be full or turn read-only.
final class CrashIT extends MoreCrashScenarios {
  private static final String NO_DISKS = "a small tmpfs can be mounted by root only";

  @Override
  Place place(Path directory) {
    return new DirectoryPlace(directory.resolve("catalog"));
  }

  @Override
  int times(int local) {
    return (local + 1) / 2;
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    assumeTrue(Disk.available(lab.directory), NO_DISKS);
    FullDisks disks = new FullDisks(lab);
    repeat("backup: full disk", 4, disks::backup);
    repeat("archive-push: full disk", 4, disks::push);
    repeat("archive-get: full disk", 3, disks::get);
    repeat("set-config: full disk", 2, disks::setConfig);
    repeat("restore: full disk", 3, disks::restore);
    repeat("delete: full disk", 2, disks::delete);
  }

  @Test
  void aCatalogThatTurnsReadOnly() {
    assumeTrue(Disk.available(lab.directory), NO_DISKS);
    repeat("backup: catalog turned read-only", 3, new ReadOnlyCatalog(lab)::backup);
  }

  @Test
  void aServerThatIsLost() {
    LostServers servers = new LostServers(lab);
    repeat("backup: server killed", 3, servers::killed);
    repeat("backup: server restarted", 2, servers::restarted);
    repeat("backup: data connection cut", 3, servers::dataConnectionCut);
    repeat("backup: WAL connection cut", 3, servers::walConnectionCut);
    repeat("backup: standby promoted", 2, servers::promoted);
  }
}
