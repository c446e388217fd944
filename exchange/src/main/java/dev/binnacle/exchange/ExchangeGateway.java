package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One account at one venue. An answer proves only that the venue said so: whoever must know re-reads {@link #openOrders} and
 * {@link #positions}, as {@link Sweep}, {@link Flattening} and {@link Verification} do.
 *
 * <p>Every method throws {@link ExchangeException}, whose kind says whether a repetition makes sense.
 *
 * <p><b>Threads:</b> thread-safe; methods block for the venue's answer, and end by themselves when there is none.
 */
public interface ExchangeGateway extends AutoCloseable {
  /** The venue's name, for people and metrics. */
  String venue();

  /** Asks nobody; what the adapter knows of the venue. */
  Capabilities capabilities();

  /** What the account's key may do. UNKNOWN where the venue does not tell; never thrown for that. */
  KeyPermissions keyPermissions();

  /** Sends an order. What comes back is what the venue knew when it answered; fills may follow. */
  OrderState place(OrderRequest request);

  /**
   * Asks to cancel. The venue's word that it did is in the answer's status; it may be wrong. An order that is done already is
   * answered as it is, or refused as REJECTED.
   *
   * @param symbol the order's instrument if it is known; some venues name orders only within one, and are then asked for each
   */
  OrderState cancel(OrderId order, @Nullable Symbol symbol);

  default OrderState cancel(OrderId order) {
    return cancel(order, null);
  }

  /** One order, open or done; empty when the venue does not know it. Of the instrument as in {@link #cancel}. */
  Optional<OrderState> order(OrderId order, @Nullable Symbol symbol);

  default Optional<OrderState> order(OrderId order) {
    return order(order, null);
  }

  /** The newest order that was sent under this id of its sender; empty when the venue does not know it. Of the instrument as in {@link #cancel}. */
  Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol);

  List<OrderState> openOrders();

  /** What is held: one entry for each instrument and kind, none with a quantity of zero. */
  List<NetPosition> positions();

  AccountBalance balance();

  /** Fills of this account with a number above {@code after}, the oldest first, at most 500. */
  List<Fill> fills(long after);

  /** What the venue takes as an order of this instrument. REJECTED when it has none of this name. */
  Instrument instrument(Symbol symbol);

  /** The price of the last public trade. */
  BigDecimal lastPrice(Symbol symbol);

  @Override
  void close();
}
