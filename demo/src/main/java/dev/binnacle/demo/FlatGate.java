package dev.binnacle.demo;

import dev.binnacle.config.ApplyGate;
import dev.binnacle.config.ApplyMode;
import dev.binnacle.config.Change;
import dev.binnacle.model.Plural;
import java.math.BigDecimal;
import java.util.List;

/**
 * Lets what must wait pass when nothing is held and no order is open. The bot acts under the same lock, so that none is opened between
 * the question and the change.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class FlatGate implements ApplyGate {
  private boolean isKnown;
  private BigDecimal net = BigDecimal.ZERO;
  private int open;

  /** Does what may open a position; only then may it be open. */
  synchronized void act(Trader trader, Runnable action) {
    try {
      action.run();
    } finally {
      note(trader.net(), trader.open().size());
    }
  }

  synchronized void note(BigDecimal held, int orders) {
    isKnown = true;
    net = held;
    open = orders;
  }

  @Override
  public synchronized Verdict ask(ApplyMode mode, List<Change> changes) {
    if (!isKnown) {
      return new Unknown("the venue has not been asked yet");
    }
    if (mode == ApplyMode.MARKET_CLOSED) {
      return new Closed("this market never closes", null);
    }
    if (net.signum() != 0) {
      return new Closed(net.toPlainString() + " BTC are held", null);
    }
    return open == 0 ? new Open() : new Closed(Plural.of(open, "order is open", "orders are open"), null);
  }

  @Override
  public synchronized Verdict applyIfOpen(ApplyMode mode, List<Change> changes, Runnable apply) {
    Verdict verdict = ask(mode, changes);
    if (verdict instanceof Open) {
      apply.run();
    }
    return verdict;
  }
}
