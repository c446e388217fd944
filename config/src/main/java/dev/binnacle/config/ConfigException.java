package dev.binnacle.config;

import java.util.List;
import java.util.stream.Collectors;

/** The root of what this module throws: carries the problems, all at once. */
public class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<Problem> problems() {
    return problems;
  }
}
