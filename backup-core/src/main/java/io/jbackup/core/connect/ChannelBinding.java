package io.jbackup.core.connect;

/// libpq's `channel_binding`.
public enum ChannelBinding {
  DISABLE,
  PREFER,
  REQUIRE
}
