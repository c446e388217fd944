package dev.binnacle.config;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a change that must wait for its moment may be applied now. The program answers: it knows its positions and its market.
 *
 * <p><b>Threads:</b> called on the writer's thread; it must be quick, and may not call the {@code LiveConfig}.
 */
@FunctionalInterface
public interface ApplyGate {
  /** An answer and its reason. */
  sealed interface Verdict permits Open, Closed, Unknown {}

  record Open() implements Verdict {}

  /**
   * Not now.
   *
   * @param reason for people, such as {@code 2 positions are open}
   * @param until when to ask again at the latest; null when that is not known
   */
  record Closed(String reason, @Nullable Instant until) implements Verdict {}

  /** Nobody knows, which never lets a change pass. */
  record Unknown(String reason) implements Verdict {}

  /**
   * Only for {@link ApplyMode#WHEN_FLAT} and {@link ApplyMode#MARKET_CLOSED}. An exception counts as {@link Unknown}.
   *
   * @param mode the strictest one among the changes
   */
  Verdict ask(ApplyMode mode, List<Change> changes);

  /**
   * Asks, and applies if the answer is open. A program that must not open a position between the question and the swap overrides this
   * and holds its position lock around both. The apply writes one record to the disk, so it takes as long as a forced write.
   *
   * @param apply to run at most once, before this returns, if the verdict is {@link Open}
   */
  default Verdict applyIfOpen(ApplyMode mode, List<Change> changes, Runnable apply) {
    Verdict verdict = ask(mode, changes);
    if (verdict instanceof Open) {
      apply.run();
    }
    return verdict;
  }
}
