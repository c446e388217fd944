package dev.binnacle.config;

/** The places in the pipeline where a test may let the process die. */
@FunctionalInterface
interface Steps {
  Steps UNOBSERVED = step -> {};

  /** The steps in their order; those of a file are left out when the file is the source. */
  enum Step {
    READ,
    CHECKED,
    CONTENT_STORED,
    INTENT_STORED,
    FILE_PREPARED,
    RECORD_APPENDED,
    FILE_REPLACED,
    INTENT_CLEARED,
    SWAPPED,
    TOLD
  }

  void reached(Step step);
}
