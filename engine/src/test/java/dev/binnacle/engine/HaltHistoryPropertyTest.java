package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.control.ControlState;
import dev.binnacle.engine.control.Errand;
import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * What holds for halts in every history, tried on random ones. A failure names its seed. {@code -Dbinnacle.histories=1000000} asks for so
 * many of them.
 */
final class HaltHistoryPropertyTest {
  private static final int STEPS = 120;
  private static final int USUAL_HISTORIES = 100_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CANCEL = HaltWorld.SETTINGS.control().deadlines().cancel();

  @Test
  void invariantsHoldInManyHistories() {
    play(20260201, 600);
  }

  @Test
  @Tag("slow")
  void invariantsHoldInTensOfThousandsOfHistories() {
    play(20260202, Integer.getInteger("binnacle.histories", USUAL_HISTORIES));
  }

  private static void play(long first, int count) {
    LongStream.range(first, first + count).forEach(HaltHistoryPropertyTest::play);
  }

  private static void play(long seed) {
    try {
      new History(seed).play();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("the history of seed " + seed + " fails: " + e.getMessage(), e);
    }
  }

  /** What a witness remembers of one bot under one halt. */
  private static final class Seen {
    @Nullable BotHalt halt;
    long closed;
    Instant cancelling = Instant.MAX;
  }

  private static final class History implements HaltWorld.Witness {
    private final long seed;
    private final HaltWorld world;
    private final Map<HaltId, Halt> halts = new HashMap<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private final Set<HaltId> over = new HashSet<>();
    private final Set<String> attempts = new HashSet<>();
    private long epoch;

    History(long seed) {
      this.seed = seed;
      world = new HaltWorld(seed, this);
    }

    void play() {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      if (seed % 20 == 0) {
        calmDown();
      }
    }

    private int random(int bound) {
      return world.random.nextInt(bound);
    }

    private void step() {
      HaltWorld.Bot bot = world.any();
      switch (random(40)) {
        case 0, 1 -> command(request());
        case 2 -> command(release());
        case 3, 4 -> pass(random(4000));
        case 5 -> pass(random(90_000));
        case 6 -> world.now = world.now.minusMillis(random(60_000));
        case 7, 8 -> world.link(bot);
        case 9 -> world.die(bot);
        case 10 -> world.revive(bot);
        case 11 -> bot.deaf = !bot.deaf;
        case 12, 13 -> world.trade(bot);
        case 14 -> bot.land();
        case 15 -> finish(bot);
        case 16 -> world.tell(bot);
        case 17 -> world.beat(bot);
        case 18 -> world.sync();
        case 19, 20, 23, 24, 25, 26, 27 -> world.work(false);
        case 21, 22, 28, 29, 30, 31, 32 -> world.deliver(false);
        case 33, 34, 35, 36, 37, 38 -> finish(bot);
        default -> {
          if (random(3) == 0) {
            crash();
          } else if (random(4) == 0) {
            world.latch(bot);
          }
        }
      }
    }

    private void pass(int millis) {
      world.now = world.now.plusMillis(millis);
      world.apply(new Input.Tick());
    }

    private void finish(HaltWorld.Bot bot) {
      if (bot.alive) {
        bot.done.addAll(bot.latches.keySet());
        if (bot.id.equals(HaltWorld.C)) {
          bot.resting.clear();
        }
        world.tell(bot);
      }
    }

