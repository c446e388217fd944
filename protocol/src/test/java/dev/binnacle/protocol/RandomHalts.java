package dev.binnacle.protocol;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Facts of halts by chance, all of them valid. */
final class RandomHalts {
  private final Random random;
  private final RandomWords words;

  RandomHalts(Random random, RandomWords words) {
    this.random = random;
    this.words = words;
  }

  Fact fact(Class<?> kind) {
    HaltMode mode = words.one(HaltMode.values());
    if (kind == Fact.HaltBegun.class) {
      Halt.Release release = words.maybe(this::release);
      Halt halt =
          new Halt(
              id(), words.count(), scope(), mode, liquidation(mode), words.one(HaltState.values()), words.time(),
              some(1, Halt.MOST_REQUESTS, this::request), some(0, 4, this::bot), release);
      return new Fact.HaltBegun(words.time(), halt);
    } else if (kind == Fact.HaltJoined.class) {
      return new Fact.HaltJoined(
          words.time(), id(), words.count(), scope(), mode, liquidation(mode), request(), some(0, 3, this::bot));
    } else if (kind == Fact.BotHaltMoved.class) {
      return new Fact.BotHaltMoved(words.time(), id(), bot());
    } else if (kind == Fact.HaltMoved.class) {
      return new Fact.HaltMoved(words.time(), id(), words.one(HaltState.values()));
    } else if (kind == Fact.HaltReleased.class) {
      return new Fact.HaltReleased(words.time(), id(), words.count(), release());
    } else if (kind == Fact.ActionTaken.class) {
      return new Fact.ActionTaken(words.time(), action());
    }
    if (kind == Fact.TriggerMoved.class) {
      return new Fact.TriggerMoved(words.time(), trigger());
    }
    throw new AssertionError("this test knows no fact of " + kind + ": teach it");
  }

  private Action action() {
    Action.Kind what = words.one(Action.Kind.values());
    return new Action(
        new ActionId(words.name(64)), botId(), what, what == Action.Kind.CANCEL_ORDER ? null : symbol(),
        what == Action.Kind.CLOSE_POSITION ? null : new OrderId(words.name(64)), words.text(300), random.nextBoolean(),
        words.text(100), words.time(), words.one(Action.Stage.values()), words.text(1_000));
  }

  private Trigger trigger() {
    Trigger.Stage stage = words.one(Trigger.Stage.values());
    return new Trigger(
        words.one(TriggerKind.values()), botId(), words.text(Trigger.LONGEST), stage, random.nextInt(100), words.time(),
        words.time(),
        words.text(Trigger.LONGEST), words.text(Trigger.LONGEST), stage == Trigger.Stage.ARMED ? null : id(),
        words.maybe(() -> new Trigger.Rearming("r" + words.text(99), "w" + words.text(999), words.time())));
  }

  private HaltId id() {
    return new HaltId(words.name(100));
  }

  private BotId botId() {
    return new BotId("b" + words.name(63));
  }

  private Symbol symbol() {
    return new Symbol("BTC/" + words.one(new String[] {"USD", "USDT", "EUR"}));
  }

  private HaltScope scope() {
    return switch (random.nextInt(4)) {
      case 0 -> new HaltScope.OfFleet();
      case 1 -> new HaltScope.OfGroup(words.name(64));
      case 2 -> new HaltScope.OfBot(botId());
      default -> new HaltScope.OfInstrument(symbol(), words.maybe(this::botId));
    };
  }

  private @Nullable Liquidation liquidation(HaltMode mode) {
    if (mode != HaltMode.LIQUIDATE) {
      return null;
    }
    boolean collar = random.nextBoolean();
    return new Liquidation(
        words.one(Liquidation.Positions.values()),
        collar ? new BigDecimal(1 + random.nextInt(4_999)).movePointLeft(2) : null,
        collar ? Duration.ofNanos(1 + (words.count() >>> 1)) : null);
  }

  private HaltRequest request() {
    return new HaltRequest(words.one(HaltOrigin.values()), words.text(100), "because " + words.text(900), words.time());
  }

  private Halt.Release release() {
    return new Halt.Release("ann" + words.text(90), "because " + words.text(900), words.time());
  }

  private BotHalt bot() {
    return new BotHalt(
        botId(), words.one(HaltState.values()), words.time(), words.text(1_000), words.one(BotHalt.Proof.values()),
        some(0, 4, this::guard), some(0, 20, this::order), words.count(), some(0, 5, this::position),
        some(0, 5, () -> words.text(300)));
  }

  private GuardWord guard() {
    return new GuardWord(
        words.instance(), words.one(GuardWord.Stage.values()), words.time(), words.count(), some(0, 5, this::orderId));
  }

  private OrderId orderId() {
    return new OrderId(words.visible(64));
  }

  private HaltedOrder order() {
    return new HaltedOrder(
        orderId(), words.maybe(this::symbol), words.one(HaltedOrder.Outcome.values()), random.nextBoolean(),
        words.maybe(() -> words.text(500)));
  }

  private HaltedPosition position() {
    return new HaltedPosition(
        symbol(), words.decimal(), words.maybe(words::decimal), words.one(HaltedPosition.Outcome.values()),
        words.maybe(() -> words.text(500)));
  }

  private <T> List<T> some(int least, int most, Supplier<T> maker) {
    List<T> all = new ArrayList<>();
    for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
      all.add(maker.get());
    }
    return all;
  }
}
