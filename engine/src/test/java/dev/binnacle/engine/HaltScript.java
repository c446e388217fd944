package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.control.ControlSettings;
import dev.binnacle.engine.control.Errand;
import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.engine.control.GuardReport;
import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Derived;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Action;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Level;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A story of halts: what happens, and what is seen of it. Bots a and b can be reached at their exchange without them, c cannot. Orders
 * that nobody minds for ten seconds are an alert.
 */
final class HaltScript {
  static final Symbol BTC = new Symbol("BTC/USD");
  private static final EngineSettings SETTINGS =
      new EngineSettings(
          EngineSettings.DEFAULT.fleet(),
          AlertSettings.DEFAULT.withRules(
              List.of(
                  Rule.of(
                      "orphan-orders", new Condition.Threshold(Derived.ORPHAN_ORDERS.metric(), Bearing.ABOVE, 0, null),
                      Level.CRITICAL)
                      .holding(Duration.ofSeconds(10)))),
          ControlSettings.DEFAULT
              .withGateways(Set.of(new BotId("a"), new BotId("b")))
              .withGroups(Map.of(new BotId("a"), "g", new BotId("c"), "g")));

  private final List<JournalEntry> journal = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final Map<String, HaltState> states = new HashMap<>();
  private Engine engine = new Engine(SETTINGS);
  private Instant now = Instant.parse("2026-01-05T10:00:00Z");
  private @Nullable Errand lastCancel;
  private @Nullable Errand lastVerify;
  private @Nullable Errand lastFlatten;
  private Effect.@Nullable CommandDone done;

  /** These bots run, are connected and are heard. */
  static HaltScript with(String... bots) {
    HaltScript script = new HaltScript();
    for (String bot : bots) {
      script.links(bot);
    }
    script.seen.clear();
    return script;
  }

  private HaltScript apply(Input input) {
    for (Effect effect : engine.apply(now, input).effects()) {
      switch (effect) {
        case Effect.Record(JournalEntry entry) -> {
          journal.add(entry);
          entry.facts().forEach(this::see);
        }
        case Effect.OfControl(Errand errand) -> see(errand);
        case Effect.CommandDone command -> done = command;
        case Effect.Reply e -> {}
        case Effect.Keep e -> {}
        case Effect.Weigh e -> {}
        case Effect.Announce e -> {}
      }
    }
    return this;
  }

  private void see(Fact fact) {
    switch (fact) {
      case Fact.HaltBegun(var at, Halt halt) -> {
        seen.add("begins " + halt.scope() + " " + halt.mode());
        halt.bots().forEach(bot -> see(halt.id(), bot));
      }
      case Fact.HaltJoined joined -> seen.add("joined " + joined.mode());
      case Fact.BotHaltMoved(var at, HaltId halt, BotHalt bot) -> see(halt, bot);
      case Fact.HaltReleased(var at, HaltId halt, long epoch, var release) -> seen.add("released by " + release.by());
      default -> {}
    }
  }

  private void see(HaltId halt, BotHalt bot) {
    if (states.put(halt + " " + bot.bot(), bot.state()) != bot.state()) {
      seen.add(bot.bot() + " " + bot.state());
    }
  }

  private void see(Errand errand) {
    switch (errand) {
      case Errand.CloseGuards close ->
          seen.add("close " + close.bot() + (close.latch().mode() == HaltMode.PAUSE ? " to reducing" : ""));
      case Errand.OpenGuards open -> seen.add("open " + open.bot());
      case Errand.CancelOrders cancel -> {
        lastCancel = errand;
        seen.add("cancel " + cancel.bot() + names(cancel.named()));
      }
      case Errand.Verify verify -> {
        lastVerify = errand;
        seen.add("verify " + verify.bot() + names(verify.named()));
      }
      case Errand.Flatten flatten -> {
        lastFlatten = errand;
        assertThat(flatten.awaits()).isPositive();
        seen.add("flatten " + flatten.bot() + " " + flatten.attempt());
      }
    }
  }

