package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.Conventions;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.Glance;
import dev.binnacle.engine.performance.Ledger;
import dev.binnacle.engine.performance.PositionValue;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bot's ledger, in the currency that its first balance named, or until then its first trade. What is in another currency is left
 * out of the ledger and counted. All that goes into the ledger goes into the fleet's too.
 */
final class Account {
  private static final Duration LONGEST_HELD = Duration.ofDays(36_500);

  private final Conventions conventions;
  private final Treasury treasury;
  private Ledger ledger;
  private @Nullable Currency currency;
  private boolean byBalance;
  private BigDecimal deposits = BigDecimal.ZERO;
  private @Nullable BigDecimal marked;
  private @Nullable Instant markedAt;
  private long foreignTrades;
  private @Nullable Currency foreign;
  private long changes;

  Account(Conventions conventions, Treasury treasury) {
    this.conventions = conventions;
    this.treasury = treasury;
    this.ledger = new Ledger(conventions);
  }

  void restore(BotState.AccountState state) {
    currency = state.currency();
    byBalance = state.byBalance();
    deposits = state.deposits();
    marked = state.marked();
    markedAt = state.markedAt();
    foreignTrades = state.foreignTrades();
    foreign = state.foreign();
    ledger = state.ledger() == null ? new Ledger(conventions) : Ledger.restore(state.ledger());
  }

  BotState.AccountState state() {
    return new BotState.AccountState(
        currency, byBalance, deposits, marked, markedAt, foreignTrades, foreign, ledger.state());
  }

  /** A balance outranks the trades before it: they may have named what they were paid in, it names what the account is in. */
  void balance(Event.BalanceUpdate event, Instant now) {
    changes++;
    if (!byBalance) {
      if (currency != null && !currency.equals(event.currency())) {
        foreignTrades += ledger.figures(now).trades().total();
        foreign = currency;
        ledger = new Ledger(conventions);
      }
      currency = event.currency();
      byBalance = true;
    }
    if (event.deposit().signum() != 0 && event.currency().equals(currency)) {
      BigDecimal sum = Exact.amount(deposits.add(event.deposit()));
      deposits = sum == null ? deposits : sum;
    }
  }

  void opened(Event.TradeOpened event, Instant at) {
    changes++;
    BigDecimal stop = event.stopLoss();
    if (!isOurs(event.currency()) || stop == null) {
      return;
    }
    BigDecimal risk = Exact.amount(event.entryPrice().subtract(stop).abs().multiply(event.quantity()));
    if (risk != null) {
      ledger.tradeOpened(at, risk);
      treasury.tradeOpened(event.currency(), at, risk);
    }
  }

  void closed(Event.TradeClosed event, Instant at) {
    changes++;
    if (!isOurs(event.currency())) {
      foreignTrades++;
      foreign = event.currency();
      return;
    }
    BigDecimal fees = event.fees() != null && event.fees().currency().equals(event.currency()) ? event.fees().amount() : null;
    Duration held = event.duration() != null && event.duration().compareTo(LONGEST_HELD) <= 0 ? event.duration() : null;
    ledger.tradeClosed(at, event.pnl(), fees, held);
    treasury.tradeClosed(event.currency(), at, event.pnl(), fees, held);
  }

  void operation(Instant at, boolean succeeded) {
    changes++;
    ledger.operations(at, 1, succeeded ? 1 : 0);
    if (currency != null) {
      treasury.operation(currency, at, succeeded);
    }
  }

  void dynamicRisk(Instant at, @Nullable Double factor, @Nullable String reason) {
    changes++;
    ledger.dynamicRisk(at, factor, reason);
  }

  /** Books the equity. The bot's first one is a deposit to the fleet. */
  void mark(Fact.EquityMarked fact) {
    changes++;
    BigDecimal equity = Exact.amount(fact.equity());
    if (equity == null || !fact.currency().equals(currency)) {
      return;
    }
    ledger.equity(fact.at(), equity, deposits);
    BigDecimal before = marked;
    boolean newest = markedAt == null || !fact.at().isBefore(markedAt);
    if (newest) {
      BigDecimal change = before == null ? equity : equity.subtract(before);
      treasury.changed(fact.currency(), fact.at(), change, before == null ? equity : deposits);
      marked = equity;
      markedAt = fact.at();
    }
    deposits = BigDecimal.ZERO;
  }

  /** The bot leaves the fleet with what it is worth. */
  void leave(Instant at) {
    if (currency != null && marked != null) {
      treasury.changed(currency, at, marked.negate(), marked.negate());
    }
  }

  /** Notes what the open positions are worth; null when nobody knows. Booked nowhere, so that it needs no fact. */
  void exposure(Instant at, @Nullable PositionValue value) {
    ledger.exposure(at, value);
  }

  /** Grows with everything that changes a figure. */
  long changes() {
    return changes;
  }

  Figures figures(Instant now) {
    return ledger.figures(now);
  }

  Glance glance(Instant now, @Nullable BigDecimal equity) {
    return ledger.glance(now, equity);
  }

  @Nullable Currency currency() {
    return currency;
  }

  @Nullable BigDecimal marked() {
    return marked;
  }

  @Nullable Instant markedAt() {
    return markedAt;
  }

  long foreignTrades() {
    return foreignTrades;
  }

  @Nullable Currency foreign() {
    return foreign;
  }

  private boolean isOurs(Currency other) {
    if (currency == null) {
      currency = other;
    }
    return currency.equals(other);
  }
}
