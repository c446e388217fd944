package dev.binnacle.server;

import dev.binnacle.exchange.Instrument;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.model.Action;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Money;
import dev.binnacle.model.Plural;
import dev.binnacle.model.Symbol;
import dev.binnacle.web.api.Acts.Check;
import dev.binnacle.web.api.Acts.Limit;
import dev.binnacle.web.api.Acts.NewOrder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits that an order by hand must keep, beside those that a bot sets itself: value, quantity, exposure, distance from the market, how
 * many in a time, and none twice. What cannot be known is not passed.
 *
 * <p><b>Threads:</b> immutable; a check waits for the exchange.
 */
record OrderChecks(Settings.Trading limits, Instant now, Collection<Action> actions) {
  private static final MathContext PERCENT = new MathContext(8);

  /** All of them, those that are not passed among them. */
  List<Check> of(BotId bot, NewOrder order, PacedGateway gateway) {
    List<Check> checks = new ArrayList<>();
    Instrument instrument = gateway.instrument(order.symbol());
    BigDecimal last = gateway.lastPrice(order.symbol());
    BigDecimal price = order.price() == null ? last : order.price();
    checks.add(size(order, instrument, price));
    checks.add(distance(order, last));
    checks.add(value(order, price.max(last)));
    checks.add(quantity(order));
    checks.add(exposure(order, price.max(last), gateway));
    checks.add(pace());
    checks.add(duplicate(bot, order));
    return checks;
  }

