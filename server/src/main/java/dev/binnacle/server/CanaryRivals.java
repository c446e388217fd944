package dev.binnacle.server;

import dev.binnacle.model.Currency;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The instance that tries something out, beside the instances that kept the old version, over the same time.
 *
 * @param canary null when nothing is known of it
 * @param before itself before the trial; null when that is not known
 * @param others those that kept the old version and have been watched for at least half as long
 * @param expected whether there were others when the trial began
 * @param share of the bot's equity that one instance has when it tells none itself; null when that is not known
 */
record CanaryRivals(
    @Nullable InstanceFigures canary, @Nullable InstanceFigures before, List<Rival> others, boolean expected,
    @Nullable Money share) {
  /** Fewer closings than this say nothing of profit. */
  static final int FEWEST_TRADES = 3;

  /** Fewer refused orders than this are an odd one. */
  private static final int FEWEST_REFUSED = 2;

  private static final MathContext EXACT_ENOUGH = MathContext.DECIMAL64;
  private static final BigDecimal NANOS = new BigDecimal("1e9");

  /** @param version null when it is not known which one it runs with, as {@code hash} */
  record Rival(InstanceId instance, @Nullable Long version, @Nullable String hash, InstanceFigures figures) {}

  CanaryRivals {
    others = List.copyOf(others);
  }

  /** Why it is to be taken back; null when it does not do worse than the others, as far as that is known. */
  @Nullable String worse(Settings.Canary rules) {
    if (canary == null) {
      return null;
    }
    if (canary.bad() > rules.errors()) {
      return canary.bad() + " errors since it began, " + rules.errors() + " are allowed"
          + (others.isEmpty() ? "" : "; the others had " + plain(mean(InstanceFigures::bad)) + " on average");
    }
    if (others.isEmpty()) {
      return null;
    }
    BigDecimal refused = mean(InstanceFigures::refused);
    BigDecimal more = BigDecimal.valueOf(canary.refused()).subtract(refused);
    if (canary.refused() >= FEWEST_REFUSED && more.compareTo(BigDecimal.valueOf(rules.errors())) > 0) {
      return canary.refused() + " orders were refused since it began, where the others had " + plain(refused)
          + " on average in as long; " + rules.errors() + " more are allowed";
    }
    return poorer(rules);
  }

  /** Behind the others by more than is allowed, and so still when the one closing that tells most against it is left out. */
  private @Nullable String poorer(Settings.Canary rules) {
    Currency currency = currency();
    BigDecimal measure = currency == null ? null : measure(currency);
    if (canary == null || currency == null || measure == null || fewTrades()) {
      return null;
    }
    BigDecimal own = canary.netIn(currency);
    if (own == null) {
      return null;
    }
    BigDecimal behind = meanNet(currency, null).subtract(own);
    BigDecimal withoutWorst = behind.add(canary.worst().getOrDefault(currency, BigDecimal.ZERO).min(BigDecimal.ZERO));
    BigDecimal withoutBest = meanNet(currency, luckiest(currency)).subtract(own);
    BigDecimal least = withoutWorst.min(withoutBest).movePointRight(2).divide(measure, 4, RoundingMode.HALF_UP);
    if (least.compareTo(rules.lossPercent()) <= 0) {
      return null;
    }
    BigDecimal percent = behind.movePointRight(2).divide(measure, 4, RoundingMode.HALF_UP);
    return "it made " + plain(own) + " " + currency + " where the others made " + plain(meanNet(currency, null))
        + " on average in as long: " + plain(percent) + " % of its equity behind, " + plain(rules.lossPercent())
        + " % are allowed";
  }

  /** What keeps it from being promoted; null when all is known. */
  @Nullable String unknown() {
    if (canary == null) {
      return "the instance's own figures are not known";
    }
    if (!expected) {
      return null;
    }
    if (others.isEmpty()) {
      return "no other instance is left that kept the old version for as long";
    }
    if (currencies().size() > 1) {
      return "the instances' profits are in unlike currencies, " + String.join(" and ", currencies());
    }
    Currency currency = currency();
    return currency != null && !fewTrades() && measure(currency) == null
        ? "there is no equity to measure the instance's profit by"
        : null;
  }

  /** For a person, when it does not do worse. Empty without others. */
  String good() {
    Currency currency = currency();
    if (canary == null || others.isEmpty()) {
      return "";
    }
    String beside = "; beside " + others.size() + (others.size() == 1 ? " other instance" : " other instances") + ": ";
    if (currency == null || fewTrades()) {
      return beside + "too few trades to compare profit";
    }
    return beside + plain(canary.netIn(currency)) + " " + currency + " against " + plain(meanNet(currency, null)) + " on average";
  }

  boolean fewTrades() {
    long ofOthers = others.stream().mapToLong(other -> other.figures().trades()).sum();
    return canary == null || canary.trades() < FEWEST_TRADES || ofOthers < FEWEST_TRADES;
  }

  /** The only one that profit was made in; null when there is none or more than one. */
  @Nullable Currency currency() {
    Set<String> known = currencies();
    return known.size() == 1 ? new Currency(known.iterator().next()) : null;
  }

  private Set<String> currencies() {
    Set<String> known = new TreeSet<>();
    if (canary != null) {
      canary.net().keySet().forEach(each -> known.add(each.toString()));
    }
    others.forEach(other -> other.figures().net().keySet().forEach(each -> known.add(each.toString())));
    return known;
  }

  private @Nullable BigDecimal measure(Currency currency) {
    Money own = canary == null || canary.equity() == null ? share : canary.equity();
    return own == null || !own.currency().equals(currency) || own.amount().signum() <= 0 ? null : own.amount();
  }

  private @Nullable Rival luckiest(Currency currency) {
    Rival found = null;
    for (Rival other : others) {
      BigDecimal best = best(other, currency);
      if (best != null && (found == null || best.compareTo(best(found, currency)) > 0)) {
        found = other;
      }
    }
    return found;
  }

  private @Nullable BigDecimal best(Rival other, Currency currency) {
    BigDecimal best = other.figures().best().get(currency);
    return best == null || best.signum() <= 0 ? null : inAsLong(best, other.figures());
  }

  /** The others' mean in as long as the canary was watched, without the best closing of one of them. */
  BigDecimal meanNet(Currency currency, @Nullable Rival without) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Rival other : others) {
      BigDecimal net = other.figures().netIn(currency);
      BigDecimal left = other.equals(without) ? other.figures().best().get(currency) : null;
      BigDecimal counted = (net == null ? BigDecimal.ZERO : net).subtract(left == null ? BigDecimal.ZERO : left);
      sum = sum.add(inAsLong(counted, other.figures()));
    }
    return mean(sum);
  }

  /** A count of the others in as long as the canary was watched, on average. */
  BigDecimal mean(ToLongFunction<InstanceFigures> count) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Rival other : others) {
      sum = sum.add(inAsLong(BigDecimal.valueOf(count.applyAsLong(other.figures())), other.figures()));
    }
    return mean(sum);
  }

  private BigDecimal mean(BigDecimal sum) {
    return others.isEmpty() ? BigDecimal.ZERO : sum.divide(BigDecimal.valueOf(others.size()), 4, RoundingMode.HALF_UP);
  }

  private BigDecimal inAsLong(BigDecimal figure, InstanceFigures of) {
    if (canary == null || canary.time().equals(of.time()) || of.time().isZero()) {
      return figure;
    }
    return figure.multiply(seconds(canary)).divide(seconds(of), EXACT_ENOUGH);
  }

  private static BigDecimal seconds(InstanceFigures figures) {
    return BigDecimal.valueOf(figures.time().toNanos()).divide(NANOS, EXACT_ENOUGH);
  }

  static String plain(@Nullable BigDecimal number) {
    return number == null ? "an unknown sum" : number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