  private static String names(List<OrderId> orders) {
    return orders.isEmpty() ? "" : " " + orders;
  }

  /* What happens. */

  HaltScript links(String bot) {
    return runs(bot, bot + "-1");
  }

  HaltScript runs(String bot, String run) {
    apply(new Input.LinkOpened(new BotId(bot), new InstanceId(run)));
    return beats(bot, run);
  }

  HaltScript beats(String bot, String run) {
    Event event = new Event.Heartbeat(now, RunState.RUNNING);
    Envelope envelope = Envelope.of(event, new InstanceId(run));
    return apply(new Input.Received(new BotId(bot), List.of(new Arrival.Decoded(0, envelope, 0)), true, 1));
  }

  /** The bot's first run tells of an order to buy 1. */
  HaltScript tells(String bot, String id, OrderStatus status, String filled) {
    Event event =
        new Event.OrderUpdate(
            now, new OrderId(id), BTC, Side.BUY, OrderKind.LIMIT, status, BigDecimal.ONE, new BigDecimal(filled),
            new BigDecimal("100"), null, null, null, null);
    Envelope envelope = Envelope.of(event, new InstanceId(bot + "-1"));
    return apply(new Input.Received(new BotId(bot), List.of(new Arrival.Decoded(0, envelope, 0)), true, 1));
  }

  HaltScript unlinks(String bot) {
    return apply(new Input.LinkClosed(new BotId(bot), new InstanceId(bot + "-1")));
  }

  HaltScript halts(String bot, HaltMode mode) {
    return halts(new HaltScope.OfBot(new BotId(bot)), mode);
  }

  HaltScript halts(HaltScope scope, HaltMode mode) {
    Liquidation how = mode == HaltMode.LIQUIDATE ? Liquidation.ALL_AT_MARKET : null;
    return commands(new Input.Command.RequestHalt(scope, mode, how, "it burns", HaltOrigin.PERSON), "ann");
  }

  HaltScript releases(long epoch, boolean force, String operator) {
    return commands(new Input.Command.ReleaseHalt(id(), epoch, "it is put out", force), operator);
  }

  HaltScript commands(Input.Command command, @Nullable String operator) {
    return apply(new Input.Commanded(command, operator, 1));
  }

  /** The bot's first run has closed its guard for all that it should, with these orders in flight. */
  HaltScript closes(String bot, String... inFlight) {
    return closesRun(bot, bot + "-1", inFlight);
  }

  HaltScript closesRun(String bot, String run, String... inFlight) {
    List<Latch> latches =
        engine.control(now).bot(new BotId(bot)).orElseThrow().orders().stream().map(Errand.CloseGuards::latch).toList();
    return guard(bot, run, latches, inFlight);
  }

  HaltScript guard(String bot, String run, List<Latch> latches, String... inFlight) {
    GuardLevel level = GuardLevel.OPEN;
    for (Latch latch : latches) {
      level = level.and(latch.mode().level());
    }
    List<OrderId> unknown = Stream.of(inFlight).map(OrderId::new).toList();
    List<HaltId> finished = latches.stream().map(Latch::id).toList();
    return apply(
        new Input.GuardHeard(
            new BotId(bot), new GuardReport(new InstanceId(run), level, latches, unknown.size(), unknown, finished)));
  }

  /** What was asked last is answered. */
  HaltScript cancelled(boolean complete, HaltedOrder... orders) {
    boolean listed = complete || orders.length > 0;
    return answers(lastCancel, new ExchangeReport.Cancelled(List.of(orders), listed, complete, complete ? null : "one rests"));
  }

  /** What became of these was asked for by name, and nobody has listed what else there is. */
  HaltScript lookedUp(HaltedOrder... orders) {
    return answers(lastCancel, new ExchangeReport.Cancelled(List.of(orders), false, false, "orders are being cancelled"));
  }

