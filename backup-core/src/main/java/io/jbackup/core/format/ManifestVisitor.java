package io.jbackup.core.format;

import java.io.IOException;

/// Takes the files of a manifest as they are read. What it took counts only once
/// [ManifestReader#read] has returned: the manifest's own checksum stands at its end.
@FunctionalInterface
public interface ManifestVisitor {
  void file(ManifestFile file) throws IOException;
}
