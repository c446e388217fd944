package dev.binnacle.cli;

import java.util.Locale;

/** Sets the level of the log before the first line of it is written. */
final class Logging {
  private Logging() {}

  static void level(String level) {
    String name = level.toLowerCase(Locale.ROOT).equals("warning") ? "WARN" : level.toUpperCase(Locale.ROOT);
    System.setProperty("binnacle.log.level", name);
  }
}
