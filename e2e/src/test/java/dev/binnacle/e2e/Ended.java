package dev.binnacle.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that has ended, with what it said. */
record Ended(int exitCode, String out, String err) {

  /** Runs a program to its end. */
  static Ended of(ProcessBuilder program) throws IOException, InterruptedException {
    Path out = Files.createTempFile("binnacle", ".out");
    Path err = Files.createTempFile("binnacle", ".err");
    try {
      Process process = program.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(program.command() + " does not end; it said:\n" + Files.readString(out) + Files.readString(err));
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
