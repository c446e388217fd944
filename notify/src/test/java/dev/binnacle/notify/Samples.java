package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Currency;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Side;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts, notices and events as a test wants them. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-01-05T14:30:00Z");
  public static final ZoneId UTC = ZoneId.of("UTC");
  public static final BotId BOT = new BotId("btc-trend");
  public static final Currency USD = Currency.USD;

  private Samples() {}

  public static ChannelPolicy policy() {
    return ChannelPolicy.usual(UTC);
  }

  public static ChannelSettings channel(String name, ChannelPolicy policy) {
    return new ChannelSettings.Dashboard(new ChannelName(name), policy);
  }

  public static Alert alert(String id, String bot, Level level) {
    return new Alert(
        new AlertId(id), new RuleName("drawdown"), Subject.of(new BotId(bot)), level, AlertState.FIRING,
        NOW.minusSeconds(720), NOW, -0.124, -0.1, "the drawdown is below -10% for 10 minutes",
        List.of(new Alert.Evidence(NOW.minusSeconds(5), "current_drawdown", "-12.40%")), Map.of("metric", "current_drawdown"),
        "https://wiki.example/drawdown", null, List.of());
  }

  public static Notice notice(String id, Notice.Kind kind, Instant at, Alert... alerts) {
    Level highest = List.of(alerts).stream().map(Alert::level).max(Level::compareTo).orElseThrow();
    return new Notice(id, at, kind, highest, "drawdown", List.of(alerts), List.of(), 0);
  }

  /** A silence of two hours that has hidden three notices, and these alerts to its end. */
  public static Fact.SilenceEnded silenceEnded(Silence.Ending ending, @Nullable String by, Alert... active) {
    SilenceId id = new SilenceId("s7");
    Silence silence = new Silence(
        id, Map.of("rule", "draw*", "bot", BOT.value()), NOW.minusSeconds(7_200), NOW.plusSeconds(1), "ann",
        "upgrade of <the venue>", Silence.Term.UNTIL_RESOLVED);
    return new Fact.SilenceEnded(NOW, id, ending, by, 3, new EndedSilence(silence, List.of(active), active.length));
  }

  /** A message about one alert of one bot. */
  public static Message alertMessage(String id, String alert, Level level, Instant at) {
    return Messages.of(notice(id, Notice.Kind.FIRING, at, alert(alert, "bot-" + alert, level)), null);
  }

  public static Event.TradeOpened opened() {
    return new Event.TradeOpened(
        NOW, new TradeId("t-7"), new Symbol("BTC/USDT"), Side.BUY, new BigDecimal("45000"), new BigDecimal("0.5"), USD,
        "RSI_MACD",
        new BigDecimal("44000"), new BigDecimal("47000"));
  }

  public static Event.TradeClosed closed() {
    return new Event.TradeClosed(
        NOW, new TradeId("t-8"), new Symbol("ETH/USDT"), Side.SELL, new BigDecimal("2500"), new BigDecimal("2600"),
        new BigDecimal("2.0"), USD, new BigDecimal("200"), new BigDecimal("4.0"), null, "Take Profit", Duration.ofHours(3), null);
  }
}
