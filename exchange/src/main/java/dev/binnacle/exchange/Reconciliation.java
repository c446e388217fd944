package dev.binnacle.exchange;

import dev.binnacle.exchange.AccountView.Filled;
import dev.binnacle.exchange.AccountView.Resting;
import dev.binnacle.exchange.Discrepancy.Kind;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lays what a bot claims beside what its venue says. A bot is told of its orders later than the venue knows them, so what differs is a
 * discrepancy only when two comparisons in a row agree that it does.
 *
 * <p><b>Threads:</b> one thread at a time; {@link #differences} is pure.
 */
public final class Reconciliation {
  private final Tolerance tolerance;
  private List<Discrepancy> before = List.of();

  /**
   * How much may differ.
   *
   * @param quantity of orders, positions and fills, in units of the instrument, at least 0
   * @param balance in the balance's currency, at least 0
   */
  public record Tolerance(BigDecimal quantity, BigDecimal balance) {
    public static final Tolerance STANDARD = new Tolerance(new BigDecimal("0.00000001"), new BigDecimal("0.01"));

    public Tolerance {
      if (quantity.signum() < 0 || balance.signum() < 0) {
        throw new IllegalArgumentException("tolerances must not be below 0, were " + quantity + " and " + balance);
      }
    }
  }

  public Reconciliation(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /** What differs now and differed in the comparison before as well, with the figures of now. */
  public List<Discrepancy> compare(AccountView bot, AccountView venue) {
    List<Discrepancy> now = differences(bot, venue, tolerance);
    List<Discrepancy> confirmed = now.stream().filter(found -> before.stream().anyMatch(found::isSameAs)).toList();
    before = now;
    return confirmed;
  }

  /** All that differs, in one comparison alone. */
  public static List<Discrepancy> differences(AccountView bot, AccountView venue, Tolerance tolerance) {
    List<Discrepancy> found = new ArrayList<>();
    orders(bot.orders(), venue.orders(), tolerance, found);
    positions(bot.positions(), venue.positions(), tolerance, found);
    balances(bot.balance(), venue.balance(), tolerance, found);
    fills(bot.fills(), venue.fills(), tolerance, found);
    return List.copyOf(found);
  }

  private static void orders(List<Resting> bot, List<Resting> venue, Tolerance tolerance, List<Discrepancy> found) {
    Map<String, Resting> claimed = new LinkedHashMap<>();
    bot.forEach(order -> claimed.put(order.id().value(), order));
    Map<String, Resting> byClient = new HashMap<>();
    bot.stream().filter(order -> !order.clientId().isEmpty()).forEach(order -> byClient.put(order.clientId(), order));
    for (Resting there : venue) {
      Resting claim = claim(there, claimed, byClient);
      if (claim == null) {
        found.add(new Discrepancy(Kind.ORPHAN_ORDER, there.id().value(), there.symbol(), "does not know it", told(there)));
        continue;
      }
      claimed.remove(claim.id().value());
      if (differ(claim.remaining(), there.remaining(), tolerance.quantity) || claim.side() != there.side()
          || !claim.symbol().equals(there.symbol())) {
        found.add(new Discrepancy(Kind.ORDER_QUANTITY, there.id().value(), there.symbol(), told(claim), told(there)));
      }
    }
    claimed.values().forEach(claim -> found.add(
        new Discrepancy(Kind.MISSING_ORDER, claim.id().value(), claim.symbol(), told(claim), "has no such open order")));
  }

  /** A bot may name an order by the venue's id or by its own. */
  private static @Nullable Resting claim(Resting there, Map<String, Resting> claimed, Map<String, Resting> byClient) {
    Resting claim = claimed.get(there.id().value());
    if (claim != null || there.clientId().isEmpty()) {
      return claim;
    }
    Resting own = claimed.get(there.clientId());
    return own != null ? own : byClient.get(there.clientId());
  }

  private static String told(Resting order) {
    return order.side() + " " + order.remaining().toPlainString() + " " + order.symbol();
  }

  private static void positions(
      Map<Symbol, BigDecimal> bot, Map<Symbol, BigDecimal> venue, Tolerance tolerance, List<Discrepancy> found) {
    TreeSet<Symbol> symbols = new TreeSet<>(bot.keySet());
    symbols.addAll(venue.keySet());
    for (Symbol symbol : symbols) {
      BigDecimal claimed = bot.getOrDefault(symbol, BigDecimal.ZERO);
      BigDecimal held = venue.getOrDefault(symbol, BigDecimal.ZERO);
      if (differ(claimed, held, tolerance.quantity)) {
        Kind kind =
            claimed.signum() == 0 ? Kind.UNKNOWN_POSITION : held.signum() == 0 ? Kind.MISSING_POSITION : Kind.POSITION_QUANTITY;
        found.add(new Discrepancy(kind, symbol.value(), symbol, claimed.toPlainString(), held.toPlainString()));
      }
    }
  }

  /** Unlike currencies are not compared: that would need a rate. */
  private static void balances(@Nullable Money bot, @Nullable Money venue, Tolerance tolerance, List<Discrepancy> found) {
    if (bot != null && venue != null && bot.currency().equals(venue.currency())
        && differ(bot.amount(), venue.amount(), tolerance.balance)) {
      found.add(new Discrepancy(Kind.BALANCE, "balance", null, bot.toString(), venue.toString()));
    }
  }

  private static void fills(List<Filled> bot, List<Filled> venue, Tolerance tolerance, List<Discrepancy> found) {
    Map<OrderId, Filled> claimed = byOrder(bot);
    Map<OrderId, Filled> there = byOrder(venue);
    there.forEach((order, fill) -> {
      Filled claim = claimed.get(order);
      if (claim == null) {
        found.add(new Discrepancy(Kind.MISSING_FILL, order.value(), fill.symbol(), "did not hear of it", told(fill)));
      } else if (claim.side() != fill.side() || differ(claim.quantity(), fill.quantity(), tolerance.quantity)) {
        found.add(new Discrepancy(Kind.FILL_QUANTITY, order.value(), fill.symbol(), told(claim), told(fill)));
      }
    });
    claimed.values().stream().filter(claim -> !there.containsKey(claim.order())).forEach(claim -> found.add(
        new Discrepancy(Kind.FOREIGN_FILL, claim.order().value(), claim.symbol(), told(claim), "has no such fill")));
  }

  private static Map<OrderId, Filled> byOrder(List<Filled> fills) {
    Map<OrderId, Filled> byOrder = new LinkedHashMap<>();
    fills.forEach(fill -> byOrder.put(fill.order(), fill));
    return byOrder;
  }

  private static String told(Filled fill) {
    return fill.side() + " " + fill.quantity().toPlainString() + " " + fill.symbol();
  }

  private static boolean differ(BigDecimal one, BigDecimal other, BigDecimal most) {
    return one.subtract(other).abs().compareTo(most) > 0;
  }
}
