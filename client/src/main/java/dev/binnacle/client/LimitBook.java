package dev.binnacle.client;

import dev.binnacle.client.Decision.Rule;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds orders against {@link OrderLimits}.
 *
 * <p><b>Threads:</b> guarded by itself; trading threads wait for one another's arithmetic and for nothing else.
 */
final class LimitBook {
  private static final int MOST_REMEMBERED = 10_000;

  private final OrderLimits limits;
  private final Positions positions;
  private final @Nullable Window messages;
  private final Map<Sameness, Long> recent = new LinkedHashMap<>();
  private final Map<Opening, Window> openings = new LinkedHashMap<>();

  private record Sameness(Symbol symbol, Side side, BigDecimal quantity, @Nullable BigDecimal price) {
    static Sameness of(Order order) {
      BigDecimal price = order.price();
      return new Sameness(
          order.symbol(), order.side(), order.quantity().stripTrailingZeros(), price == null ? null : price.stripTrailingZeros());
    }
  }

  private record Opening(Symbol symbol, Side side) {}

  LimitBook(OrderLimits limits, Positions positions) {
    this.limits = limits;
    this.positions = positions;
    OrderLimits.Pace pace = limits.messages();
    this.messages = pace == null ? null : new Window(pace);
  }

  boolean isEmpty() {
    return limits.equals(OrderLimits.NONE);
  }

  /** A person has looked at what was repeated: it may begin anew. */
  synchronized void rearm() {
    openings.clear();
  }

  /** A cancel is sent: it counts, and is never refused. */
  synchronized void cancelling(long now) {
    if (messages != null) {
      messages.add(now);
    }
  }

  /**
   * @param counts whether the order is going to be sent if it is allowed
   */
  synchronized Decision judge(Order order, long now, boolean counts) {
    Decision decision = ofOne(order);
    if (decision.isAllowed()) {
      decision = ofAll(order, now);
    }
    if (decision.isAllowed()) {
      decision = ofPace(order, now);
    }
    if (counts && decision.isAllowed()) {
      note(order, now);
    }
    return decision;
  }

  private void note(Order order, long now) {
    if (messages != null) {
      messages.add(now);
    }
    if (limits.duplicatesWithin() != null) {
      Long ignored = recent.remove(Sameness.of(order));
      recent.put(Sameness.of(order), now);
      shorten(recent);
    }
    OrderLimits.Pace repeats = limits.repeats();
    if (repeats != null && order.intent() == Intent.OPEN) {
      openings.computeIfAbsent(new Opening(order.symbol(), order.side()), key -> new Window(repeats)).add(now);
      shorten(openings);
    }
  }

  private static <K, V> void shorten(Map<K, V> map) {
    if (map.size() > MOST_REMEMBERED) {
      var oldest = map.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private Decision ofOne(Order order) {
    BigDecimal most = limits.quantities().get(order.symbol());
    if (most != null && order.quantity().compareTo(most) > 0) {
      return over(Rule.ORDER_QUANTITY, "the order's quantity", order.quantity().toPlainString(), most.toPlainString());
    }
    Money limit = limits.orderValue();
    if (limit == null) {
      return Decision.ALLOWED;
    }
    Money value = value(order, order.quantity(), limit.currency());
    return value == null
        ? noValue(Rule.ORDER_VALUE, order, limit)
        : limit.isBelow(value)
            ? over(Rule.ORDER_VALUE, "the order's value", value.toString(), limit.toString())
            : Decision.ALLOWED;
  }

  private Decision ofAll(Order order, long now) {
    if (order.intent() == Intent.OPEN) {
      Decision decision = ofExposure(order);
      if (!decision.isAllowed()) {
        return decision;
      }
    }
    Long sent = limits.duplicatesWithin() == null ? null : recent.get(Sameness.of(order));
    if (sent != null && limits.duplicatesWithin() != null && now - sent < limits.duplicatesWithin().toNanos()) {
      return over(
          Rule.DUPLICATE, "the same order was sent; its age", (now - sent) / 1_000_000 + " ms",
          limits.duplicatesWithin().toMillis() + " ms");
    }
    return Decision.ALLOWED;
  }

  private Decision ofExposure(Order order) {
    Money one = limits.symbolExposure();
    Money all = limits.grossExposure();
    if (one != null) {
      Money value = value(order, positions.worstWith(order), one.currency());
      if (value == null) {
        return noValue(Rule.SYMBOL_EXPOSURE, order, one);
      }
      if (one.isBelow(value)) {
        return over(Rule.SYMBOL_EXPOSURE, "the exposure in " + order.symbol(), value.toString(), one.toString());
      }
    }
    if (all != null) {
      Money value = value(order, positions.worstWith(order), all.currency());
      BigDecimal others = positions.grossWithout(order.symbol(), all.currency());
      if (value == null) {
        return noValue(Rule.GROSS_EXPOSURE, order, all);
      }
      if (others == null) {
        return new Decision(
            Rule.GROSS_EXPOSURE,
            "the positions in other instruments are not all known in " + all.currency() + ": report them with their prices", null,
            all.toString());
      }
      Money sum = value.plus(new Money(others, all.currency()));
      if (all.isBelow(sum)) {
        return over(Rule.GROSS_EXPOSURE, "the exposure in all instruments", sum.toString(), all.toString());
      }
    }
    return Decision.ALLOWED;
  }

  private Decision ofPace(Order order, long now) {
    if (messages != null && messages.isFull(now)) {
      return over(Rule.MESSAGE_RATE, "messages within " + messages.pace.within(), "" + messages.pace.most(),
          "" + messages.pace.most());
    }
    Window opened = order.intent() == Intent.OPEN ? openings.get(new Opening(order.symbol(), order.side())) : null;
    if (opened != null && opened.isFull(now)) {
      return over(
          Rule.REPEATED_EXECUTION, "orders that " + order.side() + " " + order.symbol() + " within " + opened.pace.within(),
          (opened.pace.most() + 1) + "", "" + opened.pace.most());
    }
    return Decision.ALLOWED;
  }

  /** Null when there is no price, or it is in another currency. */
  private @Nullable Money value(Order order, BigDecimal quantity, Currency wanted) {
    BigDecimal price = order.price();
    Currency currency = order.currency();
    if (price == null) {
      price = positions.price(order.symbol());
      currency = positions.currency(order.symbol());
    }
    // A price that was reported without a position has no currency of its own; the limit's is what the bot counts in.
    return price == null || (currency != null && !currency.equals(wanted)) ? null : new Money(quantity.multiply(price), wanted);
  }

  private static Decision noValue(Rule rule, Order order, Money limit) {
    return new Decision(
        rule,
        "the value of " + order.symbol() + " is not known in " + limit.currency() + ": give the order a price, or report one",
        null,
        limit.toString());
  }

  private static Decision over(Rule rule, String what, String value, String limit) {
    return new Decision(rule, what + " is " + value + ", the limit " + limit, value, limit);
  }

  /** The newest times, as many as are allowed in a span. */
  private static final class Window {
    private final OrderLimits.Pace pace;
    private final ArrayDeque<Long> times = new ArrayDeque<>();

    Window(OrderLimits.Pace pace) {
      this.pace = pace;
    }

    void add(long now) {
      times.addLast(now);
      if (times.size() > pace.most()) {
        times.removeFirst();
      }
    }

    boolean isFull(long now) {
      return times.size() == pace.most() && now - times.getFirst() < pace.within().toNanos();
    }
  }
}
