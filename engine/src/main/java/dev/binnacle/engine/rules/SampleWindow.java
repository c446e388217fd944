package dev.binnacle.engine.rules;

import dev.binnacle.engine.rules.Judgement.Finding;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The last samples of one subject: which of them breach the rule, and which are good again. One between the two is neither.
 *
 * <p><b>Threads:</b> confined to the engine's thread.
 */
final class SampleWindow {
  private final Breaches breaches;
  private final BitSet bad;
  private final BitSet good;
  private int next;
  private int seen;

  SampleWindow(Breaches breaches) {
    this.breaches = breaches;
    bad = new BitSet(breaches.of());
    good = new BitSet(breaches.of());
  }

  void add(@Nullable Finding sample) {
    bad.set(next, sample == Finding.HOLDS);
    good.set(next, sample == Finding.FAILS);
    next = (next + 1) % breaches.of();
    seen = Math.min(seen + 1, breaches.of());
  }

  /** Nothing was seen. */
  void clear() {
    bad.clear();
    good.clear();
    seen = 0;
  }

  /**
   * It holds as soon as enough samples breach, and fails as soon as so many are good again that the others would not be enough. Before
   * that it is what it was.
   */
  Finding find(Finding before) {
    if (bad.cardinality() >= breaches.least()) {
      return Finding.HOLDS;
    }
    return good.cardinality() > breaches.of() - breaches.least() ? Finding.FAILS : before;
  }

  /** Such as {@code of the last 5 samples 3 were above 1000, 1 at 800 or better}. */
  String words(String whatIsBad, String whatIsGood) {
    return "of the last %d samples %d were %s, %d %s".formatted(seen, bad.cardinality(), whatIsBad, good.cardinality(),
        whatIsGood);
  }
}
