package dev.binnacle.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;

/** Runs the stress of what threads do without locks: no figure, only whether something was seen that must never be. */
record PublicationSuite(String mode) {

  /** @throws AssertionError if a forbidden outcome was seen, or a run failed */
  void run() throws Exception {
    Path folder = Folders.temporary();
    Options options =
        new Options(new String[] {"-t", "(Publication|Gate)Stress", "-m", mode, "-r", folder.toString(), "-af", "GLOBAL"});
    if (!options.parse()) {
      throw new IllegalArgumentException("--mode must be one of jcstress: sanity, quick, default, tough, stress; was " + mode);
    }
    try {
      new JCStress(options).run();
    } finally {
      Files.deleteIfExists(Path.of(options.getResultFile()));
      Folders.delete(folder);
    }
  }
}
