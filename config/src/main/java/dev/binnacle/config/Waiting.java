package dev.binnacle.config;

/** A version that waits, with what will be examined again when its moment comes. */
record Waiting(Pending pending, Submission submission) {
  Waiting because(String reason) {
    return new Waiting(pending.because(reason), submission);
  }
}
