package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The comparison of instances as rows: the {@code canary}, itself {@code before}, each {@code other}, their mean as {@code others}, and
 * the {@code difference} from that. Figures that are not known are null.
 */
final class RivalRows {
  private static final BigDecimal HOUR = new BigDecimal(3_600_000);

  private RivalRows() {}

  static void write(ArrayNode rows, Canary canary, CanaryRivals rivals) {
    ObjectNode tried = row(rows, "canary", canary.instance.value(), null, canary.told.path("hash").asString(""));
    BotSnapshot.ConfigView old = canary.before == null ? null : canary.before.config();
    if (rivals.canary() == null) {
      tried.put("since", canary.since.toString()).putNull("trades").putNull("net_profit").putNull("errors");
    } else {
      figures(tried, rivals.canary());
    }
    if (rivals.before() != null) {
      ObjectNode before =
          row(rows, "before", canary.instance.value(), old == null ? null : old.version(), old == null ? null : old.hash());
      figures(before, rivals.before());
    }
    for (CanaryRivals.Rival other : rivals.others()) {
      figures(row(rows, "other", other.instance().value(), other.version(), other.hash()), other.figures());
    }
    if (rivals.canary() != null && !rivals.others().isEmpty()) {
      means(rows, rivals, rivals.canary());
    }
  }

  private static ObjectNode row(
      ArrayNode rows, String role, @Nullable String instance, @Nullable Long version, @Nullable String hash) {
    ObjectNode row = rows.addObject().put("role", role);
    row.put("instance", instance).put("version", version).put("hash", hash);
    return row;
  }

  private static void figures(ObjectNode row, InstanceFigures figures) {
    row.put("since", figures.from().toString()).put("seconds", figures.time().toSeconds());
    row.put("trades", figures.trades()).put("losses", figures.losses());
    Map<String, BigDecimal> nets = new TreeMap<>();
    figures.net().forEach((currency, net) -> nets.put(currency.code(), net));
    BigDecimal only = nets.isEmpty() ? BigDecimal.ZERO : nets.size() == 1 ? nets.values().iterator().next() : null;
    row.put("net_profit", only == null ? null : only.toPlainString());
    row.put("currency", nets.size() == 1 ? nets.keySet().iterator().next() : null);
    ObjectNode each = row.putObject("net_profits");
    nets.forEach((currency, net) -> each.put(currency, net.toPlainString()));
    row.put("errors", figures.bad());
    ObjectNode severities = row.putObject("errors_by_severity");
    new TreeMap<>(figures.errors()).forEach((severity, count) -> severities.put(severity.name().toLowerCase(Locale.ROOT), count));
    row.put("refused_orders", figures.refused());
    Money equity = figures.equity();
    row.put("equity", equity == null ? null : equity.amount().toPlainString());
    row.put("equity_currency", equity == null ? null : equity.currency().code());
    ObjectNode hourly = row.putObject("per_hour");
    hourly.put("trades", text(hourly(BigDecimal.valueOf(figures.trades()), figures)));
    hourly.put("net_profit", only == null ? null : text(hourly(only, figures)));
    hourly.put("errors", text(hourly(BigDecimal.valueOf(figures.bad()), figures)));
    hourly.put("refused_orders", text(hourly(BigDecimal.valueOf(figures.refused()), figures)));
  }

  /** What the others did on average in as long as the canary, and how the canary differs from that. */
  private static void means(ArrayNode rows, CanaryRivals rivals, InstanceFigures canary) {
    Currency currency = rivals.currency();
    ObjectNode others = row(rows, "others", null, null, null).put("instances", rivals.others().size());
    ObjectNode difference = row(rows, "difference", null, null, null).put("instances", rivals.others().size());
    others.put("seconds", canary.time().toSeconds());
    difference.put("seconds", canary.time().toSeconds());
    mean(others, difference, "trades", rivals.mean(InstanceFigures::trades), canary.trades());
    mean(others, difference, "losses", rivals.mean(InstanceFigures::losses), canary.losses());
    mean(others, difference, "errors", rivals.mean(InstanceFigures::bad), canary.bad());
    mean(others, difference, "refused_orders", rivals.mean(InstanceFigures::refused), canary.refused());
    BigDecimal net = currency == null ? null : rivals.meanNet(currency, null);
    BigDecimal own = currency == null ? null : canary.netIn(currency);
    others.put("net_profit", net == null ? null : text(net)).put("currency", currency == null ? null : currency.code());
    difference.put("net_profit", net == null || own == null ? null : text(own.subtract(net)));
    difference.put("currency", currency == null ? null : currency.code());
    difference.put("samples", canary.trades() + rivals.others().stream().mapToLong(each -> each.figures().trades()).sum());
    difference.put("too_few_trades", rivals.fewTrades());
    ObjectNode hourly = difference.putObject("per_hour");
    hourly.put("net_profit", net == null || own == null ? null : text(hourly(own.subtract(net), canary)));
    BigDecimal errors = BigDecimal.valueOf(canary.bad()).subtract(rivals.mean(InstanceFigures::bad));
    hourly.put("errors", text(hourly(errors, canary)));
  }

  private static void mean(ObjectNode others, ObjectNode difference, String name, BigDecimal mean, long own) {
    others.put(name, mean.stripTrailingZeros());
    difference.put(name, BigDecimal.valueOf(own).subtract(mean).stripTrailingZeros());
  }

  private static @Nullable BigDecimal hourly(BigDecimal figure, InstanceFigures of) {
    long millis = of.time().toMillis();
    return millis == 0
        ? null
        : figure.multiply(HOUR).divide(BigDecimal.valueOf(millis), MathContext.DECIMAL64).setScale(4, RoundingMode.HALF_UP);
  }

  private static @Nullable String text(@Nullable BigDecimal number) {
    return number == null ? null : CanaryRivals.plain(number);
  }
}
