package io.jbackup.catalog.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// Reads one gzip member at a time.
final class GzipDecompressor extends StreamDecompressor {
  private static final int BUFFER = 64 * 1024;

  @Override
  InputStream open(InputStream source) throws IOException {
    return new GZIPInputStream(source, BUFFER);
  }
}
