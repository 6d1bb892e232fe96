package io.jbackup.scheduler.job;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.error.WalException;

/// Whether the same work may succeed a little later.
final class Retries {
  private Retries() {}

  static boolean mayHelp(BackupException failure) {
    return switch (failure) {
      case ConnectionException _,
          ServerException _,
          WalException _,
          StorageException _,
          DestinationException _,
          LockedException _,
          CancelledException _ ->
          true;
      case UsageException _,
          CatalogException _,
          IdentityException _,
          CorruptException _,
          TargetException _ ->
          false;
    };
  }
}
