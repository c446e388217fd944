package dev.binnacle.demo;

import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ta4j.core.BarSeries;

/** What a bot wants, asked after every full bar. Pure: the same market and position give the same wishes. */
interface Strategy {
  String name();

  /** Bars that must be there before the first question. */
  int warmUp();

  /**
   * @param net what is held: above zero long, below zero short
   * @param open orders that wait at the venue
   */
  Wish decide(BarSeries bars, BigDecimal net, List<OrderState> open);

  /**
   * The orders to have.
   *
   * @param cancel open orders to take back first
   * @param orders new ones to send
   */
  record Wish(List<OrderState> cancel, List<NewOrder> orders) {
    static final Wish NOTHING = new Wish(List.of(), List.of());
  }

  /**
   * @param limit null for a market order
   * @param stopLoss where the strategy would give up, for the report; null when it does not say
   */
  record NewOrder(
      Side side,
      BigDecimal quantity,
      @Nullable BigDecimal limit,
      boolean reduceOnly,
      @Nullable BigDecimal stopLoss,
      @Nullable BigDecimal takeProfit,
      String reason) {}
}
