package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.Bounds;
import dev.binnacle.engine.fleet.FleetSettings;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What holds for every history, tried on random ones. The seed of a failure is its parameter. */
final class HistoryPropertyTest {
  private static final int INPUTS = 300;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Narrow enough that every bound is reached. */
  private static final EngineSettings NARROW =
      new EngineSettings(
          FleetSettings.DEFAULT.withBounds(new Bounds(4, 3, 5, 5, 3, 3, 3, 3, 5, 5, 5, 3, 16, 2, 4)));

  static List<Long> seeds() {
    return new Random(20260105).longs(40).boxed().toList();
  }

  /** All that facts make. What samples said of the present is in a ledger too, but no figure of the past hangs on it. */
  private static JsonNode durable(EngineState state) {
    JsonNode fleet = JSON.valueToTree(state.fleet());
    ((ObjectNode) fleet).remove("counters");
    fleet.findValues("ledger").forEach(ledger -> ((ObjectNode) ledger).remove("present"));
    return fleet;
  }

  private static EngineSettings settings(long seed) {
    return seed % 2 == 0 ? NARROW : EngineSettings.DEFAULT;
  }

  /** A run of random inputs, with what it led to. */
  private record Run(Engine engine, List<RandomHistory.Step> steps, List<Outcome> outcomes) {
    static Run of(long seed) {
      return of(seed, settings(seed));
    }

    static Run of(long seed, EngineSettings settings) {
      List<RandomHistory.Step> steps = RandomHistory.of(seed, INPUTS);
      Engine engine = new Engine(settings);
      List<Outcome> outcomes = new ArrayList<>();
      for (RandomHistory.Step step : steps) {
        outcomes.add(engine.apply(step.at(), step.input()));
      }
      return new Run(engine, steps, outcomes);
    }

