package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.config.ApplyGate;
import dev.binnacle.config.ApplyMode;
import dev.binnacle.engine.Engine;
import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.Input;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a change that must wait may be applied, by what a real engine knows of the bot. */
final class FleetGateTest {
  private static final BotId BOT = new BotId("a");
  private static final InstanceId I1 = new InstanceId("i1");
  private static final MarketHours MARKET =
      new MarketHours(ZoneId.of("UTC"), EnumSet.allOf(DayOfWeek.class), LocalTime.of(9, 0), LocalTime.of(17, 0), Set.of());

  private final Engine engine = new Engine(EngineSettings.DEFAULT);
  private Instant now = Instant.parse("2026-01-05T10:00:00Z");
  private long ticket;

  private FleetGate gate(@Nullable Market market) {
    return new FleetGate(BOT, () -> engine.snapshot(now), market, () -> now);
  }

  private ApplyGate.Verdict flat() {
    return gate(null).ask(ApplyMode.WHEN_FLAT, List.of());
  }

  private void hears(Event event, long seq) {
    Envelope envelope = new Envelope(event, I1, seq, null);
    engine.apply(now, new Input.Received(BOT, List.of(new Arrival.Decoded(0, envelope, event.hashCode())), true, ++ticket));
  }

  private void opens(String trade, long seq) {
    hears(
        Event.TradeOpened.of(
            now, new TradeId(trade), new Symbol("BTC/USD"), Side.BUY, new BigDecimal("100"), BigDecimal.ONE, Currency.USD),
        seq);
  }

  @Test
  void aBotThatWasNeverHeardIsUnknown() {
    engine.apply(now, new Input.Declared(List.of(BOT)));

    assertThat(flat()).isInstanceOf(ApplyGate.Unknown.class);
  }

  @Test
  void aBotWithoutPositionsIsFlat() {
    hears(new Event.Heartbeat(now, RunState.RUNNING), 0);

    assertThat(flat()).isEqualTo(new ApplyGate.Open());
  }

  @Test
  void anOpenTradeIsAPosition() {
    opens("t-1", 1);

    assertThat(flat()).isEqualTo(new ApplyGate.Closed("1 position is open", null));
  }

  @Test
  void aBotThatHasGoneSilentIsUnknownThoughItWasFlat() {
    hears(new Event.Heartbeat(now, RunState.RUNNING), 0);
    now = now.plusSeconds(20);
    engine.apply(now, new Input.Tick());

    assertThat(flat()).isInstanceOfSatisfying(ApplyGate.Unknown.class, why -> assertThat(why.reason()).contains("not heard"));
  }

  @Test
  void missingEventsMayHaveBeenTrades() {
    opens("t-1", 3);
    hears(
        new Event.TradeClosed(
            now, new TradeId("t-1"), new Symbol("BTC/USD"), Side.BUY, null, new BigDecimal("101"), BigDecimal.ONE, Currency.USD,
            BigDecimal.ONE, null, null, null, null, null),
        4);

    assertThat(flat()).isInstanceOfSatisfying(ApplyGate.Unknown.class, why -> assertThat(why.reason()).contains("missing"));
  }

  @Test
  void anEngineThatHasStoppedKnowsNothing() {
    hears(new Event.Heartbeat(now, RunState.RUNNING), 0);
    var old = engine.snapshot(now);

    FleetGate gate = new FleetGate(BOT, () -> old, null, () -> now.plusSeconds(6));

    assertThat(gate.ask(ApplyMode.WHEN_FLAT, List.of())).isInstanceOf(ApplyGate.Unknown.class);
  }

  @Test
  void aMarketIsClosedByItsHours() {
    assertThat(gate(MARKET).ask(ApplyMode.MARKET_CLOSED, List.of()))
        .isEqualTo(new ApplyGate.Closed("the market is open until 2026-01-05T17:00", Instant.parse("2026-01-05T17:00:00Z")));
    now = Instant.parse("2026-01-05T17:00:00Z");
    assertThat(gate(MARKET).ask(ApplyMode.MARKET_CLOSED, List.of())).isEqualTo(new ApplyGate.Open());
    assertThat(gate(null).ask(ApplyMode.MARKET_CLOSED, List.of())).isInstanceOf(ApplyGate.Unknown.class);
    assertThat(gate(new Market.Named("24/7")).ask(ApplyMode.MARKET_CLOSED, List.of())).isInstanceOf(ApplyGate.Closed.class);
    assertThat(gate(new Market.Named("NYSE")).ask(ApplyMode.MARKET_CLOSED, List.of())).isInstanceOf(ApplyGate.Closed.class);
  }
}
