package dev.binnacle.client;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the bot's equity is below its peak, and by how much it should trade less for that. Equity is the balance and the unrealised
 * profit of the positions as the bot reports them, or what the bot says itself. What is paid in or out moves the peak along.
 *
 * <p>One odd report must not do harm for good: a new peak counts once a second report has reached it.
 *
 * <p><b>Threads:</b> guarded by itself; {@code factor} by any thread without waiting.
 */
final class Drawdown {
  private static final BigDecimal HUNDRED = new BigDecimal(100);
  private static final int DIGITS = 4;
  private static final int MOST = 10_000;

  private final RiskTiers tiers;
  private final Map<Symbol, Money> unrealised = new LinkedHashMap<>();
  private final Map<Currency, BigDecimal> balances = new LinkedHashMap<>();
  private @Nullable Money peak;
  private @Nullable BigDecimal equityBefore;
  private boolean isTold;
  private volatile RiskFactor factor = new RiskFactor(BigDecimal.ONE, null, "no equity was reported yet");

  Drawdown(RiskTiers tiers) {
    this.tiers = tiers;
  }

  RiskFactor factor() {
    return factor;
  }

  synchronized @Nullable Money peak() {
    return peak;
  }

  /** What an earlier run has seen. */
  synchronized void resume(@Nullable Money earlierPeak) {
    peak = earlierPeak;
  }

  synchronized void balance(Event.BalanceUpdate balance) {
    boolean isNew = !balances.containsKey(balance.currency()) && balances.size() >= 100;
    if (isTold || isNew) {
      return;
    }
    balances.put(balance.currency(), balance.total());
    Money known = peak;
    if (known != null && known.currency().equals(balance.currency()) && balance.deposit().signum() != 0) {
      peak = new Money(known.amount().add(balance.deposit()).max(BigDecimal.ZERO), known.currency());
      equityBefore = equityBefore == null ? null : equityBefore.add(balance.deposit());
    }
    Currency own = currency();
    if (own == null) {
      factor =
          new RiskFactor(
              factor.factor(), null,
              "balances are in " + balances.keySet() + ": name one of them in the risk tiers, or say what equity is");
    } else if (own.equals(balance.currency())) {
      reckon(own);
    }
  }

  synchronized void position(Event.PositionUpdate position) {
    BigDecimal profit = position.unrealizedPnl();
    BigDecimal current = position.currentPrice();
    if (profit == null && current != null) {
      profit =
          current.subtract(position.entryPrice()).multiply(position.quantity()).multiply(position.side().sign());
    }
    if (position.quantity().signum() == 0 || profit == null) {
      unrealised.remove(position.symbol());
    } else if (unrealised.size() < MOST) {
      unrealised.put(position.symbol(), new Money(profit, position.currency()));
    }
    Currency own = currency();
    if (!isTold && own != null && balances.containsKey(own)) {
      reckon(own);
    }
  }

  /** The bot's own word; from then on balances and positions no longer count. */
  synchronized void equity(Money equity) {
    if (!isTold && equityBefore != null) {
      // What was reckoned of balances is not what the bot means.
      peak = null;
      equityBefore = null;
    }
    isTold = true;
    judge(equity);
  }

  private @Nullable Currency currency() {
    Currency named = tiers.currency();
    return named != null ? named : balances.size() == 1 ? balances.keySet().iterator().next() : null;
  }

  private void reckon(Currency currency) {
    BigDecimal equity = Objects.requireNonNull(balances.get(currency));
    for (Money profit : unrealised.values()) {
      equity = profit.currency().equals(currency) ? equity.add(profit.amount()) : equity;
    }
    judge(new Money(equity, currency));
  }

  private void judge(Money equity) {
    Money known = peak;
    if (known != null && !known.currency().equals(equity.currency())) {
      known = null;
    }
    BigDecimal before = equityBefore;
    equityBefore = equity.amount();
    BigDecimal confirmed = before == null ? equity.amount() : before.min(equity.amount());
    if (known == null || confirmed.compareTo(known.amount()) > 0) {
      known = new Money(confirmed, equity.currency());
      peak = known;
    }
    if (known.signum() <= 0) {
      factor = new RiskFactor(factor.factor(), null, "equity has never been above zero");
      return;
    }
    BigDecimal drawdown =
        known.amount().subtract(equity.amount()).multiply(HUNDRED).divide(known.amount(), DIGITS, RoundingMode.HALF_UP)
            .max(BigDecimal.ZERO);
    factor = factorAt(drawdown, equity, known);
  }

  private RiskFactor factorAt(BigDecimal drawdown, Money equity, Money top) {
    RiskTiers.Tier tier = tiers.at(drawdown);
    String shown = drawdown.setScale(2, RoundingMode.HALF_UP).toPlainString();
    return tier == null
        ? new RiskFactor(BigDecimal.ONE, drawdown, "equity is " + shown + " % below its peak, above every tier")
        : new RiskFactor(
            tier.factor(), drawdown,
            "equity " + equity + " is " + shown + " % below its peak " + top + ", past the tier at "
                + tier.drawdownPct().toPlainString() + " %");
  }
}
