package dev.binnacle.notify;

import dev.binnacle.model.Level;
import java.util.Map;

/** The small pictures that help a reader find a message, or a line of it, at a glance. */
final class Icons {
  private static final Map<String, String> OF_FIELDS = Map.ofEntries(
      Map.entry("symbol", "📊"), Map.entry("side", "📈"), Map.entry("entry_price", "💰"), Map.entry("exit_price", "💰"),
      Map.entry("quantity", "📦"), Map.entry("total_value", "💵"), Map.entry("pnl", "💵"), Map.entry("strategy", "🧭"),
      Map.entry("stop_loss", "🛡️"), Map.entry("take_profit", "🎯"), Map.entry("reason", "📝"), Map.entry("duration", "⏱️"),
      Map.entry("time", "🕐"), Map.entry("bot", "🤖"), Map.entry("win_rate", "🏆"), Map.entry("max_drawdown", "📉"),
      Map.entry("current_drawdown", "📉"), Map.entry("total_trades", "🔁"), Map.entry("sharpe_ratio", "📐"),
      Map.entry("value", "🔢"), Map.entry("threshold", "📏"), Map.entry("since", "⏳"), Map.entry("rule", "📖"),
      Map.entry("runbook", "🔗"), Map.entry("fees", "🧾"), Map.entry("balance", "🏦"), Map.entry("equity", "🏦"));

  private Icons() {}

  /** Empty for a field that has none. */
  static String ofField(String key) {
    return OF_FIELDS.getOrDefault(key, "");
  }

  static String of(Message message) {
    return switch (message.kind()) {
      case ALERT -> message.tone() == Message.Tone.GOOD ? "✅" : ofLevel(message.level());
      case SILENCE_ENDED -> "🔈";
      case HALT -> "🛑";
      case TRADE_OPENED -> "🟢";
      case TRADE_CLOSED -> message.tone() == Message.Tone.BAD ? "❌" : "✅";
      case ERROR, RISK_VIOLATION -> ofLevel(message.level());
      case DAILY_SUMMARY -> "📅";
      case WEEKLY_REPORT -> "🗓️";
      case PORTFOLIO_UPDATE -> "💼";
      case PERFORMANCE_REPORT -> "📈";
      case BACKTEST_RESULT -> "🧪";
      case CONFIG_CHANGE -> "⚙️";
      case STARTED -> "▶️";
      case STOPPED -> "⏹️";
      case ALL_CLEAR -> "💚";
      case ORDER -> "🧾";
      case BALANCE -> "🏦";
      case HEALTH -> "🩺";
      case CUSTOM -> "💬";
      case NOT_TOLD -> "🗂️";
      case TEST -> "🔔";
    };
  }

  static String ofLevel(Level level) {
    return switch (level) {
      case INFO -> "🔵";
      case WARNING -> "🟠";
      case CRITICAL -> "🔴";
    };
  }
}
