package dev.binnacle.testkit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the fakes of exchanges have in common: one account that trades one instrument, its orders, and the ways in which a venue
 * misbehaves. Market orders fill at once at the last price.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public abstract class FakeVenue extends FakeService {
  final Map<String, Order> orders = new LinkedHashMap<>();
  private BigDecimal price = new BigDecimal("1000");
  private BigDecimal held = BigDecimal.ZERO;
  private boolean lying;
  private boolean filling;
  private boolean hiding;
  private int numbers = 100;
  int trades = 500;

  /** An order and what became of it. */
  static final class Order {
    final int number;
    final String id;
    final String clientId;
    final boolean buy;
    final boolean market;
    final boolean reduceOnly;
    final BigDecimal quantity;
    final @Nullable BigDecimal limit;
    BigDecimal filled = BigDecimal.ZERO;
    BigDecimal value = BigDecimal.ZERO;
    boolean cancelled;

    Order(int number, String id, String clientId, boolean buy, boolean reduceOnly, BigDecimal quantity,
        @Nullable BigDecimal limit) {
      this.number = number;
      this.id = id;
      this.clientId = clientId;
      this.buy = buy;
      this.market = limit == null;
      this.reduceOnly = reduceOnly;
      this.quantity = quantity;
      this.limit = limit;
    }

    boolean isOpen() {
      return !cancelled && filled.compareTo(quantity) < 0;
    }

    BigDecimal average() {
      return filled.signum() == 0 ? BigDecimal.ZERO : value.divide(filled, MathContext.DECIMAL64);
    }
  }

  FakeVenue() {}

  /** Cancels are answered as done, and nothing is. */
  public synchronized void lieAboutCancels(boolean lies) {
    lying = lies;
  }

  /** An order fills wholly just before a cancel reaches it. */
  public synchronized void fillOnCancel(boolean fills) {
    filling = fills;
  }

  /** The list of open orders leaves out every second one. */
  public synchronized void hideOrders(boolean hides) {
    hiding = hides;
  }

  /** What the account holds of the instrument, signed. */
  public synchronized void hold(String quantity) {
    held = new BigDecimal(quantity);
  }

  public synchronized BigDecimal held() {
    return held;
  }

  public synchronized void price(String last) {
    price = new BigDecimal(last);
  }

  synchronized BigDecimal price() {
    return price;
  }

  public synchronized int openOrders() {
    return (int) orders.values().stream().filter(Order::isOpen).count();
  }

  /** An order that rests at 900, as if the bot had sent it. Gives the venue's id. */
  public final synchronized String rest(String clientId) {
    return add(clientId, true, false, new BigDecimal("2"), new BigDecimal("900")).id;
  }

  abstract String id(int number);

  final Order add(String clientId, boolean buy, boolean reduceOnly, BigDecimal quantity, @Nullable BigDecimal limit) {
    int number = ++numbers;
    Order order = new Order(number, id(number), clientId, buy, reduceOnly, quantity, limit);
    orders.put(order.id, order);
    if (limit == null) {
      fill(order, quantity, price);
    }
    return order;
  }

  private void fill(Order order, BigDecimal quantity, BigDecimal at) {
    order.filled = order.filled.add(quantity);
    order.value = order.value.add(quantity.multiply(at));
    held = order.buy ? held.add(quantity) : held.subtract(quantity);
    trades++;
  }

  /** False when there was nothing to cancel. */
  final boolean cancel(Order order) {
    if (filling && order.isOpen()) {
      fill(order, order.quantity.subtract(order.filled), order.limit == null ? price : order.limit);
    }
    if (!order.isOpen()) {
      return false;
    }
    order.cancelled = !lying;
    return true;
  }

  final boolean isListed(Order order) {
    return order.isOpen() && !(hiding && order.number % 2 == 0);
  }

  final @Nullable Order ofClient(String clientId) {
    Order newest = null;
    for (Order order : orders.values()) {
      if (order.clientId.equals(clientId)) {
        newest = order;
      }
    }
    return newest;
  }

  static byte[] hmac(String algorithm, byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
