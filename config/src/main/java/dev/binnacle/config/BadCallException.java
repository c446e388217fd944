package dev.binnacle.config;

import java.util.List;

/** A call at the desk that makes no sense, whatever the configuration is. */
final class BadCallException extends ConfigException {
  private static final long serialVersionUID = 1;

  BadCallException(List<Problem> problems) {
    super(problems);
  }

  BadCallException(String rule, String message, String remedy) {
    super(List.of(new Problem("", null, "", rule, message, remedy)));
  }
}