    private void command(Input.Command command) {
      String operator = random(6) == 0 ? null : random(2) == 0 ? "ann" : "bob";
      Halt before = command instanceof Input.Command.ReleaseHalt release ? halts.get(release.halt()) : null;
      boolean wasInForce = before != null && !over.contains(before.id());
      Outcome outcome = world.apply(new Input.Commanded(command, operator, 7));
      Effect.CommandDone done =
          outcome.effects().stream().filter(Effect.CommandDone.class::isInstance).map(Effect.CommandDone.class::cast).findFirst()
              .orElseThrow();
      if (operator == null) {
        assertThat(done.refused()).isNotNull();
      }
      if (done.refused() == null) {
        assertThat(done.halt()).isNotNull();
      } else {
        assertThat(entries(outcome)).as("refused: %s", done.refused()).isEmpty();
      }
      if (command instanceof Input.Command.ReleaseHalt release && done.refused() == null && wasInForce && before != null) {
        assertThat(release.epoch()).isEqualTo(before.epoch());
        assertThat(release.force() || before.state() == HaltState.HALTED).isTrue();
      }
    }

    private Input.Command request() {
      HaltScope scope =
          switch (random(6)) {
            case 0 -> new HaltScope.OfFleet();
            case 1 -> new HaltScope.OfGroup("g");
            case 2 -> new HaltScope.OfInstrument(HaltWorld.BTC, random(2) == 0 ? null : HaltWorld.A);
            default -> new HaltScope.OfBot(world.any().id);
          };
      HaltMode mode = HaltMode.values()[random(4)];
      return new Input.Command.RequestHalt(scope, mode, how(mode), random(9) == 0 ? " " : "why not",
          random(8) == 0 ? HaltOrigin.DRILL : HaltOrigin.PERSON);
    }

    private @Nullable Liquidation how(HaltMode mode) {
      if (mode != HaltMode.LIQUIDATE) {
        return null;
      }
      Liquidation.Positions positions = Liquidation.Positions.values()[random(3)];
      return random(2) == 0
          ? new Liquidation(positions, null, null)
          : new Liquidation(positions, new BigDecimal(1 + random(3)), Duration.ofSeconds(1 + random(20)));
    }

    private Input.Command release() {
      List<Halt> all = List.copyOf(halts.values());
      if (all.isEmpty()) {
        return new Input.Command.ReleaseHalt(new HaltId("none"), 1, "why not", true);
      }
      Halt halt = all.get(random(all.size()));
      return new Input.Command.ReleaseHalt(
          halt.id(), halt.epoch() - (random(4) == 0 ? 1 : 0), random(6) == 0 ? "" : "it is over", random(2) == 0);
    }

    private void crash() {
      if (random(2) == 0) {
        world.sync();
      }
      if (random(8) == 0) {
        byte[] checkpoint = JSON.writeValueAsBytes(world.engine.state());
        assertThat(JSON.readValue(checkpoint, EngineState.class).control()).isEqualTo(world.engine.state().control());
      }
      boolean whole = world.journal.isEmpty() || world.journal.getLast().index() <= world.durable;
      ControlState before = world.engine.state().control();
      world.crash();
      if (whole) {
        assertThat(world.engine.state().control()).isEqualTo(before);
      }
      remember();
      Set<String> outstanding = outstanding();
      Set<String> asked = new HashSet<>();
      world.wake().forEach(errand -> asked.add(kind(errand) + errand.halt() + " " + errand.bot()));
      assertThat(asked).containsAll(outstanding);
    }

    /** Guards that are not as they were take a bot a step back: then orders are cancelled again before they are read again. */
    private static String kind(Errand errand) {
      return switch (errand) {
        case Errand.CloseGuards e -> "close ";
        case Errand.OpenGuards e -> "open ";
        case Errand.CancelOrders e -> "look ";
        case Errand.Verify e -> "look ";
        case Errand.Flatten e -> "flatten ";
      };
    }

    /** Only what is on disk has happened. */
    private void remember() {
      halts.clear();
      seen.clear();
      over.clear();
      epoch = 0;
      world.journal.forEach(entry -> entry.facts().forEach(fact -> note(fact, entry.index(), null)));
    }

