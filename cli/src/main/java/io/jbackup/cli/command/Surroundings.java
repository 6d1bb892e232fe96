package io.jbackup.cli.command;

import io.jbackup.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// What a command gets from its process. `distribution` is the directory that holds `bin/jbackup`.
public record Surroundings(
    Terminal terminal,
    Map<String, String> environment,
    Clock clock,
    Path home,
    String osUser,
    Path distribution) {}
