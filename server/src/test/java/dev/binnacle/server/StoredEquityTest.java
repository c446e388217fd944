package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.Effect;
import dev.binnacle.engine.Engine;
import dev.binnacle.engine.Input;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Money;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.notify.EquityChart;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The curve that people are sent as a picture ends with what the ledger has, from events through the engine and the store. */
final class StoredEquityTest {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final Duration STEP = Duration.ofSeconds(10);
  /** More than a picture has points. */
  private static final int STEPS = 2_000;
  private static final Instant END = START.plus(STEP.multipliedBy(STEPS));
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Currency USD = new Currency("USD");
  private static final Symbol SYMBOL = new Symbol("BTC/USD");
  private static final InstanceId INSTANCE = new InstanceId("i1");
  private static final BotId HOLDER = new BotId("holder");
  private static final BotId CASHIER = new BotId("cashier");
  private static final BigDecimal QUANTITY = new BigDecimal("0.5");
  private static final BigDecimal ENTRY = new BigDecimal("45000");
  private static final BigDecimal LAST_PRICE = new BigDecimal("44812.5");

  /** 10,250.25 in cash, and 0.5 bought at 45,000 that are at 44,812.5 now: 10,250.25 - 93.75. */
  private static final BigDecimal HOLDERS_END = new BigDecimal("10156.50");
  private static final BigDecimal CASHIERS_END = new BigDecimal("4980.10");

  @TempDir
  private Path folder;

  private final Map<BotId, Long> seqs = new HashMap<>();
  private long tickets;

  private Storage open() {
    return Storage.open(folder, StorageSettings.DEFAULTS, InstantSource.fixed(END));
  }

  private Arrival durable(BotId bot, Event event) {
    long seq = seqs.merge(bot, 1L, Long::sum);
    return new Arrival.Decoded(0, Envelope.sequenced(event, INSTANCE, seq), seq);
  }

  private static Event balance(Instant at, String total) {
    return new Event.BalanceUpdate(at, new BigDecimal(total), null, USD, BigDecimal.ZERO);
  }

  private static Arrival mark(Instant at, BigDecimal price) {
    Event mark = new Event.Mark(at, SYMBOL, price);
    return new Arrival.Decoded(0, Envelope.of(mark, INSTANCE), mark.hashCode());
  }

  private List<Input> at(int step, Instant now) {
    List<Arrival> holder = new ArrayList<>();
    List<Arrival> cashier = new ArrayList<>();
    if (step == 0) {
      holder.add(durable(HOLDER, balance(now, "10000")));
      holder.add(
          durable(HOLDER, new Event.PositionUpdate(
              now, SYMBOL, Side.BUY, QUANTITY, ENTRY, USD, ENTRY, null, null, null, null, null)));
      cashier.add(durable(CASHIER, balance(now, "5000")));
    } else if (step == STEPS / 2) {
      holder.add(durable(HOLDER, balance(now, "10250.25")));
    } else if (step == STEPS) {
      cashier.add(durable(CASHIER, balance(now, CASHIERS_END.toString())));
    }
    holder.add(mark(now, step == STEPS ? LAST_PRICE : ENTRY.add(wave(step))));
    Event beat = new Event.Heartbeat(now, RunState.RUNNING);
    cashier.add(new Arrival.Decoded(0, Envelope.of(beat, INSTANCE), beat.hashCode()));
    return List.of(
        new Input.Received(HOLDER, holder, true, ++tickets), new Input.Received(CASHIER, cashier, true, ++tickets),
        new Input.Tick());
  }

  private static BigDecimal wave(int step) {
    return BigDecimal.valueOf(300 * Math.sin(step / 40.0)).setScale(2, RoundingMode.HALF_EVEN);
  }

  /** Plays it all, and does with samples and the journal as the server does. */
  private FleetSnapshot play(Storage storage, boolean keepsSamples) throws InterruptedException {
    Engine engine = EngineBoot.start(Settings.DEFAULTS, storage);
    for (int step = 0; step <= STEPS; step++) {
      Instant now = START.plus(STEP.multipliedBy(step));
      for (Input input : at(step, now)) {
        engine.apply(now, input).effects().forEach(effect -> carryOut(effect, storage, keepsSamples));
      }
    }
    assertThat(storage.journal().awaitDurable(storage.journal().lastIndex(), PATIENCE)).isTrue();
    return engine.snapshot(END);
  }

  private static void carryOut(Effect effect, Storage storage, boolean keepsSamples) {
    if (effect instanceof Effect.Record(var entry)) {
      storage.journal().append(entry);
    } else if (effect instanceof Effect.Keep keep && keepsSamples) {
      storage.samples().keep(keep.bot(), keep.at(), keep.samples());
    }
  }

  private static List<EquityChart.Point> curve(Storage storage, @Nullable BotId bot) {
    return new StoredEquity(storage.samples()).points(bot, START, END.plusMillis(1));
  }

  private static EquityChart.Point last(BigDecimal equity) {
    return new EquityChart.Point(END, equity.doubleValue());
  }

  private static void assertEnds(Storage storage) {
    assertThat(curve(storage, HOLDER).getLast()).isEqualTo(last(HOLDERS_END));
    assertThat(curve(storage, CASHIER).getLast()).isEqualTo(last(CASHIERS_END));
    assertThat(curve(storage, null).getLast()).as("the fleet's").isEqualTo(last(HOLDERS_END.add(CASHIERS_END)));
  }

  @Test
  void theCurveEndsWithTheLedgersEquity() throws InterruptedException {
    try (Storage storage = open()) {
      FleetSnapshot ledger = play(storage, true);

      assertThat(ledger.bot(HOLDER).orElseThrow().equity()).isEqualTo(new Money(HOLDERS_END, USD));
      assertThat(ledger.totals().equity()).isEqualTo(new Money(HOLDERS_END.add(CASHIERS_END), USD));
      assertThat(curve(storage, HOLDER)).as("thinned").hasSizeBetween(500, 1_000);
      assertEnds(storage);
      assertThat(storage.samples().flush(PATIENCE)).isTrue();
      assertEnds(storage);
    }
    try (Storage again = open()) {
      assertEnds(again);
    }
  }

  @Test
  void thePictureSaysTheLedgersEquity() throws InterruptedException {
    try (Storage storage = open()) {
      play(storage, true);
      EquityChart charts = new EquityChart(new StoredEquity(storage.samples()), ZoneOffset.UTC);

      assertThat(charts.equity(HOLDER, START, END.plusMillis(1)).orElseThrow().description())
          .startsWith("Equity of holder from ").contains(" to 10,156.5, ");
      assertThat(charts.equity(null, START, END.plusMillis(1)).orElseThrow().description())
          .startsWith("Equity of fleet from ").contains(" to 15,136.6, ");
    }
  }

  /** What was in memory only went with the process; the journal has what the equity was. */
  @Test
  void aCurveWhoseSamplesWereLostEndsWithTheEquityThatTheJournalHas() throws InterruptedException {
    try (Storage storage = open()) {
      play(storage, false);
      assertThat(curve(storage, HOLDER)).isEmpty();
    }

    try (Storage again = open()) {
      EngineBoot.start(Settings.DEFAULTS, again);

      List<EquityChart.Point> curve = curve(again, CASHIER);
      assertThat(curve.getFirst().equity()).isEqualTo(5_000);
      assertThat(curve.getLast()).isEqualTo(last(CASHIERS_END));
      assertThat(curve(again, HOLDER)).as("a mark a minute of what moves").hasSizeGreaterThan(STEPS / 10);
    }
  }
}
