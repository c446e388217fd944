package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.Conventions;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.Glance;
import dev.binnacle.engine.performance.Ledger;
import dev.binnacle.engine.performance.PositionValue;
import dev.binnacle.model.Currency;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's ledgers, one for each currency. The equity is the sum of what the bots were last marked at; a bot that joins or leaves
 * pays in or takes out what it is worth, so that this is no profit.
 */
final class Treasury {
  private static final int MOST_CURRENCIES = 100;

  private final Conventions conventions;
  private final Tally tally;
  private final LinkedHashMap<Currency, Purse> purses = new LinkedHashMap<>();

  /** The fleet's equity in one currency. */
  private static final class Purse {
    final Ledger ledger;
    BigDecimal sum = BigDecimal.ZERO;
    Instant newest = Instant.MIN;

    Purse(Ledger ledger) {
      this.ledger = ledger;
    }
  }

  Treasury(Conventions conventions, Tally tally) {
    this.conventions = conventions;
    this.tally = tally;
  }

  void restore(List<FleetState.PurseState> states) {
    for (FleetState.PurseState state : states) {
      Purse purse = new Purse(Ledger.restore(state.ledger()));
      purse.sum = state.sum();
      purse.newest = state.newest() == null ? Instant.MIN : state.newest();
      purses.put(state.currency(), purse);
    }
  }

  List<FleetState.PurseState> state() {
    return purses.entrySet().stream()
        .map(
            each -> {
              Purse purse = each.getValue();
              Instant newest = purse.newest.equals(Instant.MIN) ? null : purse.newest;
              return new FleetState.PurseState(each.getKey(), purse.sum, newest, purse.ledger.state());
            })
        .toList();
  }

  void tradeOpened(Currency currency, Instant at, BigDecimal risk) {
    Purse purse = purse(currency);
    if (purse != null) {
      purse.ledger.tradeOpened(at, risk);
    }
  }

  void tradeClosed(
      Currency currency, Instant at, BigDecimal pnl, @Nullable BigDecimal fees, @Nullable Duration held) {
    Purse purse = purse(currency);
    if (purse != null) {
      purse.ledger.tradeClosed(at, pnl, fees, held);
    }
  }

  void operation(Currency currency, Instant at, boolean succeeded) {
    Purse purse = purse(currency);
    if (purse != null) {
      purse.ledger.operations(at, 1, succeeded ? 1 : 0);
    }
  }

  /**
   * The fleet is worth so much more.
   *
   * @param deposit how much of the change was paid in
   */
  void changed(Currency currency, Instant at, BigDecimal change, BigDecimal deposit) {
    Purse purse = purse(currency);
    if (purse == null) {
      return;
    }
    BigDecimal sum = Exact.amount(purse.sum.add(change));
    BigDecimal paidIn = Exact.amount(deposit);
    if (sum == null || paidIn == null) {
      return;
    }
    purse.sum = sum;
    purse.newest = at.isAfter(purse.newest) ? at : purse.newest;
    purse.ledger.equity(purse.newest, sum, paidIn);
  }

  void exposure(Currency currency, Instant at, @Nullable PositionValue value) {
    Purse purse = purses.get(currency);
    if (purse != null) {
      purse.ledger.exposure(at, value);
    }
  }

  @Nullable Figures figures(Currency currency, Instant now) {
    Purse purse = purses.get(currency);
    return purse == null ? null : purse.ledger.figures(now);
  }

  @Nullable Glance glance(Currency currency, Instant now, @Nullable BigDecimal equity) {
    Purse purse = purses.get(currency);
    return purse == null ? null : purse.ledger.glance(now, equity);
  }

  private @Nullable Purse purse(Currency currency) {
    Purse purse = purses.get(currency);
    if (purse == null && purses.size() < MOST_CURRENCIES) {
      purse = new Purse(new Ledger(conventions));
      purses.put(currency, purse);
    } else if (purse == null) {
      tally.dropped(Bound.CURRENCIES);
    }
    return purse;
  }
}
