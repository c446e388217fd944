package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.model.Alert;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import dev.binnacle.notify.Wording;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The present in short lines, as they are read on a phone. Pure functions; a figure that is not known is left out. */
final class PhoneLines {
  private PhoneLines() {}

  static String icon(BotStatus status) {
    return switch (status) {
      case ONLINE -> "🟢";
      case HALTED, STALE -> "🟡";
      case ERROR, OFFLINE -> "🔴";
    };
  }

  static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@code 🟢 btc-trend: online, $50,120.00, today +$120.00}. */
  static String brief(BotSnapshot bot) {
    StringBuilder line =
        new StringBuilder(icon(bot.status())).append(' ').append(bot.id()).append(": ").append(word(bot.status()));
    Money equity = bot.equity();
    if (equity != null) {
      line.append(", ").append(Wording.money(equity));
    }
    String today = signed(bot.figures().profit().dailyPnl(), bot.currency());
    return line.append(today.isEmpty() ? "" : ", today " + today).toString();
  }

  static List<String> status(BotSnapshot bot, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + bot.id());
    lines.add(icon(bot.status()) + " " + word(bot.status()) + ": " + bot.reason());
    lines.add("State: " + word(bot.runState()) + ", " + word(bot.mode()));
    if (bot.lastHeard() != null) {
      lines.add("Last heard: " + Wording.duration(Duration.between(bot.lastHeard(), now)) + " ago");
    }
    if (bot.startedAt() != null) {
      lines.add("Running for: " + Wording.duration(Duration.between(bot.startedAt(), now)));
    }
    add(lines, "Strategy", bot.strategy());
    add(lines, "Venue", bot.venue());
    add(lines, "Version", bot.version());
    lines.add("Open positions: " + bot.positions().size());
    lines.add("Errors in 24 h: " + bot.errorCount());
    bot.components().stream()
        .filter(component -> component.health() != dev.binnacle.model.Health.HEALTHY)
        .forEach(component -> lines.add("⚠️ " + component.name() + " is " + word(component.health())));
    return lines;
  }

  static List<String> portfolio(BotSnapshot bot) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + bot.id());
    BotSnapshot.BalanceView balance = bot.balance();
    add(lines, "Equity", money(bot.equity()));
    add(lines, "Balance", balance == null ? null : money(balance.total()));
    add(lines, "Available", balance == null ? null : money(balance.available()));
    add(lines, "Unrealised P&L", bot.unrealized() == null ? null : Wording.signed(bot.unrealized()));
    lines.add("Open positions: " + bot.positions().size());
    bot.whyNull().forEach((figure, why) -> lines.add("No " + figure + ": " + why));
    return lines;
  }

  static List<String> portfolio(FleetSnapshot fleet) {
    FleetSnapshot.FleetTotals totals = fleet.totals();
    List<String> lines = new ArrayList<>();
    lines.add("# Portfolio");
    add(lines, "Equity", money(totals.equity()));
    add(lines, "Balance", money(totals.balance()));
    add(lines, "Available", money(totals.available()));
    add(lines, "Unrealised P&L", totals.unrealized() == null ? null : Wording.signed(totals.unrealized()));
    lines.add("Open positions: " + totals.openPositions());
    totals.whyNull().forEach((figure, why) -> lines.add("No " + figure + ": " + why));
    lines.add("");
    fleet.bots().forEach(bot -> lines.add(brief(bot)));
    return lines;
  }

  static List<String> performance(String of, @Nullable Figures figures, @Nullable Currency currency) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + of);
    if (figures == null) {
      lines.add("No figures: the bots' currencies differ, or none has told any. Ask for one, as in /performance BOT.");
      return lines;
    }
    add(lines, "Today", signed(figures.profit().dailyPnl(), currency));
    add(lines, "Total P&L", signed(figures.profit().totalPnl(), currency));
    add(lines, "Total return", fraction(figures.profit().totalReturn()));
    lines.add("Trades: " + figures.trades().total());
    add(lines, "Win rate", fraction(figures.trades().winRate()));
    add(lines, "Profit factor", plain(figures.trades().profitFactor()));
    add(lines, "Sharpe ratio", plain(figures.returns().sharpe()));
    add(lines, "Sortino ratio", plain(figures.returns().sortino()));
    add(lines, "Drawdown now", fraction(figures.risk().currentDrawdown()));
    var deepest = figures.risk().maxDrawdown();
    add(lines, "Deepest drawdown", deepest == null ? null : fraction(deepest.depth()));
    return lines;
  }

  static String position(BotSnapshot.PositionView position) {
    String now = position.currentPrice() == null ? "" : " → " + Wording.price(position.currentPrice(), position.currency());
    String gain = position.unrealized() == null ? "" : ", " + Wording.signed(position.unrealized());
    return position.side() + " " + Wording.quantity(position.quantity()) + " " + position.symbol() + " at "
        + Wording.price(position.entryPrice(), position.currency()) + now + gain;
  }

  static String trade(BotSnapshot.TradeView trade, Instant now) {
    Instant closed = trade.closedAt();
    Instant opened = trade.openedAt();
    Money pnl = trade.net() == null ? trade.pnl() : trade.net();
    String end = closed == null
        ? "open" + (opened == null ? "" : " for " + Wording.duration(Duration.between(opened, now)))
        : (pnl == null ? "closed" : Wording.signed(pnl)) + ", " + Wording.duration(Duration.between(closed, now)) + " ago";
    return trade.side() + " " + Wording.quantity(trade.quantity()) + " " + trade.symbol() + ": " + end;
  }

  static List<String> alert(Alert alert, Instant now) {
    String icon = switch (alert.level()) {
      case CRITICAL -> "🔴";
      case WARNING -> "🟡";
      case INFO -> "🔵";
    };
    List<String> lines = new ArrayList<>();
    lines.add(icon + " " + alert.rule() + " on " + alert.subject() + ", " + word(alert.state()) + " for "
        + Wording.duration(Duration.between(alert.since(), now)));
    lines.add(alert.reason());
    if (alert.acknowledged() != null) {
      lines.add("Acknowledged by " + alert.acknowledged().owner());
    }
    lines.add((alert.silenced().isEmpty() ? "" : "Silenced. ") + "Id " + alert.id());
    return lines;
  }

  private static void add(List<String> lines, String label, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      lines.add(label + ": " + text);
    }
  }

  private static @Nullable String money(@Nullable Money money) {
    return money == null ? null : Wording.money(money);
  }

  private static String signed(@Nullable BigDecimal amount, @Nullable Currency currency) {
    if (amount == null) {
      return "";
    }
    return currency == null ? Wording.plain(amount) : Wording.signed(new Money(amount, currency));
  }

  private static @Nullable String fraction(@Nullable Double fraction) {
    return fraction == null || !Double.isFinite(fraction) ? null : Wording.fraction(BigDecimal.valueOf(fraction));
  }

  private static @Nullable String plain(@Nullable Double number) {
    return number == null || !Double.isFinite(number) ? null : Wording.plain(BigDecimal.valueOf(number));
  }
}