  HaltScript verified(boolean clean, HaltedOrder... orders) {
    return answers(lastVerify, new ExchangeReport.Verified(List.of(orders), List.of(), clean, clean ? null : "not clean"));
  }

  HaltScript holds(String quantity) {
    BigDecimal after = new BigDecimal(quantity);
    boolean flat = after.signum() == 0;
    HaltedPosition position =
        new HaltedPosition(
            BTC, BigDecimal.ONE, after, flat ? HaltedPosition.Outcome.FLAT : HaltedPosition.Outcome.OPEN, null);
    return answers(
        lastVerify, new ExchangeReport.Verified(List.of(), List.of(position), flat, flat ? null : "a position is left"));
  }

  HaltScript flattened(boolean complete) {
    return answers(lastFlatten, new ExchangeReport.Flattened(List.of(), complete, complete ? null : "nobody buys"));
  }

  HaltScript unreachable() {
    return answers(lastVerify == null ? lastCancel : lastVerify, new ExchangeReport.Unreachable("429"));
  }

  /** What was asked for last of the kind. */
  Errand reading() {
    return Objects.requireNonNull(lastVerify);
  }

  HaltScript answers(@Nullable Errand errand, ExchangeReport report) {
    Errand asked = Objects.requireNonNull(errand);
    long number =
        switch (asked) {
          case Errand.CancelOrders cancel -> cancel.asked();
          case Errand.Verify verify -> verify.asked();
          case Errand.Flatten flatten -> flatten.asked();
          case Errand.CloseGuards e -> 0;
          case Errand.OpenGuards e -> 0;
        };
    return apply(new Input.ExchangeTold(asked.halt(), asked.epoch(), asked.bot(), number, report));
  }

  static HaltedOrder order(String id, HaltedOrder.Outcome outcome, boolean proved) {
    return new HaltedOrder(new OrderId(id), BTC, outcome, proved, null);
  }

  HaltScript passes(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      apply(new Input.Tick());
    }
    return this;
  }

  HaltScript restarts() {
    engine = new Engine(SETTINGS);
    journal.forEach(engine::replay);
    return this;
  }

  /* What is seen. */

  /** Since this was asked last. */
  HaltScript sees(String... what) {
    assertThat(seen).containsExactly(what);
    seen.clear();
    return this;
  }

  HaltScript seesAmong(String... what) {
    assertThat(seen).contains(what);
    seen.clear();
    return this;
  }

  HaltScript passesOver() {
    seen.clear();
    return this;
  }

  HaltScript isRefused(String why) {
    assertThat(Objects.requireNonNull(done).refused()).contains(why);
    return this;
  }

  HaltScript isDone() {
    assertThat(Objects.requireNonNull(done).refused()).isNull();
    assertThat(Objects.requireNonNull(done).halt()).isNotNull();
    return this;
  }

  /** As {@link #isDone}, of what has nothing to do with a halt. */
  HaltScript isTaken() {
    assertThat(Objects.requireNonNull(done).refused()).isNull();
    return this;
  }

  List<Action> actions() {
    return engine.control(now).actions();
  }

  HaltId id() {
    return halt().id();
  }

  /** The newest, in force or over. */
  Halt halt() {
    var snapshot = engine.control(now);
    return snapshot.halts().isEmpty() ? snapshot.released().getFirst() : snapshot.halts().getFirst();
  }

  /** Under the one that is in force longest. */
  BotHalt ofOldest(String bot) {
    return of(engine.control(now).halts().getLast(), bot);
  }

  BotHalt of(String bot) {
    return of(halt(), bot);
  }

  private static BotHalt of(Halt halt, String bot) {
    return halt.bots().stream().filter(each -> each.bot().value().equals(bot)).findFirst().orElseThrow();
  }

  Engine engine() {
    return engine;
  }

  Instant now() {
    return now;
  }
}
