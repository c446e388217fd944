package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One account at one venue. An answer proves only that the venue said so: whoever must know re-reads {@link #openOrders} and
 * {@link #positions}.
 *
 * <p>Every method throws {@link ExchangeException}, whose kind says whether a repetition makes sense.
 *
 * <p><b>Threads:</b> thread-safe; methods block for the venue's answer.
 */
public interface ExchangeGateway extends AutoCloseable {
  /** The venue's name, for people and metrics. */
  String venue();

  /** Sends an order. What comes back is what the venue knew when it answered; fills may follow. */
  OrderState place(OrderRequest request);

  /** Asks to cancel. The venue's word that it did is in the answer's status; it may be wrong. */
  OrderState cancel(OrderId order);

  /** One order, open or done; empty when the venue does not know it. */
  Optional<OrderState> order(OrderId order);

  List<OrderState> openOrders();

  List<NetPosition> positions();

  AccountBalance balance();

  /** Fills of this account with a number above {@code after}, the oldest first, at most 500. */
  List<Fill> fills(long after);

  /** Public trades with a number above {@code after}, the oldest first, at most 1,000; waits up to {@code patience} for the first. */
  List<PublicTrade> trades(Symbol symbol, long after, Duration patience);

  /** The newest {@code limit} full candles of this width, the oldest first. */
  List<Candle> candles(Symbol symbol, Duration width, int limit);

  @Override
  void close();
}
