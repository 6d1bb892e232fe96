package io.jbackup.core.backup;

import io.jbackup.core.JobLog;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.ServerError;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the server says while it sends a backup. Its warnings about damaged pages (basebackup.c,
/// verify_page_checksum) are told in the words of a damaged page everywhere else.
final class ServerWarnings implements NoticeListener {
  private static final Pattern DAMAGED_PAGE =
      Pattern.compile(
          "checksum verification failed in file \"(?:\\./)?(.+)\", block (\\d+): calculated"
              + " ([0-9A-F]{1,4}) but expected ([0-9A-F]{1,4})");

  private final JobLog log;
  private final AtomicReference<String> first = new AtomicReference<>("");

  ServerWarnings(JobLog log) {
    this.log = log;
  }

  @Override
  public void notice(ServerError notice) {
    Matcher matcher = DAMAGED_PAGE.matcher(notice.message());
    if (!matcher.matches()) {
      log.warning(notice.text());
      return;
    }
    String text =
        "Corruption detected in file \""
            + matcher.group(1)
            + "\", block "
            + matcher.group(2)
            + ": page verification failed, calculated checksum "
            + Integer.parseInt(matcher.group(3), 16)
            + " but expected "
            + Integer.parseInt(matcher.group(4), 16);
    first.compareAndSet("", text);
    log.warning(text);
  }

  /// The first damaged page.
  Optional<String> damage() {
    return Optional.of(first.get()).filter(text -> !text.isEmpty());
  }
}
