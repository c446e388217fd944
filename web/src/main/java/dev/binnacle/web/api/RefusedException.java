package dev.binnacle.web.api;

/** A request that is answered with a problem. Has no stack trace: it is an answer, not a fault. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ProblemDocument problem;

  RefusedException(ProblemDocument problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  ProblemDocument problem() {
    return problem;
  }
}