    private Set<String> outstanding() {
      Set<String> outstanding = new HashSet<>();
      Instant at = world.engine.control(world.now).at();
      for (Halt halt : world.engine.control(world.now).halts()) {
        for (BotHalt bot : halt.bots()) {
          String of = halt.id() + " " + bot.bot();
          outstanding.add("close " + of);
          if (halt.mode().compareTo(HaltMode.CANCEL) >= 0 && !bot.bot().equals(HaltWorld.C)) {
            // Time may have run out meanwhile: then it has failed, and is tried again after a while.
            boolean late = !at.isBefore(bot.since().plus(CANCEL));
            switch (bot.state()) {
              case FLATTENING -> outstanding.addAll(late ? Set.of() : Set.of("flatten " + of));
              case CANCELLING -> outstanding.addAll(late ? Set.of() : Set.of("look " + of));
              case VERIFYING -> outstanding.addAll(late || isClosedByAnother(halt, bot.bot()) ? Set.of() : Set.of("look " + of));
              case REQUESTED, STOPPING, FAILED -> outstanding.add("look " + of);
              case HALTED, RELEASED -> {}
            }
          }
        }
      }
      for (HaltId id : over) {
        world.engine.control(world.now).halt(id).ifPresent(
            halt -> halt.bots().forEach(bot -> outstanding.add("open " + id + " " + bot.bot())));
      }
      return outstanding;
    }

    /* What is seen. */

    static List<JournalEntry> entries(Outcome outcome) {
      return outcome.effects().stream().filter(Effect.Record.class::isInstance).map(effect -> ((Effect.Record) effect).entry())
          .filter(entry -> entry.facts().stream().anyMatch(Fact.OfControl.class::isInstance)).toList();
    }

    @Override
    public void applied(Input input, Outcome outcome) {
      for (JournalEntry entry : entries(outcome)) {
        entry.facts().forEach(fact -> note(fact, entry.index(), input));
      }
      for (Effect effect : outcome.effects()) {
        if (effect instanceof Effect.OfControl(Errand.Flatten flatten)) {
          emitted(flatten, outcome.index());
        } else if (effect instanceof Effect.OfControl(Errand.OpenGuards open)) {
          assertThat(over).contains(open.halt());
        } else if (effect instanceof Effect.OfControl(Errand errand)) {
          assertThat(halts).containsKey(errand.halt());
          assertThat(over).doesNotContain(errand.halt());
        }
      }
      if (random(16) == 0) {
        bounds();
      }
    }

    private void note(Fact fact, long index, @Nullable Input input) {
      switch (fact) {
        case Fact.HaltBegun(var at, Halt halt) -> {
          rises(halt.epoch());
          assertThat(halts.containsKey(halt.id()) && !over.contains(halt.id())).as("%s is there already", halt.id()).isFalse();
          over.remove(halt.id());
          halts.put(halt.id(), halt);
          halt.bots().forEach(bot -> moved(halt.id(), bot, index, input, at));
        }
        case Fact.HaltJoined joined -> joined(joined, index, input);
        case Fact.BotHaltMoved(var at, HaltId halt, BotHalt bot) -> moved(halt, bot, index, input, at);
        case Fact.HaltMoved(var at, HaltId id, HaltState state) -> {
          Halt old = inForce(id);
          halts.put(id,
              new Halt(id, old.epoch(), old.scope(), old.mode(), old.liquidation(), state, at, old.requests(), old.bots(), null));
        }
        case Fact.HaltReleased(var at, HaltId id, long next, Halt.Release release) -> {
          rises(next);
          assertThat(release.by()).isNotBlank();
          assertThat(release.reason()).isNotBlank();
          assertThat(input == null || input instanceof Input.Commanded).isTrue();
          inForce(id);
          over.add(id);
        }
        default -> {}
      }
    }

    private Halt inForce(HaltId id) {
      assertThat(over).doesNotContain(id);
      return Objects.requireNonNull(halts.get(id));
    }

    private void rises(long next) {
      assertThat(next).as("epochs rise").isGreaterThan(epoch);
      epoch = next;
    }

