package dev.binnacle.client;

import dev.binnacle.model.Currency;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of its normal size a bot should trade at which drawdown.
 *
 * @param tiers in any order; between them the factor of the deepest one that is reached counts, above all of them 1
 * @param currency in which equity is counted; null for the only one in which the bot reports balances
 */
public record RiskTiers(List<Tier> tiers, @Nullable Currency currency) {
  /** Three quarters from 5 % on, a half from 10 %, a quarter from 15 %, nothing from 20 %. */
  public static final RiskTiers STANDARD =
      new RiskTiers(List.of(Tier.of("5", "0.75"), Tier.of("10", "0.5"), Tier.of("15", "0.25"), Tier.of("20", "0")), null);

  /**
   * @param drawdownPct how far below its peak equity is, in percent, above 0 and at most 100
   * @param factor from 0 to 1
   */
  public record Tier(BigDecimal drawdownPct, BigDecimal factor) {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    public Tier {
      if (drawdownPct.signum() <= 0 || drawdownPct.compareTo(HUNDRED) > 0) {
        throw new IllegalArgumentException("drawdownPct must be above 0 and at most 100, was " + drawdownPct.toPlainString());
      }
      if (factor.signum() < 0 || factor.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException("factor must be from 0 to 1, was " + factor.toPlainString());
      }
    }

    public static Tier of(String drawdownPct, String factor) {
      return new Tier(new BigDecimal(drawdownPct), new BigDecimal(factor));
    }
  }

  public RiskTiers {
    List<Tier> sorted = new ArrayList<>(tiers);
    sorted.sort(Comparator.comparing(Tier::drawdownPct));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).factor().compareTo(sorted.get(i - 1).factor()) > 0) {
        throw new IllegalArgumentException(
            "a deeper drawdown must not have a larger factor: " + sorted.get(i).drawdownPct().toPlainString() + " % has "
                + sorted.get(i).factor().toPlainString());
      }
    }
    tiers = List.copyOf(sorted);
  }

  /** The deepest tier that this drawdown reaches; null for none. */
  @Nullable Tier at(BigDecimal drawdownPct) {
    Tier reached = null;
    for (Tier tier : tiers) {
      if (drawdownPct.compareTo(tier.drawdownPct()) >= 0) {
        reached = tier;
      }
    }
    return reached;
  }
}
