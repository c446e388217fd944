package dev.binnacle.demo;

import java.io.IOException;

/** The pipe to the process that started us: it ends when that process does, however it went. */
final class StandardInput {
  private StandardInput() {}

  static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Whatever is written to us is of no interest.
      }
    } catch (IOException e) {
      // A broken pipe is an end as well.
    }
  }
}