    private void joined(Fact.HaltJoined joined, long index, @Nullable Input input) {
      Halt old = inForce(joined.halt());
      assertThat(joined.mode()).isGreaterThanOrEqualTo(old.mode());
      Liquidation before = old.liquidation();
      Liquidation after = joined.liquidation();
      if (before != null && after != null) {
        assertThat(after.positions()).isLessThanOrEqualTo(before.positions());
        assertThat(before.collarPct() == null && after.collarPct() != null).isFalse();
      }
      if (joined.epoch() != old.epoch()) {
        rises(joined.epoch());
      } else {
        assertThat(joined.mode()).isEqualTo(old.mode());
        assertThat(after).isEqualTo(before);
      }
      halts.put(
          old.id(),
          new Halt(
              old.id(), joined.epoch(), joined.scope(), joined.mode(), joined.liquidation(), old.state(), old.since(),
              old.requests(), old.bots(), null));
      joined.bots().forEach(bot -> moved(joined.halt(), bot, index, input, joined.at()));
    }

    private void moved(HaltId id, BotHalt bot, long index, @Nullable Input input, Instant at) {
      Halt halt = inForce(id);
      Seen known = seen.computeIfAbsent(id + " " + bot.bot(), each -> new Seen());
      HaltState before = known.halt == null ? null : known.halt.state();
      if (known.halt == null || !stages(known.halt).equals(stages(bot))
          || (bot.state() == HaltState.CANCELLING && before != HaltState.CANCELLING)) {
        known.closed = index;
      }
      if (bot.state() == HaltState.CANCELLING && before != HaltState.CANCELLING) {
        known.cancelling = at;
      }
      known.halt = bot;
      boolean proving = halt.mode().compareTo(HaltMode.CANCEL) >= 0 && !bot.bot().equals(HaltWorld.C);
      if (proving && bot.state() == HaltState.HALTED && before != HaltState.HALTED) {
        proved(bot, known, input);
        assertThat(isClosedByAnother(halt, bot.bot())).as("while another halt closes positions of %s", bot.bot()).isFalse();
      }
      if (proving && bot.orders().stream().anyMatch(HaltedOrder::isResidue)) {
        assertThat(bot.state()).isNotEqualTo(HaltState.HALTED);
        assertThat(bot.residue()).isNotEmpty();
      }
      if (known.halt.state() == HaltState.FAILED) {
        assertThat(bot.reason()).isNotBlank();
      }
    }

    private boolean isClosedByAnother(Halt than, BotId bot) {
      return halts.values().stream().filter(halt -> !halt.id().equals(than.id()) && !over.contains(halt.id()))
          .filter(halt -> symbol(halt) == null || symbol(than) == null || Objects.equals(symbol(halt), symbol(than)))
          .map(halt -> seen.get(halt.id() + " " + bot))
          .anyMatch(its -> its != null && its.halt != null && its.halt.state() == HaltState.FLATTENING);
    }

    private static @Nullable Symbol symbol(Halt halt) {
      return halt.scope() instanceof HaltScope.OfInstrument(Symbol symbol, var bot) ? symbol : null;
    }

    private void proved(BotHalt bot, Seen known, @Nullable Input input) {
      assertThat(bot.proof()).isEqualTo(BotHalt.Proof.EXCHANGE);
      assertThat(bot.orders()).noneMatch(HaltedOrder::isResidue);
      assertThat(bot.residue()).isEmpty();
      if (input == null) {
        return;
      }
      assertThat(input).isInstanceOf(Input.ExchangeTold.class);
      Input.ExchangeTold told = (Input.ExchangeTold) input;
      assertThat(told.report()).isInstanceOfSatisfying(ExchangeReport.Verified.class,
          verified -> assertThat(verified.clean()).isTrue());
      assertThat(told.asked()).isGreaterThanOrEqualTo(known.closed);
      HaltWorld.Bot truth = Objects.requireNonNull(world.bot(bot.bot()));
      boolean closed = bot.guards().stream()
          .anyMatch(word -> word.instance().equals(truth.run()) && word.stage() == GuardWord.Stage.CONFIRMED);
      if (closed && truth.isClosed()) {
        assertThat(truth.resting).as("what rests in truth").isEmpty();
        assertThat(truth.flying).as("what is in flight in truth").isEmpty();
      }
    }

