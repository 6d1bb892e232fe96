package io.jbackup.core.protocol;

import io.jbackup.catalog.error.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// `UPLOAD_MANIFEST`: CopyIn of a backup manifest (PostgreSQL 17).
final class ManifestUpload {
  private static final int HEADER = 5;
  private static final int CHUNK = 64 * 1024;
  private static final byte[] COPY_DONE = {'c', 0, 0, 0, 4};

  /// CopyFail with the text "aborted".
  private static final byte[] COPY_FAIL = {'f', 0, 0, 0, 12, 'a', 'b', 'o', 'r', 't', 'e', 'd', 0};

  private ManifestUpload() {}

  static void run(Session session, InputStream manifest) throws IOException {
    session.start("UPLOAD_MANIFEST", "UPLOAD_MANIFEST");
    session.expect('G');
    byte[] chunk = new byte[HEADER + CHUNK];
    chunk[0] = 'd';
    try {
      for (int read = manifest.read(chunk, HEADER, CHUNK);
          read >= 0;
          read = manifest.read(chunk, HEADER, CHUNK)) {
        ByteBuffer.wrap(chunk).putInt(1, 4 + read);
        session.write(chunk, 0, HEADER + read);
      }
    } catch (IOException e) {
      giveUp(session, e);
      throw e;
    }
    session.write(COPY_DONE, 0, COPY_DONE.length);
    session.expect('C');
    session.finish();
  }

  /// The server answers with an error, after which the connection can be used again.
  private static void giveUp(Session session, IOException cause) {
    try {
      session.write(COPY_FAIL, 0, COPY_FAIL.length);
      session.receive();
    } catch (BackupException e) {
      cause.addSuppressed(e);
    }
  }
}