  /** The limits that are set, by the names that their checks have. */
  static List<Limit> limits(Settings.Trading limits) {
    List<Limit> set = new ArrayList<>();
    Money value = limits.orderValue();
    if (value != null) {
      set.add(new Limit("order-value", "at most " + value + " an order"));
    }
    Money exposure = limits.exposure();
    if (exposure != null) {
      set.add(new Limit("exposure", "at most " + exposure + " of positions with it"));
    }
    limits.quantities().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().value()))
        .forEach(entry -> set.add(new Limit("quantity", "at most " + plain(entry.getValue()) + " " + entry.getKey())));
    set.add(new Limit("price-distance", "a limit at most " + plain(limits.priceDistancePct()) + " % beyond the last price"));
    set.add(new Limit("messages", "at most " + limits.messages() + " within " + words(limits.within())));
    set.add(new Limit("duplicate", "the same not again within " + words(limits.duplicates())));
    return set;
  }

  private static Check check(String rule, boolean passed, String reason, Object... values) {
    return new Check(rule, passed, reason.formatted(values));
  }

  private static Check size(NewOrder order, Instrument instrument, BigDecimal price) {
    BigDecimal whole = instrument.wholeSteps(order.quantity());
    if (whole.compareTo(order.quantity()) != 0) {
      return check("step", false, "the exchange takes multiples of %s, was %s", plain(instrument.quantityStep()),
          plain(order.quantity()));
    }
    if (instrument.isDust(order.quantity(), price)) {
      return check("smallest", false, "the exchange takes at least %s and a value of %s, was %s", plain(instrument.smallest()),
          plain(instrument.smallestValue()), plain(order.quantity()));
    }
    BigDecimal limit = order.price();
    if (limit != null && limit.remainder(instrument.priceStep()).signum() != 0) {
      return check("price-step", false, "the exchange takes prices that are multiples of %s, was %s",
          plain(instrument.priceStep()), plain(limit));
    }
    return check("size", true, "the exchange takes %s", plain(order.quantity()));
  }

  private Check distance(NewOrder order, BigDecimal last) {
    BigDecimal limit = order.price();
    if (limit == null) {
      return check("price-distance", true, "at the market; the last price is %s", plain(last));
    }
    if (last.signum() <= 0) {
      return check("price-distance", false, "the exchange tells no price to compare it with");
    }
    BigDecimal beyond = limit.subtract(last).multiply(order.side().sign());
    BigDecimal percent = beyond.multiply(BigDecimal.valueOf(100)).divide(last, PERCENT);
    boolean passed = percent.compareTo(limits.priceDistancePct()) <= 0;
    return check("price-distance", passed, "%s is %s %% beyond the last price of %s, the limit is %s %%", plain(limit),
        plain(percent.max(BigDecimal.ZERO)), plain(last), plain(limits.priceDistancePct()));
  }

  private Check value(NewOrder order, BigDecimal price) {
    Money value = money(order.symbol(), order.quantity().multiply(price));
    return within("order-value", "the order's value", value, limits.orderValue());
  }

  private Check quantity(NewOrder order) {
    BigDecimal most = limits.quantities().get(order.symbol());
    return most == null
        ? check("quantity", true, "no limit is set for %s", order.symbol())
        : check("quantity", order.quantity().compareTo(most) <= 0, "%s of at most %s", plain(order.quantity()), plain(most));
  }

  /** All positions of the account at their prices, what rests on this side of the instrument, and the order. */
  private Check exposure(NewOrder order, BigDecimal price, PacedGateway gateway) {
    if (order.reduceOnly()) {
      return check("exposure", true, "it only reduces");
    }
    BigDecimal sum = order.quantity().multiply(price);
    Money most = limits.exposure();
    for (NetPosition position : gateway.positions()) {
      Money value = money(position.symbol(), position.quantity().abs().multiply(position.currentPrice()));
      if (most != null && (value == null || !value.currency().equals(most.currency()))) {
        return check("exposure", false, "the position of %s is not in %s, so the sum is not known", position.symbol(),
            most.currency());
      }
      sum = sum.add(position.quantity().abs().multiply(position.currentPrice()));
    }
    for (OrderState open : gateway.openOrders()) {
      if (open.symbol().equals(order.symbol()) && open.side() == order.side() && !open.reduceOnly()) {
        BigDecimal at = open.price();
        sum = sum.add(open.remaining().multiply(at == null ? price : at));
      }
    }
    return within("exposure", "the account's positions with this order", money(order.symbol(), sum), most);
  }

  private Check pace() {
    Instant since = now.minus(limits.within());
    long placed = placed().stream().filter(action -> action.begun().isAfter(since)).count();
    return check("messages", placed < limits.messages(), "%s by hand within %s, at most %d", Plural.of(placed, "order"),
        words(limits.within()),
        limits.messages());
  }

  private Check duplicate(BotId bot, NewOrder order) {
    Instant since = now.minus(limits.duplicates());
    boolean twice = placed().stream().anyMatch(
        action -> action.bot().equals(bot) && action.what().equals(order.words()) && action.begun().isAfter(since));
    return check("duplicate", !twice, twice ? "the same order was asked for within %s" : "not asked for within %s",
        words(limits.duplicates()));
  }

  private List<Action> placed() {
    return actions.stream().filter(action -> action.kind() == Action.Kind.PLACE_ORDER).toList();
  }

  private static Check within(String rule, String what, @Nullable Money value, @Nullable Money most) {
    if (most == null) {
      return check(rule, true, "no limit is set");
    }
    if (value == null || !value.currency().equals(most.currency())) {
      return check(rule, false, "%s is not in %s, so it cannot be compared", what, most.currency());
    }
    return check(rule, !most.isBelow(value), "%s is %s, at most %s", what, value, most);
  }

  /** Null for an instrument that does not say what it is quoted in. */
  private static @Nullable Money money(Symbol symbol, BigDecimal amount) {
    int slash = symbol.value().indexOf('/');
    try {
      return slash < 0
          ? null
          : new Money(shown(amount.setScale(8, RoundingMode.CEILING)), new Currency(symbol.value().substring(slash + 1)));
    } catch (InvalidValueException _) {
      return null;
    }
  }

  /** Cents, and more only where they are not zero. */
  private static BigDecimal shown(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 2 ? stripped.setScale(2, RoundingMode.UNNECESSARY) : stripped;
  }

  private static String words(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
