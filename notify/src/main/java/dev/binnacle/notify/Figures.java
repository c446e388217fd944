package dev.binnacle.notify;

import dev.binnacle.model.Currency;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Money;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a figure is shown that is known by its name alone: by the wire's rule a name that ends in {@code _pct} is in percent, a rate is a fraction. */
final class Figures {
  private static final List<String> PERCENT = List.of("_pct", "_percent");
  private static final Set<String> FRACTIONS = Set.of(
      "win_rate", "success_rate", "total_return", "daily_return", "weekly_return", "max_drawdown", "current_drawdown", "drawdown",
      "volatility", "value_at_risk_95", "conditional_value_at_risk_95", "exposure", "net_exposure", "symbol_exposure",
      "risk_per_trade", "annual_return");
  private static final Set<String> MONEY = Set.of(
      "fees", "balance", "equity", "available", "total_value", "best_trade", "worst_trade", "initial_balance", "final_balance",
      "average_win", "average_loss", "expectancy", "cash", "deposits", "initial_capital", "final_capital", "portfolio_value");
  private static final Map<String, String> LABELS = Map.ofEntries(
      Map.entry("pnl", "P&L"), Map.entry("pnl_pct", "P&L"), Map.entry("total_pnl", "Total P&L"),
      Map.entry("daily_pnl", "P&L of the day"),
      Map.entry("weekly_pnl", "P&L of the week"), Map.entry("unrealized_pnl", "Unrealised P&L"),
      Map.entry("realized_pnl", "Realised P&L"),
      Map.entry("total_trades", "Trades"), Map.entry("sharpe_ratio", "Sharpe ratio"), Map.entry("sortino_ratio", "Sortino ratio"),
      Map.entry("calmar_ratio", "Calmar ratio"), Map.entry("value_at_risk_95", "Value at risk (95%)"),
      Map.entry("conditional_value_at_risk_95", "Expected shortfall (95%)"), Map.entry("max_drawdown", "Deepest drawdown"),
      Map.entry("current_drawdown", "Drawdown now"), Map.entry("pid", "Process"), Map.entry("subject", "About"));
  private static final Map<String, String> UNITS = Map.of(
      "_mb", " MB", "_ms", " ms", "_seconds", " s", "_pct", "%", "_percent", "%", "_per_second", " /s");

  private Figures() {}

  /** {@code Entry price} of {@code entry_price}. */
  static String label(String key) {
    String known = LABELS.get(key);
    if (known != null) {
      return known;
    }
    String words = withoutUnit(key).replace('_', ' ').replace('-', ' ').strip();
    return words.isEmpty() ? key : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String withoutUnit(String key) {
    for (String unit : PERCENT) {
      if (key.endsWith(unit)) {
        return key.substring(0, key.length() - unit.length());
      }
    }
    return key;
  }

  static String shown(String key, Value value, @Nullable Currency currency) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Flag flag -> flag.flag() ? "yes" : "no";
      case Value.Decimal decimal -> number(key, decimal.number(), currency);
    };
  }

  static String raw(Value value) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Flag flag -> String.valueOf(flag.flag());
      case Value.Decimal decimal -> decimal.number().toPlainString();
    };
  }

  /** The currency that a report names for its money; null when it names none. */
  static @Nullable Currency currency(Map<String, Value> figures) {
    if (figures.get("currency") instanceof Value.Text(String code)) {
      try {
        return new Currency(code);
      } catch (InvalidValueException e) {
        return null;
      }
    }
    return null;
  }

  /** A double that a rule judged, in the unit that the metric's name tells; {@code metric} is null when nobody knows it. */
  static String judged(@Nullable String metric, double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    BigDecimal number = BigDecimal.valueOf(value);
    return metric == null ? Wording.plain(number) : number(metric, number, null);
  }

  private static String number(String key, BigDecimal number, @Nullable Currency currency) {
    // No win rate is above 1: a bot that says 65 means percent.
    if (FRACTIONS.contains(key) && number.abs().compareTo(BigDecimal.ONE) <= 0) {
      return Wording.fraction(number);
    }
    if (isMoney(key)) {
      return currency == null ? Wording.plain(number) : Wording.money(new Money(number, currency));
    }
    for (Map.Entry<String, String> unit : UNITS.entrySet()) {
      if (key.endsWith(unit.getKey())) {
        return Wording.plain(number) + unit.getValue();
      }
    }
    return Wording.plain(number);
  }

  private static boolean isMoney(String key) {
    return MONEY.contains(key) || key.equals("pnl") || key.endsWith("_pnl");
  }
}
