package dev.binnacle.storage;

import dev.binnacle.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * The lists of the history. The numbers are in the file for good; a row whose place in its list was taken by a younger one bears
 * the number below zero.
 */
enum Listing {
  TRADES_OPEN(1, true),
  TRADES_CLOSED(2, true),
  ORDERS(3, false),
  POSITIONS(4, false),
  BALANCES(5, true),
  ERRORS(6, false),
  REPORTS(7, false),
  OCCURRENCES(8, false),
  STATUS_CHANGES(9, false),
  IRREGULARITIES(10, false),
  CONFIGURATIONS(11, true);

  private final int number;
  private final boolean keptForGood;

  Listing(int number, boolean keptForGood) {
    this.number = number;
    this.keptForGood = keptForGood;
  }

  int number() {
    return number;
  }

  boolean isKeptForGood() {
    return keptForGood;
  }

  boolean isOfEvents() {
    return this != STATUS_CHANGES && this != IRREGULARITIES;
  }

  /**
   * Under what an event is filed.
   *
   * @param ref by what other rows about the same trade or order are found
   */
  record Entry(Listing list, @Nullable String ref, @Nullable String symbol) {}

  static Entry of(Event event) {
    return switch (event) {
      case Event.TradeOpened e -> new Entry(TRADES_OPEN, e.tradeId().value(), e.symbol().value());
      case Event.TradeClosed e -> new Entry(TRADES_CLOSED, e.tradeId().value(), e.symbol().value());
      case Event.OrderUpdate e -> new Entry(ORDERS, e.orderId().value(), e.symbol().value());
      case Event.PositionUpdate e -> new Entry(POSITIONS, null, e.symbol().value());
      case Event.BalanceUpdate _ -> new Entry(BALANCES, null, null);
      case Event.ErrorRaised _ -> new Entry(ERRORS, null, null);
      case Event.Report _ -> new Entry(REPORTS, null, null);
      case Event.ConfigUpdate _ -> new Entry(CONFIGURATIONS, null, null);
      case Event.Started _,Event.Stopped _,Event.ComponentHealth _,Event.Custom _ -> new Entry(OCCURRENCES, null, null);
      // Not durable, and so never in the journal; should one come there, it is not lost.
      case Event.Metrics _,Event.Heartbeat _,Event.Mark _,Event.ApiUsage _,Event.LogLine _ -> new Entry(OCCURRENCES, null, null);
    };
  }
}
