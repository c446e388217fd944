package dev.binnacle.engine;

import dev.binnacle.engine.control.ControlSettings;
import dev.binnacle.engine.control.ControlSettings.ControlBounds;
import dev.binnacle.engine.control.Errand;
import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.engine.control.GuardReport;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Latch;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bots, their exchange and a disk, as they are in truth, around an engine that knows only what it is told. A bot may die, come back, be deaf
 * or hold orders in flight; the exchange is slow, unreachable or wrong; the server is killed and loses what is not on disk.
 */
final class HaltWorld {
  static final BotId A = new BotId("a");
  static final BotId B = new BotId("b");
  /** No way leads to its exchange. */
  static final BotId C = new BotId("c");

  static final Symbol BTC = new Symbol("BTC/USD");
  static final EngineSettings SETTINGS =
      new EngineSettings(
          EngineSettings.DEFAULT.fleet(),
          EngineSettings.DEFAULT.alerts(),
          ControlSettings.DEFAULT
              .withGateways(Set.of(A, B))
              .withGroups(Map.of(A, "g", C, "g"))
              .withBounds(new ControlBounds(4, 6, 3, 3, 4)));

  /** Hears of everything that the engine says, and of nothing else. */
  interface Witness {
    void applied(Input input, Outcome outcome);

    void opened(Errand.OpenGuards errand, List<JournalEntry> disk);

    void flattened(Errand.Flatten errand, List<JournalEntry> disk);
  }

  /** One bot in truth. */
  final class Bot {
    final BotId id;
    int runs = 1;
    boolean alive = true;
    boolean linked;
    boolean deaf;
    final Map<HaltId, Latch> latches = new LinkedHashMap<>();
    final Set<HaltId> done = new HashSet<>();
    final Set<OrderId> resting = new LinkedHashSet<>();
    final Set<OrderId> flying = new LinkedHashSet<>();
    final Map<OrderId, HaltedOrder.Outcome> gone = new LinkedHashMap<>();
    BigDecimal position = BigDecimal.ONE;

    Bot(BotId id) {
      this.id = id;
    }

    InstanceId run() {
      return new InstanceId(id + "-" + runs);
    }

    boolean isClosed() {
      return latches.values().stream().anyMatch(latch -> latch.mode() != HaltMode.PAUSE);
    }

    GuardReport report() {
      GuardLevel level = GuardLevel.OPEN;
      for (Latch latch : latches.values()) {
        level = latch.symbol() == null ? level.and(latch.mode().level()) : level;
      }
      return new GuardReport(run(), level, List.copyOf(latches.values()), flying.size(), List.copyOf(flying), List.copyOf(done));
    }

    void take(Errand.CloseGuards order) {
      Latch known = latches.get(order.latch().id());
      // An epoch whose record was lost is given again, to another wish.
      if (known == null || known.epoch() <= order.latch().epoch() && !known.equals(order.latch())) {
        latches.put(order.latch().id(), order.latch());
        done.remove(order.latch().id());
      }
    }

    void land() {
      flying.forEach(resting::add);
      flying.clear();
    }

    HaltedOrder truth(OrderId order) {
      if (resting.contains(order)) {
        return new HaltedOrder(order, BTC, HaltedOrder.Outcome.STILL_OPEN, true, null);
      }
      HaltedOrder.Outcome outcome = gone.get(order);
      return outcome == null
          ? new HaltedOrder(order, null, HaltedOrder.Outcome.UNKNOWN, false, "no such order yet")
          : new HaltedOrder(order, BTC, outcome, true, null);
    }
  }

  final Random random;
  final Witness witness;
  final Map<BotId, Bot> bots = new TreeMap<>();
  final List<JournalEntry> journal = new ArrayList<>();
  final List<Errand> toDo = new ArrayList<>();
  final List<Errand> waiting = new ArrayList<>();
  final List<Input.ExchangeTold> underWay = new ArrayList<>();
  Engine engine = new Engine(SETTINGS);
  Instant now = Instant.parse("2026-01-05T10:00:00Z");
  long durable;
  private int orders;

  HaltWorld(long seed, Witness witness) {
    this.random = new Random(seed);
    this.witness = witness;
    for (BotId id : List.of(A, B, C)) {
      bots.put(id, new Bot(id));
    }
  }

  Bot any() {
    return List.copyOf(bots.values()).get(random.nextInt(bots.size()));
  }

