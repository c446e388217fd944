package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a ledger can be told, as values, so that it can be told to a ledger and kept for the batch twin. */
sealed interface Happening {
  Instant at();

  void tell(Ledger ledger);

  record Equity(Instant at, BigDecimal value, BigDecimal deposit) implements Happening {
    @Override
    public void tell(Ledger ledger) {
      ledger.equity(at, value, deposit);
    }
  }

  record Opened(Instant at, @Nullable BigDecimal risk) implements Happening {
    @Override
    public void tell(Ledger ledger) {
      ledger.tradeOpened(at, risk);
    }
  }

  record Closed(Instant at, BigDecimal pnl, @Nullable BigDecimal fees, @Nullable Duration held) implements Happening {
    @Override
    public void tell(Ledger ledger) {
      ledger.tradeClosed(at, pnl, fees, held);
    }
  }

  record Held(Instant at, PositionValue value) implements Happening {
    @Override
    public void tell(Ledger ledger) {
      ledger.exposure(at, value);
    }
  }

  record Operations(Instant at, long attempted, long succeeded) implements Happening {
    @Override
    public void tell(Ledger ledger) {
      ledger.operations(at, attempted, succeeded);
    }
  }
}
