package dev.binnacle.notify;

import static dev.binnacle.notify.Samples.BOT;
import static dev.binnacle.notify.Samples.NOW;
import static dev.binnacle.notify.Samples.alert;
import static dev.binnacle.notify.Samples.notice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Alert;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MessagesTest {

  private static String plain(Message message) {
    return new Dispatch("k", message, false, false, 1, 0, null, ZoneId.of("UTC"), message.at()).letter().plain();
  }

  @Test
  void anOpenedTradeTellsTheFieldsThatPeopleAskFor() {
    Message message = Messages.of("e1", BOT, Samples.opened()).orElseThrow();

    assertThat(plain(message)).isEqualTo(
        """
            🟢 Trade opened
            Bot: btc-trend
            Symbol: BTC/USDT
            Side: BUY
            Entry price: $45,000.00
            Quantity: 0.5000
            Total value: $22,500.00
            Strategy: RSI_MACD
            Stop loss: $44,000.00
            Take profit: $47,000.00
            Time: 2026-01-05 14:30:00 UTC""");
  }

  @Test
  void aClosedTradeTellsWhatItBrought() {
    Message message = Messages.of("e1", BOT, Samples.closed()).orElseThrow();

    assertThat(plain(message)).isEqualTo(
        """
            ✅ Trade closed
            Bot: btc-trend
            Symbol: ETH/USDT
            Side: SELL
            Entry price: $2,500.00
            Exit price: $2,600.00
            Quantity: 2.0000
            P&L: +$200.00 (+4.00%)
            Reason: Take Profit
            Duration: 3 h
            Time: 2026-01-05 14:30:00 UTC
            Short position closed for ETH/USDT""");
    assertThat(message.tone()).isEqualTo(Message.Tone.GOOD);
  }

  /** Who decides by them whether a message is made at all must never leave one out. */
  @Test
  void whatAnEventMayBeToldAsIsKnownBeforeItsMessageIsMade() {
    List<Event> events = new ArrayList<>(List.of(
        Samples.opened(), Samples.closed(), new Event.ErrorRaised(NOW, "Timeout", "slow", Severity.WARNING, null),
        new Event.ErrorRaised(NOW, "RiskViolation", "too much", Severity.CRITICAL, null),
        new Event.ComponentHealth(NOW, new ComponentName("feed"), Health.FAILED, true, null, null),
        new Event.ComponentHealth(NOW, new ComponentName("feed"), Health.DEGRADED, true, null, null),
        new Event.Stopped(NOW, 1, "tired"), new Event.Stopped(NOW, 0, "done"), new Event.Custom(NOW, "moon", Map.of()),
        new Event.BalanceUpdate(NOW, BigDecimal.TEN, null, Samples.USD, BigDecimal.ZERO)));
    for (Event.Report.Kind kind : Event.Report.Kind.values()) {
      events.add(new Event.Report(NOW, kind, null, Map.of()));
    }

    assertThat(events).allSatisfy(
        event -> assertThat(EventMessages.heading("e", BOT, event))
            .isEqualTo(Messages.of("e", BOT, event).orElseThrow().heading()));
    Event beat = new Event.Heartbeat(NOW, RunState.RUNNING);
    assertThat(EventMessages.heading("e", BOT, beat)).isNull();
    assertThat(Messages.of("e", BOT, beat)).isEmpty();
  }

  @Test
  void anErrorIsAsBadAsItsSeverity() {
    Message warning = Messages.of("e", BOT, new Event.ErrorRaised(NOW, "Timeout", "slow", Severity.WARNING, null)).orElseThrow();
    Message risk =
        Messages.of("e", BOT, new Event.ErrorRaised(NOW, "RiskViolation", "Max drawdown exceeded", Severity.CRITICAL, null))
            .orElseThrow();

    assertThat(warning.level()).isEqualTo(Level.WARNING);
    assertThat(warning.title()).isEqualTo("Warning error: Timeout");
    assertThat(risk.kind()).isEqualTo(EventKind.RISK_VIOLATION);
    assertThat(risk.level()).isEqualTo(Level.CRITICAL);
    assertThat(plain(risk)).contains("Max drawdown exceeded");
  }

  @Test
  void aSummaryShowsEachFigureAsItsNameTells() {
    Map<String, Value> figures = new LinkedHashMap<>();
    figures.put("currency", new Value.Text("USD"));
    figures.put("total_trades", new Value.Decimal(new BigDecimal("15")));
    figures.put("win_rate", new Value.Decimal(new BigDecimal("0.65")));
    figures.put("daily_pnl", new Value.Decimal(new BigDecimal("250")));
    figures.put("max_drawdown", new Value.Decimal(new BigDecimal("-0.031")));
    figures.put("sharpe_ratio", new Value.Decimal(new BigDecimal("1.85")));

    Message message = Messages.report("r", EventKind.DAILY_SUMMARY, BOT, NOW, "2026-01-05", figures);

    assertThat(plain(message)).isEqualTo(
        """
            📅 Daily summary for 2026-01-05
            Bot: btc-trend
            Trades: 15
            Win rate: 65.00%
            P&L of the day: $250.00
            Deepest drawdown: -3.10%
            Sharpe ratio: 1.85
            Time: 2026-01-05 14:30:00 UTC""");
    assertThat(message.chart()).isEqualTo(new Charts.Wanted(BOT, NOW.minusSeconds(86_400), NOW));
    assertThat(message.tone()).isEqualTo(Message.Tone.GOOD);
  }

  @ParameterizedTest
  @EnumSource(Notice.Kind.class)
  void anAlertExplainsItselfWhateverIsSaidOfIt(Notice.Kind kind) {
    Message message = Messages.of(notice("n1", kind, NOW, alert("a1", "btc-trend", Level.CRITICAL)), null);

    assertThat(plain(message)).contains(
        "drawdown on btc-trend", "Value: -12.40%", "Threshold: -10.00%", "Since: 2026-01-05 14:18:00 UTC (12 min)",
        "Rule: drawdown",
        "Runbook: https://wiki.example/drawdown", "the drawdown is below -10% for 10 minutes",
        "2026-01-05 14:29:55 UTC  current_drawdown = -12.40%");
  }

  @Test
  void everyKindOfNoticeHasATitleOfItsOwn() {
    List<String> titles = List.of(Notice.Kind.values()).stream()
        .map(kind -> Messages.of(notice("n1", kind, NOW, alert("a1", "b", Level.CRITICAL)), null).title())
        .toList();

    assertThat(titles).doesNotHaveDuplicates();
  }

  @Test
  void aNoticeOfManyNamesEachAndItsRunbookOnce() {
    Alert[] alerts = new Alert[200];
    for (int i = 0; i < alerts.length; i++) {
      alerts[i] = alert("a" + i, "bot-" + i, i % 2 == 0 ? Level.WARNING : Level.CRITICAL);
    }

    String text = plain(Messages.of(notice("n1", Notice.Kind.FIRING, NOW, alerts), null));

    for (int i = 0; i < alerts.length; i++) {
      assertThat(text).containsPattern("\\bbot-" + i + "\\b");
    }
    assertThat(text.split("wiki.example", -1)).hasSize(2);
  }

  /** A resolved alert named its level with the level's red mark, so that good news read like the alarm. */
  @Test
  void whatIsOverReadsAsGoodNewsAndStillNamesItsLevel() {
    Notice one = notice("n1", Notice.Kind.RESOLVED, NOW, alert("a1", "b", Level.CRITICAL));
    Notice two = notice("n2", Notice.Kind.RESOLVED, NOW, alert("a2", "c", Level.CRITICAL), alert("a3", "d", Level.CRITICAL));
    Notice bad = notice("n3", Notice.Kind.FIRING, NOW, alert("a4", "e", Level.CRITICAL));
    Message first = Messages.of(one, null);

    Message over = Digest.of("d1", List.of(first, Messages.of(two, null)));
    Message mixed = Digest.of("d2", List.of(first, Messages.of(bad, null)));

    assertThat(plain(first)).startsWith("✅ Resolved: ").contains("Level: CRITICAL").doesNotContain("🔴");
    assertThat(plain(Messages.of(two, null))).startsWith("✅ Resolved: ").doesNotContain("🔴");
    assertThat(plain(over)).startsWith("✅ 3 alerts resolved").contains("✅ CRITICAL drawdown, resolved (3)").doesNotContain("🔴");
    assertThat(plain(mixed)).startsWith("🔴 1 alert: 1 critical; 1 resolved").contains("🔴 CRITICAL drawdown, firing (1)");
  }

  private static Message withRunbook(String text, @Nullable URI dashboard) {
    Alert like = alert("a1", "b", Level.CRITICAL);
    Alert alert = new Alert(
        like.id(), like.rule(), like.subject(), like.level(), like.state(), like.begun(), like.since(), like.value(),
        like.threshold(), like.reason(), like.evidence(), like.labels(), text, null, List.of());
    return Messages.of(notice("n1", Notice.Kind.FIRING, NOW, alert), dashboard);
  }

  @Test
  void aRunbookOfTheDashboardIsAnAddressWhereOneIsKnown() {
    String text = "Halt it. More: /runbooks#drawdown-day";

    assertThat(plain(withRunbook(text, URI.create("https://watch.example.org/"))))
        .contains("Runbook: Halt it. More: https://watch.example.org/runbooks#drawdown-day\n");
    assertThat(plain(withRunbook(text, null))).contains("Runbook: Halt it. More: /runbooks#drawdown-day\n");
  }

  @Test
  void aRunbookOfTheUsersStaysAsItIs() {
    URI dashboard = URI.create("https://watch.example.org");

    assertThat(plain(withRunbook("https://wiki.example/runbooks#mine", dashboard)))
        .contains("Runbook: https://wiki.example/runbooks#mine\n");
    assertThat(plain(withRunbook("see here", dashboard))).contains("Runbook: see here\n");
  }

  @Test
  void anAddressAmongWordsIsALinkInAMailAndAloneForAlertmanager() {
    Message message = withRunbook("Sell \"all\". More: /runbooks#x", URI.create("https://w.example"));
    Dispatch dispatch = new Dispatch("k", message, false, false, 1, 0, null, ZoneId.of("UTC"), message.at());

    assertThat(LetterHtml.of(dispatch, null)).contains(
        "Sell &quot;all&quot;. More: <a href=\"https://w.example/runbooks#x\">https://w.example/runbooks#x</a>");
    assertThat(Runbook.address("Sell. More: https://w.example/runbooks#x")).isEqualTo("https://w.example/runbooks#x");
    assertThat(Runbook.address(null)).isNull();
  }

  @Test
  void actionsAreOfferedWhereTheyMakeSense() {
    Notice firing = notice("n1", Notice.Kind.FIRING, NOW, alert("a1", "b", Level.CRITICAL));
    Notice resolved = notice("n2", Notice.Kind.RESOLVED, NOW, alert("a1", "b", Level.CRITICAL));
    URI dashboard = URI.create("http://127.0.0.1:8000/");

    assertThat(Messages.of(firing, dashboard).actions()).extracting(Message.Action::deed)
        .containsExactly(Message.Deed.ACKNOWLEDGE, Message.Deed.SILENCE, Message.Deed.OPEN);
    assertThat(Messages.of(resolved, null).actions()).isEmpty();
  }

  @Test
  void aMessageComesBackFromItsJsonAsItWas() {
    Message alert = Messages.of(notice("n1", Notice.Kind.FIRING, NOW, alert("a1", "b", Level.CRITICAL)), URI.create("http://x/"));
    Message trade =
        Messages.of("e1", BOT, Samples.closed()).orElseThrow().withChart(new Charts.Wanted(null, Instant.EPOCH, NOW)).silently();

    assertThat(Message.fromJson(alert.toJson())).isEqualTo(alert);
    assertThat(Message.fromJson(trade.toJson())).isEqualTo(trade);
  }

  /** A digest that began with the end of one alert had the ends of all others in that line too, above their beginnings. */
  @Test
  void noAlertsEndStandsAboveItsBeginningInADigest() {
    Alert early = alert("a", "early", Level.CRITICAL);
    Alert late = alert("b", "late", Level.CRITICAL);

    List<String> lines = NoticeText.lines(
        List.of(
            notice("n1", Notice.Kind.RESOLVED, NOW, early), notice("n2", Notice.Kind.FIRING, NOW, late),
            notice("n3", Notice.Kind.RESOLVED, NOW, late), notice("n4", Notice.Kind.FIRING, NOW, early)),
        ZoneId.of("UTC"));

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("resolved (1): early");
    assertThat(lines.get(1)).contains("firing (2): late", "early");
    assertThat(lines.get(2)).contains("resolved (1): late");
  }
}
