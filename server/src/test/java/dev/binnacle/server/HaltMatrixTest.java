package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A halt under every combination of what can befall bot, link, exchange and server: {@code -Dbinnacle.matrix=all} tries all of them, which takes
 * minutes; without it some are tried.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HaltMatrixTest {
  /** Worlds wait more than they work. */
  private static final int AT_ONCE = 8;

  private final Map<Combination, Future<MatrixWorld.Verdict>> verdicts = new ConcurrentHashMap<>();
  private final ExecutorService worlds = Executors.newFixedThreadPool(AT_ONCE);

  @BeforeAll
  void begin(@TempDir Path folder) {
    List<Combination> all = cells();
    for (int i = 0; i < all.size(); i++) {
      Combination cell = all.get(i);
      Path its = folder.resolve("world-" + i);
      verdicts.put(cell, worlds.submit(() -> new MatrixWorld(cell, its).run()));
    }
  }

  @AfterAll
  void end() {
    worlds.shutdownNow();
  }

  static List<Combination> cells() {
    return "all".equals(System.getProperty("binnacle.matrix")) ? Combination.all() : Combination.some();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void whatMustHoldHolds(Combination cell) throws Exception {
    MatrixWorld.Verdict verdict = Objects.requireNonNull(verdicts.get(cell)).get();

    assertThat(verdict.violations()).as(() -> String.join("\n", verdict.story())).isEmpty();
    assertThat(verdict.killed()).as("killed").isEqualTo(cell.kill() != Combination.Kill.NEVER);
  }
}
