package dev.binnacle.server;

import dev.binnacle.engine.Effect;
import dev.binnacle.engine.Engine;
import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.Input;
import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.server.scoring.Models;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A week of recorded trades, on which bots trade, watched by an engine with the rules of the stock and the models beside it. */
final class TapeWeek {
  static final Duration LENGTH = Duration.ofDays(7);
  private static final Duration TICK = Duration.ofSeconds(5);

  private final TradeTape tape;
  private final Engine engine =
      new Engine(
          new EngineSettings(
              EngineSettings.DEFAULT.fleet(),
              AlertSettings.DEFAULT.withRules(rules()).withInhibitions(RuleBook.stockInhibitions())));
  private final Models models = new Models(Models.Past.NOTHING);
  private final List<Fired> fired = new ArrayList<>();
  private long[] numbers = new long[0];
  private long inputs;

  /** An alert began to fire. */
  record Fired(Instant at, Alert alert) {
    String rule() {
      return alert.rule().value();
    }

    boolean isOf(int bot) {
      return bot(bot).equals(alert.subject().bot());
    }
  }

  TapeWeek() throws IOException {
    try (InputStream csv =
        Objects.requireNonNull(TapeWeek.class.getResourceAsStream("/bitstamp_trades_from_20131125_usd.csv"))) {
      tape = TradeTape.read(csv);
    }
  }

  /** All that are in force when the settings say nothing. */
  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Threshold threshold : Threshold.all()) {
      rules.addAll(ThresholdRules.of(threshold, Thresholds.STOCK, Map.of()));
    }
    rules.addAll(ThresholdRules.lossAhead(Thresholds.STOCK, Map.of()));
    rules.addAll(RuleBook.stock());
    return rules;
  }

  private static BotId bot(int number) {
    return new BotId("bot-" + number);
  }

  Instant start() {
    return tape.start();
  }

  long inputs() {
    return inputs;
  }

  /** @return all alerts that began to fire, in their order */
  List<Fired> play(int count, List<Fault> faults) {
    numbers = new long[count];
    List<SimulatedBot> bots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bots.add(new SimulatedBot(bot(i).value() + "-", 1_000 + i, start()));
    }
    long trade = 0;
    Instant end = start().plus(LENGTH);
    for (Instant now = start(); now.isBefore(end); now = now.plus(SimulatedBot.STEP)) {
      while (!tape.trade(trade + 1).at().isAfter(now)) {
        trade++;
      }
      double price = tape.trade(trade).price().doubleValue();
      double filled = tape.trade(trade + 1).price().doubleValue();
      for (int i = 0; i < count; i++) {
        step(i, bots.get(i), now, price, filled, faults);
      }
      apply(now, new Input.Tick());
      apply(now.plus(TICK), new Input.Tick());
    }
    return fired;
  }

  private void step(int number, SimulatedBot bot, Instant now, double price, double filled, List<Fault> faults) {
    Fault on = null;
    for (Fault fault : faults) {
      if (fault.bot() == number && fault.isOn(now)) {
        on = fault;
      }
      if (fault.bot() == number && fault.end().equals(now)) {
        say(number, bot, now, bot.mended(now, fault, price));
      }
    }
    say(number, bot, now, bot.step(now, price, filled, on));
  }

  private void say(int number, SimulatedBot bot, Instant now, List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    InstanceId instance = new InstanceId("i1");
    List<Arrival> arrivals = new ArrayList<>();
    for (Event event : events) {
      if (event.isDurable()) {
        numbers[number] += 1 + bot.lost;
        bot.lost = 0;
      }
      Envelope envelope =
          event.isDurable() ? Envelope.sequenced(event, instance, numbers[number]) : Envelope.of(event, instance);
      arrivals.add(new Arrival.Decoded(arrivals.size(), envelope, event.hashCode()));
    }
    apply(now, new Input.Received(bot(number), arrivals, true, 1));
  }

  private void apply(Instant now, Input input) {
    inputs++;
    for (Effect effect : engine.apply(now, input).effects()) {
      if (effect instanceof Effect.Weigh(var asked)) {
        @Nullable Double score = models.score(asked);
        if (score != null) {
          apply(now, Input.Scored.of(asked, score));
        }
      } else if (effect instanceof Effect.Record(var entry)) {
        for (Fact fact : entry.facts()) {
          if (fact instanceof Fact.AlertChanged change
              && change.from() != change.alert().state()
              && (change.alert().state() == AlertState.FIRING || change.alert().state() == AlertState.FLAPPING)) {
            fired.add(new Fired(now, change.alert()));
          }
        }
      }
    }
  }
}
