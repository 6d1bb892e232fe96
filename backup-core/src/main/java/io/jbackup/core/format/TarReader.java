package io.jbackup.core.format;

import io.jbackup.catalog.error.CorruptException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes a tar archive apart as its bytes arrive, cut anywhere, without copying or keeping data.
/// Understands what PostgreSQL, GNU tar and POSIX pax write for files, directories and links. Not
/// thread-safe, and of no use after an exception.
public final class TarReader {
  private static final int BLOCK = TarHeader.BLOCK;
  private static final int LONGEST_EXTENSION = 1 << 20;

  private final String archive;
  private final TarHandler handler;
  private final byte[] block = new byte[BLOCK];
  private final TarHeader header = new TarHeader(block);
  private State state = State.HEADER;
  private long position;
  private long remaining = BLOCK;
  private long memberOffset;
  private int padding;
  private int zeroBlocks;
  private TarExtension extension = new TarExtension();
  private char extensionType;
  private byte[] payload = new byte[0];
  private @Nullable TarEntry entry;

  private enum State {
    HEADER,
    DATA,
    EXTENSION,
    PADDING,
    TRAILER
  }

  /// Reads an archive from its first byte; `archive` is what to call it in a message.
  public TarReader(String archive, TarHandler handler) {
    this.archive = archive;
    this.handler = handler;
  }

  /// Takes the next bytes. Throws CorruptException, which names archive and offset, when they are
  /// not a tar archive's, and what the handler throws.
  public void feed(byte[] buffer, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int step = (int) Math.min(end - at, remaining);
      take(buffer, at, step);
      at += step;
      position += step;
      remaining -= step;
      if (remaining == 0) {
        advance();
      }
    }
  }

  /// To be called after the last byte: throws CorruptException when the archive has not ended.
  public void finish() {
    if (!ended()) {
      throw corrupt("it ends in the middle", null);
    }
  }

  /// Whether the two blocks of zeros that end an archive have been seen.
  public boolean ended() {
    return state == State.TRAILER;
  }

  /// Bytes taken so far.
  public long position() {
    return position;
  }

  private void take(byte[] buffer, int at, int step) throws IOException {
    switch (state) {
      case DATA -> handler.data(buffer, at, step);
      case HEADER -> System.arraycopy(buffer, at, block, (int) (BLOCK - remaining), step);
      case EXTENSION ->
          System.arraycopy(buffer, at, payload, (int) (payload.length - remaining), step);
      case PADDING -> {}
      case TRAILER -> requireZeros(buffer, at, step);
    }
  }

  private void requireZeros(byte[] buffer, int at, int step) {
    for (int i = at; i < at + step; i++) {
      if (buffer[i] != 0) {
        throw corrupt("there are data after its end", null);
      }
    }
  }

  private void advance() throws IOException {
    switch (state) {
      case HEADER -> finishHeader();
      case DATA -> finishData();
      case EXTENSION -> finishExtension();
      case PADDING -> expectHeader();
      case TRAILER -> remaining = Long.MAX_VALUE;
    }
  }

  private void finishHeader() throws IOException {
    if (header.allZero()) {
      finishZeroBlock();
      return;
    }
    TarEntry next;
    try {
      header.requireChecksum();
      if (zeroBlocks > 0) {
        throw new IllegalArgumentException("a block of zeros lies between its members");
      }
      if (TarExtension.is(header.type())) {
        beginExtension();
        return;
      }
      next = parseEntry();
    } catch (IllegalArgumentException e) {
      throw corrupt(String.valueOf(e.getMessage()), e);
    }
    begin(next);
  }

  private void finishZeroBlock() {
    zeroBlocks++;
    remaining = BLOCK;
    if (zeroBlocks == 2) {
      state = State.TRAILER;
      remaining = Long.MAX_VALUE;
    }
  }

  private void beginExtension() {
    long size = header.size();
    if (size < 1 || size > LONGEST_EXTENSION) {
      throw new IllegalArgumentException("a header extension has " + size + " bytes");
    }
    extensionType = header.type();
    payload = new byte[(int) size];
    padding = paddingOf(size);
    state = State.EXTENSION;
    remaining = size;
  }

  private void finishExtension() {
    try {
      extension.take(extensionType, payload, payload.length);
    } catch (IllegalArgumentException e) {
      throw corrupt(String.valueOf(e.getMessage()), e);
    }
    state = State.PADDING;
    remaining = padding;
    if (padding == 0) {
      expectHeader();
    }
  }

  private TarEntry parseEntry() {
    String name = extension.name(header);
    TarEntry.Type type = type(header.type(), name);
    while (name.length() > 1 && name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a member has no name");
    }
    long size = type == TarEntry.Type.FILE ? extension.size(header) : 0;
    if (size < 0 || size > Long.MAX_VALUE - position - BLOCK) {
      throw new IllegalArgumentException("a member has a size that cannot be");
    }
    boolean link = type == TarEntry.Type.SYMLINK || type == TarEntry.Type.HARD_LINK;
    return new TarEntry(
        name,
        type,
        header.mode(),
        size,
        link ? extension.linkTarget(header) : "",
        header.modified(),
        memberOffset,
        position);
  }

  private static TarEntry.Type type(char flag, String name) {
    return switch (flag) {
      case '0', '\0', '7' -> name.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
      case '5' -> TarEntry.Type.DIRECTORY;
      case '2' -> TarEntry.Type.SYMLINK;
      case '1' -> TarEntry.Type.HARD_LINK;
      default -> throw new IllegalArgumentException("a member has the type " + (int) flag);
    };
  }

  private void begin(TarEntry next) throws IOException {
    entry = next;
    padding = paddingOf(next.size());
    handler.begin(next);
    state = State.DATA;
    remaining = next.size();
    if (remaining == 0) {
      finishData();
    }
  }

  private void finishData() throws IOException {
    if (entry != null) {
      handler.end(entry);
    }
    entry = null;
    state = State.PADDING;
    remaining = padding;
    memberOffset = position + padding;
    extension = new TarExtension();
    if (padding == 0) {
      expectHeader();
    }
  }

  private void expectHeader() {
    state = State.HEADER;
    remaining = BLOCK;
  }

  private static int paddingOf(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  private CorruptException corrupt(String why, @Nullable Throwable cause) {
    String member = entry == null ? "" : " in " + PgPath.display(entry.name());
    return new CorruptException(
        "archive " + archive + " is damaged at offset " + position + member + ": " + why,
        "use another backup; jbackup validate tells which ones are whole",
        cause);
  }
}