    private static Map<InstanceId, GuardWord.Stage> stages(BotHalt bot) {
      Map<InstanceId, GuardWord.Stage> stages = new HashMap<>();
      bot.guards().forEach(word -> stages.put(word.instance(), word.stage()));
      return stages;
    }

    private void emitted(Errand.Flatten flatten, long index) {
      Halt halt = inForce(flatten.halt());
      assertThat(halt.mode()).isEqualTo(HaltMode.LIQUIDATE);
      assertThat(halt.epoch()).isEqualTo(flatten.epoch());
      assertThat(flatten.awaits()).isBetween(1L, index);
      assertThat(flatten.attempt()).isBetween(1, 3);
      Seen known = Objects.requireNonNull(seen.get(flatten.halt() + " " + flatten.bot()));
      BotHalt bot = Objects.requireNonNull(known.halt);
      assertThat(bot.state()).isEqualTo(HaltState.FLATTENING);
      boolean open = bot.orders().stream().anyMatch(HaltedOrder::isResidue);
      // What was begun with nothing left may be asked for again after a crash, whatever has turned up since.
      boolean first = attempts.add(flatten.halt() + " " + flatten.epoch() + " " + flatten.bot() + " " + flatten.attempt());
      if (open && first) {
        boolean late = !bot.since().isBefore(known.cancelling.plus(CANCEL));
        assertThat(late).as("flattened in time with orders left: %s", bot).isTrue();
      }
    }

    @Override
    public void flattened(Errand.Flatten errand, List<JournalEntry> disk) {
      assertThat(disk.stream().flatMap(entry -> entry.facts().stream()))
          .anyMatch(fact -> fact instanceof Fact.BotHaltMoved(var at, HaltId id, BotHalt bot)
              && id.equals(errand.halt()) && bot.bot().equals(errand.bot()) && bot.state() == HaltState.FLATTENING);
    }

    @Override
    public void opened(Errand.OpenGuards errand, List<JournalEntry> disk) {
      assertThat(disk.stream().flatMap(entry -> entry.facts().stream()))
          .anyMatch(fact -> fact instanceof Fact.HaltReleased(var at, HaltId id, long next, var release)
              && id.equals(errand.halt()) && next == errand.epoch());
    }

    private void bounds() {
      ControlState state = world.engine.state().control();
      assertThat(state.halts().size()).isLessThanOrEqualTo(4 + 6 + 2);
      assertThat(state.released().size()).isLessThanOrEqualTo(3);
    }

    /** In the end everybody works: what was begun is done, or says what is left. */
    private void calmDown() {
      // A clock that was set back stands still for the engine until it has caught up.
      world.now = world.engine.control(world.now).at();
      world.bots.values().forEach(bot -> {
        world.revive(bot);
        bot.deaf = false;
        bot.land();
      });
      for (int round = 0; round < 100; round++) {
        for (HaltWorld.Bot bot : List.copyOf(world.bots.values())) {
          world.link(bot);
          finish(bot);
        }
        world.sync();
        while (!world.toDo.isEmpty() || !world.underWay.isEmpty()) {
          world.work(true);
          world.deliver(true);
        }
        pass(2_000);
      }
      for (Halt halt : world.engine.control(world.now).halts()) {
        for (BotHalt bot : halt.bots()) {
          boolean done = bot.state() == HaltState.HALTED;
          boolean givenUp = bot.state() == HaltState.FAILED && halt.mode() == HaltMode.LIQUIDATE;
          assertThat(done || givenUp).as("seed %s: %s of %s", seed, bot, halt.mode()).isTrue();
        }
      }
    }
  }
}
