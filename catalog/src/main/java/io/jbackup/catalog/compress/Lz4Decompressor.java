package io.jbackup.catalog.compress;

import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4FrameInputStream;

/// Reads one lz4 frame at a time.
final class Lz4Decompressor extends StreamDecompressor {
  @Override
  InputStream open(InputStream source) throws IOException {
    return new LZ4FrameInputStream(source);
  }
}
