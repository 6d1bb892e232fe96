package io.jbackup.cli.log;

import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/// The bytes of a message in a log file.
final class EntryEncoder extends EncoderBase<LogEntry> {
  private final boolean json;
  private final ZoneId zone;

  EntryEncoder(boolean json, ZoneId zone) {
    this.json = json;
    this.zone = zone;
    start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(LogEntry entry) {
    String line = json ? JsonForm.line(entry, zone) : PlainForm.line(entry, zone);
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
