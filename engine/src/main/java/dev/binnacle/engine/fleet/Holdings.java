package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotSnapshot.BalanceView;
import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.engine.fleet.BotState.Balance;
import dev.binnacle.engine.fleet.BotState.Position;
import dev.binnacle.engine.performance.PositionValue;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a bot holds now and what that is worth.
 *
 * <p>A position is what the bot says it is. Of a symbol on which it never said a word, the open trades are the position, one for
 * each side. Its price is the newest of a mark, a fill and its own word.
 *
 * @param positions by symbol
 * @param account the account's currency, null while it is not known
 * @param whyNull why {@code unrealized} and {@code equity} are null, under these names
 */
record Holdings(
    List<PositionView> positions,
    @Nullable BalanceView balance,
    @Nullable Money unrealized,
    @Nullable Money equity,
    @Nullable Currency account,
    SortedMap<String, String> whyNull) {

  private static final Comparator<PositionView> BY_SYMBOL =
      Comparator.comparing(PositionView::symbol).thenComparing(PositionView::side).thenComparing(PositionView::openedAt);

  /** A symbol and the side on which it is held. */
  private record Leg(Symbol symbol, Side side, Currency currency) {}

  static Holdings of(Collection<Part> parts, Collection<Trade> openTrades, Telemetry prices, @Nullable Currency account) {
    List<PositionView> positions = new ArrayList<>();
    for (Part part : parts) {
      for (Position position : part.positions()) {
        if (position.isOpen()) {
          positions.add(stated(position, prices.price(position.symbol())));
        }
      }
    }
    positions.addAll(implied(parts, openTrades, prices));
    positions.sort(BY_SYMBOL);
    SortedMap<String, String> whyNull = new TreeMap<>();
    BalanceView balance = balance(parts, account);
    Money unrealized = unrealized(positions, balance == null ? account : balance.total().currency(), whyNull);
    Money equity = equity(balance, unrealized, account, whyNull);
    return new Holdings(List.copyOf(positions), balance, unrealized, equity, account, whyNull);
  }

  private static PositionView stated(Position position, Telemetry.@Nullable Price mark) {
    boolean marked = mark != null && (position.pricedAt() == null || !mark.at().isBefore(position.pricedAt()));
    BigDecimal price = marked && mark != null ? mark.price() : position.price();
    Instant pricedAt = marked && mark != null ? mark.at() : position.pricedAt();
    BigDecimal profit = position.unrealized() != null ? position.unrealized() : profit(position, price);
    BigDecimal cost = position.entryPrice().multiply(position.quantity());
    BigDecimal percent = position.unrealizedPct();
    if (percent == null && profit != null) {
      percent = Exact.percent(profit, cost);
    }
    return new PositionView(
        position.symbol(),
        position.side(),
        position.quantity(),
        position.entryPrice(),
        position.currency(),
        price,
        profit == null ? null : Exact.money(profit, position.currency()),
        percent,
        position.stopLoss(),
        position.takeProfit(),
        position.strategy(),
        position.openedAt(),
        pricedAt);
  }

  private static @Nullable BigDecimal profit(Position position, @Nullable BigDecimal price) {
    return price == null ? null : profit(position.side(), position.quantity(), position.entryPrice(), price);
  }

  private static BigDecimal profit(Side side, BigDecimal quantity, BigDecimal entry, BigDecimal price) {
    return price.subtract(entry).multiply(quantity).multiply(side.sign());
  }

  private static List<PositionView> implied(Collection<Part> parts, Collection<Trade> openTrades, Telemetry prices) {
    if (openTrades.isEmpty()) {
      return List.of();
    }
    LinkedHashMap<Leg, List<Trade>> legs = new LinkedHashMap<>();
    for (Trade trade : openTrades) {
      if (trade.present() && trade.entryPrice() != null && parts.stream().noneMatch(part -> part.knows(trade.symbol()))) {
        legs.computeIfAbsent(new Leg(trade.symbol(), trade.side(), trade.currency()), leg -> new ArrayList<>()).add(trade);
      }
    }
    return legs.entrySet().stream().map(leg -> implied(leg.getKey(), leg.getValue(), prices.price(leg.getKey().symbol())))
        .toList();
  }

  private static PositionView implied(Leg leg, List<Trade> trades, Telemetry.@Nullable Price mark) {
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal cost = BigDecimal.ZERO;
    Instant since = Instant.MAX;
    for (Trade trade : trades) {
      BigDecimal entry = Objects.requireNonNullElse(trade.entryPrice(), BigDecimal.ZERO);
      quantity = quantity.add(trade.remaining());
      cost = cost.add(trade.remaining().multiply(entry));
      since = trade.openedAt() != null && trade.openedAt().isBefore(since) ? trade.openedAt() : since;
    }
    Trade first = trades.getFirst();
    boolean one = trades.size() == 1;
    BigDecimal entry = one && first.entryPrice() != null ? first.entryPrice() : Exact.quotient(cost, quantity);
    BigDecimal profit = mark == null ? null : profit(leg.side(), quantity, entry, mark.price());
    return new PositionView(
        leg.symbol(),
        leg.side(),
        quantity,
        Objects.requireNonNullElse(Exact.amount(entry), entry),
        leg.currency(),
        mark == null ? null : mark.price(),
        profit == null ? null : Exact.money(profit, leg.currency()),
        profit == null ? null : Exact.percent(profit, cost),
        one ? first.stopLoss() : null,
        null,
        one ? first.strategy() : null,
        since,
        mark == null ? null : mark.at());
  }

  /** In the account's currency, else the newest. */
  private static @Nullable BalanceView balance(Collection<Part> parts, @Nullable Currency account) {
    Currency currency = account;
    if (currency == null || parts.stream().noneMatch(part -> part.balance(Objects.requireNonNull(account)) != null)) {
      Balance newest =
          parts.stream().map(Part::newestBalance).filter(Objects::nonNull).map(Balance.class::cast)
              .max(Comparator.comparing(each -> each.stamp().at())).orElse(null);
      if (newest == null) {
        return null;
      }
      currency = newest.currency();
    }
    return sum(parts, currency);
  }

  private static @Nullable BalanceView sum(Collection<Part> parts, Currency currency) {
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal available = BigDecimal.ZERO;
    Instant at = Instant.MIN;
    for (Part part : parts) {
      Balance balance = part.balance(currency);
      if (balance != null) {
        total = total.add(balance.total());
        available = available == null || balance.available() == null ? null : available.add(balance.available());
        at = balance.at().isAfter(at) ? balance.at() : at;
      }
    }
    Money sum = Exact.money(total, currency);
    return sum == null ? null : new BalanceView(sum, available == null ? null : Exact.money(available, currency), at);
  }

  private static @Nullable Money unrealized(
      List<PositionView> positions, @Nullable Currency account, Map<String, String> whyNull) {
    BigDecimal sum = BigDecimal.ZERO;
    Currency currency = positions.isEmpty() ? account : positions.getFirst().currency();
    for (PositionView position : positions) {
      if (!position.currency().equals(currency)) {
        whyNull.put("unrealized", "positions are held in " + currency + " and in " + position.currency());
        return null;
      }
      if (position.unrealized() == null) {
        whyNull.put("unrealized", "no price is known of " + position.symbol());
        return null;
      }
      sum = sum.add(position.unrealized().amount());
    }
    Money total = currency == null ? null : Exact.money(sum, currency);
    if (total == null) {
      whyNull.put("unrealized", currency == null ? "no currency is known yet" : "larger than any amount may be");
    }
    return total;
  }

  private static @Nullable Money equity(
      @Nullable BalanceView balance, @Nullable Money unrealized, @Nullable Currency account, Map<String, String> whyNull) {
    if (balance == null) {
      whyNull.put("equity", "no balance was reported yet");
    } else if (unrealized == null) {
      whyNull.put("equity", whyNull.getOrDefault("unrealized", "the unrealised profit is not known"));
    } else if (!unrealized.currency().equals(balance.total().currency())) {
      whyNull.put("equity", "the balance is in " + balance.total().currency() + ", the positions in " + unrealized.currency());
    } else if (!balance.total().currency().equals(account)) {
      whyNull.put("equity", "the account is in " + account + ", the balance in " + balance.total().currency());
    } else {
      Money sum = Exact.money(balance.total().amount().add(unrealized.amount()), balance.total().currency());
      if (sum == null) {
        whyNull.put("equity", "larger than any amount may be");
      }
      return sum;
    }
    return null;
  }

  /** Null when a position is in another currency than the account. */
  @Nullable PositionValue value() {
    return new Valuation().add(this).total();
  }
}
