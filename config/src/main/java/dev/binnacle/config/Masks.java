package dev.binnacle.config;

import java.util.List;

/** Hides secrets in everything that is recorded, logged or told to people. */
final class Masks {
  private final Schema schema;

  Masks(Schema schema) {
    this.schema = schema;
  }

  List<Change> changes(List<Change> changes) {
    return changes.stream().map(schema::mask).toList();
  }

  List<Problem> problems(List<Problem> problems) {
    return problems.stream()
        .map(problem -> schema.isSecret(problem.pointer())
            ? new Problem(problem.file(), problem.position(), problem.pointer(), problem.rule(),
                "this secret is not as it must be", "")
            : problem)
        .toList();
  }
}
