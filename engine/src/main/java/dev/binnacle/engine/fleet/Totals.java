package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotSnapshot.BalanceView;
import dev.binnacle.engine.fleet.FleetSnapshot.FleetTotals;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.PositionValue;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sums over the fleet. A bot that never told a balance is not missing from a sum of balances: it has nothing to add. */
final class Totals {
  private final Map<String, String> whyNull = new TreeMap<>();
  private final Sum balance = new Sum("balance");
  private final Sum available = new Sum("available");
  private final Sum equity = new Sum("equity");
  private final Sum unrealized = new Sum("unrealized");
  private final Map<BotStatus, Integer> statuses = new EnumMap<>(BotStatus.class);
  private BotStatus worst = BotStatus.ONLINE;
  private @Nullable Currency currency;
  private boolean mixed;
  private int openPositions;
  private long errors;
  private final List<Holdings> held = new ArrayList<>();

  /** A sum of amounts in one currency; nothing once a summand is not known. */
  private final class Sum {
    private final String name;
    private @Nullable Currency currency;
    private BigDecimal amount = BigDecimal.ZERO;

    Sum(String name) {
      this.name = name;
    }

    void add(Bot bot, @Nullable Money summand, String whyNot) {
      if (summand == null) {
        whyNull.putIfAbsent(name, bot.id() + ": " + whyNot);
      } else if (currency != null && !currency.equals(summand.currency())) {
        whyNull.putIfAbsent(name, "bots hold " + currency + " and " + summand.currency());
      } else {
        currency = summand.currency();
        amount = amount.add(summand.amount());
      }
    }

    @Nullable Money money() {
      if (currency == null) {
        whyNull.putIfAbsent(name, "no bot has told one yet");
      }
      Money sum = currency == null || whyNull.containsKey(name) ? null : Exact.money(amount, currency);
      if (sum == null) {
        whyNull.putIfAbsent(name, "larger than any amount may be");
      }
      return sum;
    }
  }

  private Totals() {}

  static Totals of(Collection<Bot> bots, Instant now) {
    Totals totals = new Totals();
    bots.forEach(bot -> totals.add(bot, now));
    if (bots.isEmpty()) {
      totals.worst = BotStatus.OFFLINE;
    }
    return totals;
  }

  private void add(Bot bot, Instant now) {
    BotStatus status = bot.status();
    statuses.merge(status, 1, Integer::sum);
    worst = status.compareTo(worst) > 0 ? status : worst;
    errors += bot.dossier().errors().countAt(now);
    Currency account = bot.dossier().account().currency();
    if (account != null) {
      mixed |= currency != null && !currency.equals(account);
      currency = account;
    }
    Holdings holdings = bot.holdings();
    openPositions += holdings.positions().size();
    BalanceView told = holdings.balance();
    if (told != null) {
      balance.add(bot, told.total(), "");
      available.add(bot, told.available(), "does not tell what is available");
      equity.add(bot, bot.equity(now), holdings.whyNull().getOrDefault("equity", "not known"));
    }
    if (told != null || !holdings.positions().isEmpty()) {
      unrealized.add(bot, holdings.unrealized(), holdings.whyNull().getOrDefault("unrealized", "not known"));
      held.add(holdings);
    }
  }

  boolean anyHeard() {
    int offline = statuses.getOrDefault(BotStatus.OFFLINE, 0);
    return statuses.values().stream().mapToInt(Integer::intValue).sum() > offline;
  }

  /** The one currency of all accounts; null when there is none or more than one. */
  @Nullable Currency currency() {
    return mixed ? null : currency;
  }

  @Nullable Money balance() {
    return balance.money();
  }

  @Nullable Money equity() {
    return equity.money();
  }

  /** Null when the accounts are in different currencies, or a position is in another than its account. */
  @Nullable PositionValue value() {
    Valuation valuation = new Valuation();
    held.forEach(valuation::add);
    return mixed ? null : valuation.total();
  }

  FleetTotals with(@Nullable Figures figures) {
    Money balances = balance.money();
    Money availables = available.money();
    Money equities = equity.money();
    Money profits = unrealized.money();
    if (figures == null) {
      whyNull.put("figures", mixed ? "bots have accounts in different currencies" : "no bot has told a balance or a trade yet");
    }
    return new FleetTotals(
        worst,
        Collections.unmodifiableMap(statuses),
        balances,
        availables,
        equities,
        profits,
        figures,
        openPositions,
        errors,
        Collections.unmodifiableMap(whyNull));
  }
}
