package dev.binnacle.config;

import java.util.List;

/** The configuration is not valid, or may not be applied; the one before stays. */
public final class RefusedConfigException extends ConfigException {
  private static final long serialVersionUID = 1;

  public RefusedConfigException(List<Problem> problems) {
    super(problems);
  }
}
