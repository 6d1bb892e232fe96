package io.jbackup.scheduler.web;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.scheduler.config.HttpSettings;
import io.jbackup.scheduler.status.StatusSource;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The HTTP server that the configuration asks for, or none, and another one when that changes.
public final class WebFront implements AutoCloseable {
  private final StatusSource source;
  private final ZoneId zone;
  private Optional<HttpSettings> settings;
  private @Nullable WebServer server;
  private boolean started;

  /// Listens, but answers only after [#start()]. Throws as
  /// [WebServer#WebServer(HttpSettings,StatusSource,ZoneId)].
  public WebFront(Optional<HttpSettings> settings, StatusSource source, ZoneId zone) {
    this.source = source;
    this.zone = zone;
    this.settings = settings;
    settings.ifPresent(this::open);
  }

  private void open(HttpSettings wanted) {
    WebServer opened = new WebServer(wanted, source, zone);
    if (started) {
      opened.start();
    }
    server = opened;
  }

  /// Begins to answer.
  public synchronized void start() {
    started = true;
    if (server != null) {
      server.start();
    }
  }

  /// Where it listens; empty when it does not.
  public synchronized Optional<InetSocketAddress> address() {
    return Optional.ofNullable(server).map(WebServer::address);
  }

  /// Answers as these settings say from now on; reads their files again also when the settings are
  /// the same. Throws as the constructor does, and then the old server goes on, unless [#address()]
  /// is empty.
  public synchronized void change(Optional<HttpSettings> wanted) {
    boolean files =
        wanted.filter(one -> one.tokenFile().isPresent() || one.tls().isPresent()).isPresent();
    if (wanted.equals(settings) && server != null && !files) {
      return;
    }
    wanted.ifPresent(WebServer::requireUsable);
    WebServer old = server;
    if (wanted.isPresent() && old != null && isInTheWay(old, wanted.get())) {
      replace(old, wanted.get());
    } else {
      server = null;
      reopen(wanted, old);
    }
    settings = wanted;
  }

  private void reopen(Optional<HttpSettings> wanted, @Nullable WebServer old) {
    try {
      wanted.ifPresent(this::open);
    } catch (BackupException e) {
      server = old;
      throw e;
    }
    if (old != null) {
      old.close();
    }
  }

  /// One port is not had twice, whatever the address.
  private static boolean isInTheWay(WebServer old, HttpSettings wanted) {
    return old.address().getPort() == wanted.listen().getPort();
  }

  private void replace(WebServer old, HttpSettings wanted) {
    old.close();
    server = null;
    try {
      open(wanted);
    } catch (BackupException e) {
      try {
        settings.ifPresent(this::open);
      } catch (BackupException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