    static List<JournalEntry> entries(List<Outcome> outcomes) {
      return outcomes.stream()
          .flatMap(outcome -> outcome.effects().stream())
          .filter(Effect.Record.class::isInstance)
          .map(effect -> ((Effect.Record) effect).entry())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sameInputsLeadToTheSameOutcomes(long seed) {
    Run one = Run.of(seed);
    Run other = Run.of(seed);

    assertThat(other.outcomes).isEqualTo(one.outcomes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void journalAloneMakesTheSameState(long seed) {
    Run run = Run.of(seed);

    Engine replayed = new Engine(settings(seed));
    Run.entries(run.outcomes).forEach(replayed::replay);

    assertThat(durable(replayed.state())).isEqualTo(durable(run.engine.state()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void checkpointAnywhereAndTheTailMakeTheSameState(long seed) {
    List<RandomHistory.Step> steps = RandomHistory.of(seed, INPUTS);
    int cut = new Random(seed).nextInt(INPUTS);
    Engine engine = new Engine(settings(seed));
    List<Outcome> tail = new ArrayList<>();
    byte[] checkpoint = {};
    for (int i = 0; i < steps.size(); i++) {
      Outcome outcome = engine.apply(steps.get(i).at(), steps.get(i).input());
      if (i == cut) {
        checkpoint = JSON.writeValueAsBytes(engine.state());
      } else if (i > cut) {
        tail.add(outcome);
      }
    }

    Engine restored = Engine.restore(settings(seed), JSON.readValue(checkpoint, EngineState.class));
    Run.entries(tail).forEach(restored::replay);

    assertThat(durable(restored.state())).isEqualTo(durable(engine.state()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void engineThatWasKilledAnswersRepetitionsAsTheOneBefore(long seed) {
    Run run = Run.of(seed, EngineSettings.DEFAULT);
    Engine killed = new Engine(EngineSettings.DEFAULT);
    Run.entries(run.outcomes).forEach(killed::replay);

    for (RandomHistory.Step step : run.steps) {
      if (step.input() instanceof Input.Received batch) {
        Effect.Reply before = reply(run.engine.apply(step.at(), batch));
        Effect.Reply after = reply(killed.apply(step.at(), batch));
        assertThat(after.answer()).as("%s", batch).isEqualTo(before.answer());
      }
    }
  }

  private static Effect.Reply reply(Outcome outcome) {
    return outcome.effects().stream().filter(Effect.Reply.class::isInstance).map(Effect.Reply.class::cast).findFirst()
        .orElseThrow();
  }

  /** Against a book that is kept by simply remembering everything. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyClosingCountsOnceAndNoneIsLost(long seed) {
    List<RandomHistory.Step> steps =
        RandomHistory.inOneCurrency(seed, INPUTS).stream().filter(step -> !(step.input() instanceof Input.Commanded)).toList();
    Engine engine = new Engine(EngineSettings.DEFAULT);
    Set<String> known = new HashSet<>();
    BigDecimal sum = BigDecimal.ZERO;
    long count = 0;
    for (RandomHistory.Step step : steps) {
      engine.apply(step.at(), step.input());
      if (step.input() instanceof Input.Received batch) {
        for (Arrival arrival : batch.arrivals()) {
          if (isNew(known, batch.bot(), arrival) && arrival instanceof Arrival.Decoded decoded
              && decoded.envelope().event() instanceof Event.TradeClosed closed) {
            count++;
            sum = sum.add(closed.pnl());
          }
        }
      }
    }

    FleetSnapshot snapshot = engine.snapshot(steps.getLast().at());
    long total = snapshot.bots().stream().mapToLong(bot -> bot.figures().trades().total()).sum();
    BigDecimal net =
        snapshot.bots().stream().map(bot -> bot.figures().trades().netProfit()).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(total).isEqualTo(count);
    assertThat(net).isEqualByComparingTo(sum);
  }

  /** What follows the words one by one is what the positions of the end add up to. */
  @Test
  void exposuresEqualTheSumOfThePositionsAtTheEnd() {
    int known = 0;
    for (long seed : seeds()) {
      List<RandomHistory.Step> steps = RandomHistory.inOneCurrency(seed, INPUTS);
      Engine engine = new Engine(EngineSettings.DEFAULT);
      steps.forEach(step -> engine.apply(step.at(), step.input()));

      Instant end = steps.stream().map(RandomHistory.Step::at).max(Comparator.naturalOrder()).orElseThrow();
      for (BotSnapshot bot : engine.snapshot(end.plusSeconds(120)).bots()) {
        BigDecimal equity = bot.figures().profit().equity();
        boolean solvent = equity != null && equity.signum() > 0;
        assertThat(bot.figures().risk().netExposure() != null).as("seed %d: %s", seed, bot.id()).isEqualTo(solvent);
        if (equity != null && solvent) {
          known += bot.positions().isEmpty() ? 0 : 1;
          assertExposures(bot, equity.doubleValue());
        }
      }
    }

    assertThat(known).isGreaterThan(20);
  }

  private static void assertExposures(BotSnapshot bot, double equity) {
    double gross = 0;
    double net = 0;
    Map<Symbol, Double> bySymbol = new HashMap<>();
    for (BotSnapshot.PositionView position : bot.positions()) {
      BigDecimal price = position.currentPrice() == null ? position.entryPrice() : position.currentPrice();
      double value = price.multiply(position.quantity()).doubleValue();
      gross += value;
      net += position.side() == Side.BUY ? value : -value;
      bySymbol.merge(position.symbol(), value, Double::sum);
    }
    double largest = bySymbol.values().stream().mapToDouble(each -> each).max().orElse(0);

    Offset<Double> rounding = within(1e-9 * (1 + gross / equity));
    assertThat(bot.figures().risk().exposure()).isCloseTo(gross / equity, rounding);
    assertThat(bot.figures().risk().netExposure()).isCloseTo(net / equity, rounding);
    assertThat(bot.figures().risk().symbolExposure()).isCloseTo(largest / equity, rounding);
  }

  private static boolean isNew(Set<String> known, BotId bot, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Decoded decoded when decoded.envelope().isSequenced() ->
          known.add(bot + " " + decoded.envelope().instance() + " " + decoded.envelope().seq());
      case Arrival.Decoded decoded when decoded.envelope().id() != null -> known.add(bot + " id " + decoded.envelope().id());
      case Arrival.Decoded decoded -> true;
      case Arrival.Refused refused -> {
        if (refused.seq() > 0) {
          known.add(bot + " " + refused.instance() + " " + refused.seq());
        }
        yield false;
      }
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void countersAndAnswersAddUp(long seed) {
    Run run = Run.of(seed);
    long accepted = 0;
    long duplicates = 0;
    long rejected = 0;
    long arrivals = 0;
    for (int i = 0; i < run.steps.size(); i++) {
      if (run.steps.get(i).input() instanceof Input.Received batch) {
        Effect.Reply reply = reply(run.outcomes.get(i));
        assertThat(reply.answer().accepted() + reply.answer().duplicates() + reply.answer().rejected().size())
            .isEqualTo(batch.arrivals().size());
        accepted += reply.answer().accepted();
        duplicates += reply.answer().duplicates();
        rejected += reply.answer().rejected().size();
        arrivals += batch.arrivals().size();
      }
    }

    FleetSnapshot.Counters counters = run.engine.snapshot(run.steps.getLast().at()).counters();
    assertThat(counters.accepted() + counters.samples()).isEqualTo(accepted);
    assertThat(counters.duplicates()).isEqualTo(duplicates);
    assertThat(counters.rejected()).isEqualTo(rejected);
    assertThat(accepted + duplicates + rejected).isEqualTo(arrivals);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void snapshotAgreesWithTheFactsAndWithItself(long seed) {
    Run run = Run.of(seed);
    FleetSnapshot snapshot = run.engine.snapshot(run.steps.getLast().at());
    List<Fact> facts = Run.entries(run.outcomes).stream().flatMap(entry -> entry.facts().stream()).toList();

    for (BotSnapshot bot : snapshot.bots()) {
      facts.stream()
          .filter(fact -> fact instanceof Fact.StatusChanged changed && changed.bot().equals(bot.id()))
          .reduce((before, after) -> after)
          .ifPresent(changed -> assertThat(bot.status()).isEqualTo(((Fact.StatusChanged) changed).to()));
      assertThat(bot.equity() == null).isEqualTo(bot.whyNull().containsKey("equity"));
      assertThat(bot.positions()).allMatch(position -> position.quantity().signum() > 0);
      assertThat(bot.trades()).hasSizeLessThanOrEqualTo(50);
      assertThat(bot.gaps()).allMatch(gap -> gap.from() <= gap.to());
    }
    assertThat(snapshot.bots()).isSortedAccordingTo((one, other) -> one.id().compareTo(other.id()));
  }
}
