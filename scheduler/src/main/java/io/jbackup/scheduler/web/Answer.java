package io.jbackup.scheduler.web;

/// What a request is answered with.
///
/// @param type of the content
record Answer(int status, String type, String body) {
  static Answer of(int status, String type, String text) {
    return new Answer(status, type + "; charset=utf-8", text);
  }

  static Answer plain(int status, String text) {
    return of(status, "text/plain", text + "\n");
  }
}
