package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random edits of all kinds, with torn reads, lost events, overflows, clocks that jump and writers that race. {@code
 * -Dbinnacle.scripts=1000000} asks for so many of them.
 */
final class EditScriptsTest {
  private static final int A_WORLD = 500;
  private static final int USUAL_SCRIPTS = 100_000;
  private final Logger log = (Logger) LoggerFactory.getLogger("binnacle.config");

  @BeforeEach
  void quiet() {
    log.setLevel(Level.OFF);
  }

  @AfterEach
  void loud() {
    log.setLevel(null);
  }

  @Test
  void noPartIsEverInForceAndTheLastWriteAlwaysIs() throws IOException {
    assertThat(run(3_000, 1)).isGreaterThan(3_000);
  }

  @Test
  @Tag("slow")
  void noPartIsEverInForceAndTheLastWriteAlwaysIsInManyScripts() throws IOException {
    int scripts = Integer.getInteger("binnacle.scripts", USUAL_SCRIPTS);
    assertThat(run(scripts, 1_000_000)).isGreaterThan(scripts);
  }

  /** @return how many versions came into force */
  private static long run(int scripts, long seed) throws IOException {
    long swaps = 0;
    for (int from = 0; from < scripts; from += A_WORLD) {
      long worldSeed = seed + from / A_WORLD;
      try (EditWorld world = new EditWorld(worldSeed, worldSeed % 2 == 0)) {
        for (int i = 0; i < A_WORLD; i++) {
          EditScript script = new EditScript(world);
          try {
            script.run();
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("world " + worldSeed + ", script " + i + ": " + script, e);
          }
        }
        world.verifyHistory();
        swaps += world.swaps;
      }
    }
    return swaps;
  }
}