  Outcome apply(Input input) {
    Outcome outcome = engine.apply(now, input);
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Record(JournalEntry entry)) {
        journal.add(entry);
      } else if (effect instanceof Effect.OfControl(Errand errand)) {
        switch (errand) {
          case Errand.CloseGuards close -> close(close);
          case Errand.CancelOrders cancel -> toDo.add(cancel);
          case Errand.Verify verify -> toDo.add(verify);
          case Errand.OpenGuards open -> waiting.add(open);
          case Errand.Flatten flatten -> waiting.add(flatten);
        }
      }
    }
    witness.applied(input, outcome);
    return outcome;
  }

  private void close(Errand.CloseGuards order) {
    Bot bot = bots.get(order.bot());
    if (bot != null && bot.alive && bot.linked && !bot.deaf) {
      bot.take(order);
    }
  }

  /** The disk has everything up to now, and what waited for it is done. */
  void sync() {
    durable = journal.isEmpty() ? 0 : journal.getLast().index();
    for (Errand errand : List.copyOf(waiting)) {
      long awaits =
          switch (errand) {
            case Errand.OpenGuards open -> open.awaits();
            case Errand.Flatten flatten -> flatten.awaits();
            case Errand.CloseGuards e -> 0;
            case Errand.CancelOrders e -> 0;
            case Errand.Verify e -> 0;
          };
      if (awaits <= durable) {
        waiting.remove(errand);
        done(errand);
      }
    }
  }

  private void done(Errand errand) {
    if (errand instanceof Errand.Flatten flatten) {
      witness.flattened(flatten, List.copyOf(journal));
      toDo.add(flatten);
    } else if (errand instanceof Errand.OpenGuards open) {
      witness.opened(open, List.copyOf(journal));
      Bot bot = bots.get(open.bot());
      Latch latch = bot == null ? null : bot.latches.get(open.halt());
      if (bot != null && latch != null && bot.alive && bot.linked && latch.epoch() <= open.epoch()) {
        bot.latches.remove(open.halt());
        bot.done.remove(open.halt());
      }
    }
  }

  /** The server is killed: what is not on disk is lost, and so are all answers on their way. */
  void crash() {
    journal.removeIf(entry -> entry.index() > durable);
    toDo.clear();
    waiting.clear();
    underWay.clear();
    engine = new Engine(SETTINGS);
    journal.forEach(engine::replay);
    bots.values().forEach(bot -> bot.linked = false);
  }

  /** @return what the engine asked for in its first moment */
  List<Errand> wake() {
    Outcome outcome = apply(new Input.Tick());
    return outcome.effects().stream()
        .filter(Effect.OfControl.class::isInstance)
        .map(effect -> ((Effect.OfControl) effect).errand())
        .toList();
  }

  void link(Bot bot) {
    if (bot.alive && !bot.linked) {
      bot.linked = true;
      apply(new Input.LinkOpened(bot.id, bot.run()));
      tell(bot);
    }
  }

  void tell(Bot bot) {
    if (bot.alive && bot.linked) {
      apply(new Input.GuardHeard(bot.id, bot.report()));
    }
  }

  void beat(Bot bot) {
    if (bot.alive) {
      Event event = new Event.Heartbeat(now, RunState.RUNNING);
      apply(new Input.Received(bot.id, List.of(new Arrival.Decoded(0, Envelope.of(event, bot.run()), 0)), true, 1));
    }
  }

  void die(Bot bot) {
    if (bot.alive) {
      bot.alive = false;
      bot.land();
      if (bot.linked) {
        bot.linked = false;
        apply(new Input.LinkClosed(bot.id, bot.run()));
      }
    }
  }

  void revive(Bot bot) {
    if (!bot.alive) {
      bot.alive = true;
      bot.deaf = false;
      bot.runs++;
      bot.done.clear();
    }
  }

  void trade(Bot bot) {
    if (bot.alive && !bot.isClosed()) {
      OrderId order = new OrderId(bot.id + "-" + ++orders);
      boolean flies = random.nextInt(3) == 0;
      (flies ? bot.flying : bot.resting).add(order);
      if (!flies && !bot.id.equals(C)) {
        Event event =
            new Event.OrderUpdate(
                now, order, BTC, Side.BUY, OrderKind.LIMIT, OrderStatus.OPEN, BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.TEN,
                null, null, null, null);
        apply(new Input.Received(bot.id, List.of(new Arrival.Decoded(0, Envelope.of(event, bot.run()), orders)), true, 1));
      }
    }
  }

  /** A bot begins a halt by itself. */
  void latch(Bot bot) {
    if (bot.alive) {
      HaltId id = new HaltId(bot.run() + "." + ++orders);
      HaltMode mode = HaltMode.values()[random.nextInt(HaltMode.values().length)];
      bot.latches.put(id, new Latch(id, 0, mode, random.nextInt(4) == 0 ? BTC : null, HaltOrigin.BOT, "bot", "it smells", now));
    }
  }

  /** Whoever is to do something at an exchange does one thing, well or badly. */
  void work(boolean honest) {
    if (toDo.isEmpty()) {
      return;
    }
    Errand errand = toDo.remove(honest ? 0 : random.nextInt(toDo.size()));
    Bot bot = bots.get(errand.bot());
    if (bot == null || (!honest && random.nextInt(8) == 0)) {
      return;
    }
    if (!honest && random.nextInt(6) == 0) {
      answer(errand, asked(errand), new ExchangeReport.Unreachable("429"));
      return;
    }
    switch (errand) {
      case Errand.CancelOrders cancel -> answer(errand, cancel.asked(), sweep(bot, cancel, honest));
      case Errand.Verify verify -> answer(errand, verify.asked(), read(bot, verify));
      case Errand.Flatten flatten -> answer(errand, flatten.asked(), flatten(bot, honest));
      case Errand.CloseGuards e -> {}
      case Errand.OpenGuards e -> {}
    }
  }

  private static long asked(Errand errand) {
    return switch (errand) {
      case Errand.CancelOrders cancel -> cancel.asked();
      case Errand.Verify verify -> verify.asked();
      case Errand.Flatten flatten -> flatten.asked();
      case Errand.CloseGuards e -> 0;
      case Errand.OpenGuards e -> 0;
    };
  }

  private void answer(Errand errand, long asked, ExchangeReport report) {
    underWay.add(new Input.ExchangeTold(errand.halt(), errand.epoch(), errand.bot(), asked, report));
  }

  private ExchangeReport sweep(Bot bot, Errand.CancelOrders errand, boolean honest) {
    Map<OrderId, HaltedOrder> told = new LinkedHashMap<>();
    boolean whole = honest || random.nextInt(3) > 0;
    boolean lies = !honest && random.nextInt(5) == 0;
    for (OrderId order : List.copyOf(bot.resting)) {
      if (lies) {
        told.put(order, new HaltedOrder(order, BTC, HaltedOrder.Outcome.CANCELLED, true, "so it says"));
      } else if (whole || random.nextBoolean()) {
        bot.resting.remove(order);
        bot.gone.put(order, random.nextInt(4) == 0 ? HaltedOrder.Outcome.FILLED : HaltedOrder.Outcome.CANCELLED);
        told.put(order, bot.truth(order));
      } else {
        told.put(order, new HaltedOrder(order, BTC, HaltedOrder.Outcome.PENDING, false, null));
      }
    }
    errand.named().forEach(order -> told.putIfAbsent(order, bot.truth(order)));
    boolean complete = lies || bot.resting.isEmpty();
    return new ExchangeReport.Cancelled(List.copyOf(told.values()), true, complete, complete ? null : "some rest still");
  }

  private ExchangeReport read(Bot bot, Errand.Verify errand) {
    Map<OrderId, HaltedOrder> told = new LinkedHashMap<>();
    bot.resting.forEach(order -> told.put(order, bot.truth(order)));
    errand.named().forEach(order -> told.putIfAbsent(order, bot.truth(order)));
    boolean flat = bot.position.signum() == 0;
    List<HaltedPosition> positions = List.of(position(bot, errand.liquidation() != null));
    boolean clean = bot.resting.isEmpty() && (errand.liquidation() == null || flat);
    return new ExchangeReport.Verified(List.copyOf(told.values()), positions, clean, clean ? null : "not clean");
  }

  private static HaltedPosition position(Bot bot, boolean wanted) {
    HaltedPosition.Outcome outcome =
        bot.position.signum() == 0
            ? HaltedPosition.Outcome.FLAT
            : wanted ? HaltedPosition.Outcome.OPEN : HaltedPosition.Outcome.KEPT;
    return new HaltedPosition(BTC, BigDecimal.ONE, bot.position, outcome, null);
  }

  private ExchangeReport flatten(Bot bot, boolean honest) {
    boolean works = honest || random.nextInt(3) > 0;
    bot.position = works ? BigDecimal.ZERO : bot.position;
    return new ExchangeReport.Flattened(List.of(position(bot, true)), works, works ? null : "no buyer");
  }

  /** An answer arrives: any of them, and perhaps not for the last time. */
  void deliver(boolean honest) {
    if (!underWay.isEmpty()) {
      int which = honest ? 0 : random.nextInt(underWay.size());
      Input.ExchangeTold told = honest || random.nextInt(4) > 0 ? underWay.remove(which) : underWay.get(which);
      apply(told);
    }
  }

  @Nullable Bot bot(BotId id) {
    return bots.get(id);
  }
}
