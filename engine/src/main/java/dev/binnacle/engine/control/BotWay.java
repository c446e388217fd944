package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.engine.fleet.Fleet;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.model.BotHalt.Proof;
import dev.binnacle.model.Event;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedOrder.Outcome;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bot whose exchange can be reached by itself alone: it cancels and closes, and nothing stands on another's word than its own. What it
 * tells of its orders and positions must agree with what it says it has done.
 */
final class BotWay {
  private static final String GONE = "the bot no longer names it among its orders; its trades say whether it filled";
  private static final String SAID = "the bot says so, and nobody else can";
  private static final String CLOSED = "by the bot's own word";

  private final Steps steps;
  private final Fleet fleet;

  BotWay(Steps steps, Fleet fleet) {
    this.steps = steps;
    this.fleet = fleet;
  }

  /** Its guards are closed, or given up. */
  void cancel(Standing halt, Case of, List<GuardWord> words) {
    of.calm();
    String reason = "no way leads to its exchange; the bot is to cancel by itself";
    steps.move(halt, of, HaltState.CANCELLING, reason, Proof.NONE, words, look(halt, of, words));
  }

  void advance(Standing halt, Case of, List<GuardWord> words) {
    switch (of.stage()) {
      case CANCELLING -> cancelling(halt, of, words);
      case VERIFYING -> verifying(halt, of, words);
      case FAILED -> failed(halt, of, words);
      case HALTED -> halted(halt, of, words);
      // Only what was begun while there was a way to its exchange can be here.
      case FLATTENING -> fail(halt, of, words, "the way to its exchange is gone");
      case REQUESTED, STOPPING, RELEASED -> steps.keep(halt, of, words, look(halt, of, words));
    }
  }

  private void cancelling(Standing halt, Case of, List<GuardWord> words) {
    String silent = silent(of, words);
    Duration patience = steps.deadlines().cancel();
    if (halt.mode() == HaltMode.LIQUIDATE) {
      patience = patience.plus(steps.flattenWithin(halt.liquidation()));
    }
    if (silent != null) {
      fail(halt, of, words, silent);
    } else if (words.stream().allMatch(word -> word.stage() == GuardWord.Stage.CONFIRMED)) {
      String reason = "the bot says that it is done; its orders and positions are awaited to agree";
      steps.move(halt, of, HaltState.VERIFYING, reason, Proof.NONE, words, look(halt, of, words));
    } else if (words.stream().anyMatch(word -> word.stage() == GuardWord.Stage.UNCONFIRMED)) {
      fail(halt, of, words, "a run of the bot does not answer, and no other way leads to its exchange");
    } else if (steps.isOverdue(of, patience)) {
      fail(halt, of, words, "the bot has not said in time that it is done, and no other way leads to its exchange");
    } else {
      steps.keep(halt, of, words, look(halt, of, words));
    }
  }

  private void verifying(Standing halt, Case of, List<GuardWord> words) {
    if (isClean(halt, of, words)) {
      halt(halt, of, words);
    } else if (steps.isOverdue(of, steps.deadlines().verify())) {
      fail(halt, of, words, "the bot says that it is done, and its orders and positions do not agree");
    } else {
      steps.keep(halt, of, words, look(halt, of, words));
    }
  }

  private void failed(Standing halt, Case of, List<GuardWord> words) {
    boolean whole = words.stream().allMatch(word -> word.stage() == GuardWord.Stage.CONFIRMED);
    if (whole && silent(of, words) == null && isClean(halt, of, words)) {
      halt(halt, of, words);
      return;
    }
    steps.keep(halt, of, words, look(halt, of, words));
    if (of.isRetryDue(steps.now())) {
      of.retryLater(steps.now(), steps.deadlines());
      steps.tell(halt, of);
    }
  }

  private void halted(Standing halt, Case of, List<GuardWord> words) {
    if (isClean(halt, of, words)) {
      steps.keep(halt, of, words, look(halt, of, words));
    } else {
      String reason = "what the bot tells of its orders and positions is no longer as it should be";
      steps.move(halt, of, HaltState.CANCELLING, reason, Proof.NONE, words, look(halt, of, words));
      steps.tell(halt, of);
    }
  }

  private void halt(Standing halt, Case of, List<GuardWord> words) {
    Present present = present(of);
    boolean unknown = words.isEmpty() && (present == null || !present.wasHeard());
    String reason =
        unknown
            ? "it was never heard: there is nothing to stop until it turns up"
            : "the bot says that all is done, and nobody else can";
    of.calm();
    steps.move(halt, of, HaltState.HALTED, reason, unknown ? Proof.NONE : Proof.BOT, words, look(halt, of, words));
  }

  private void fail(Standing halt, Case of, List<GuardWord> words, String reason) {
    of.retryLater(steps.now(), steps.deadlines());
    steps.move(halt, of, HaltState.FAILED, reason, Proof.NONE, words, look(halt, of, words));
  }

  /** Why nobody can say what it left at its exchange; null when somebody can, or there is nothing. */
  private @Nullable String silent(Case of, List<GuardWord> words) {
    Present present = present(of);
    boolean gone = words.isEmpty() && present != null && present.wasHeard() && !present.hasEnded();
    return gone ? "it fell silent without a good-bye, and no way leads to its exchange: look there" : null;
  }

  private @Nullable Present present(Case of) {
    return fleet.present(of.id(), steps.now());
  }

  private boolean isClean(Standing halt, Case of, List<GuardWord> words) {
    return orders(halt, of).isEmpty() && positions(halt, of).isEmpty() && words.stream().allMatch(word -> word.inFlight() == 0);
  }

  /** What the bot says became of orders that it held open. */
  void told(Standing halt, Case of, List<Event.OrderUpdate> ended) {
    List<HaltedOrder> told = new ArrayList<>();
    for (Event.OrderUpdate update : ended) {
      for (HaltedOrder known : of.now().orders()) {
        if (known.id().equals(update.orderId()) && (isLeft(known) || GONE.equals(known.detail()))) {
          told.add(new HaltedOrder(known.id(), update.symbol(), outcome(update), false, SAID));
        }
      }
    }
    if (!told.isEmpty()) {
      Findings found = new Findings(halt, of, of.now().guards()).onTheBotsWord();
      found.tell(told);
      steps.keep(halt, of, of.now().guards(), found);
    }
  }

  private static Outcome outcome(Event.OrderUpdate ended) {
    return switch (ended.status()) {
      case OPEN, PARTIALLY_FILLED -> Outcome.STILL_OPEN;
      case FILLED -> Outcome.FILLED;
      case CANCELLED, EXPIRED -> ended.filled().signum() > 0 ? Outcome.PARTLY_FILLED : Outcome.CANCELLED;
      case REJECTED -> Outcome.REJECTED;
    };
  }

  /** Those that the bot holds open, as far as the halt reaches. */
  List<Event.OrderUpdate> orders(Standing halt, Case of) {
    Present present = present(of);
    Symbol only = halt.symbol();
    return present == null
        ? List.of()
        : present.orders().stream().filter(order -> only == null || only.equals(order.symbol())).toList();
  }

  /** Those that must not be there. Which ones are held outright the bot alone knows: then its word must do. */
  private List<PositionView> positions(Standing halt, Case of) {
    Present present = present(of);
    Liquidation how = halt.liquidation();
    Symbol only = halt.symbol();
    boolean all = how != null && how.positions() == Liquidation.Positions.FLATTEN_ALL;
    return present == null || !all
        ? List.of()
        : present.positions().stream().filter(position -> only == null || only.equals(position.symbol())).toList();
  }

  /** What the bot tells now, beside what it told before. */
  Findings look(Standing halt, Case of, List<GuardWord> words) {
    Map<OrderId, HaltedOrder> open = new LinkedHashMap<>();
    orders(halt, of)
        .forEach(order -> open.put(order.orderId(), new HaltedOrder(order.orderId(), order.symbol(), outcome(of), false, null)));
    List<HaltedOrder> told = new ArrayList<>(open.values());
    for (HaltedOrder known : of.now().orders()) {
      if (!open.containsKey(known.id()) && isLeft(known)) {
        told.add(new HaltedOrder(known.id(), known.symbol(), Outcome.CANCELLED, false, GONE));
      }
    }
    Findings found = new Findings(halt, of, words).onTheBotsWord();
    found.tell(told);
    List<PositionView> left = positions(halt, of);
    for (HaltedPosition known : of.now().positions()) {
      if (known.isResidue() && left.stream().noneMatch(view -> view.symbol().equals(known.symbol()))) {
        found.measure(
            List.of(new HaltedPosition(known.symbol(), known.before(), BigDecimal.ZERO, HaltedPosition.Outcome.FLAT, CLOSED)));
      }
    }
    left.forEach(found::stands);
    return found;
  }

  private static Outcome outcome(Case of) {
    boolean late = of.stage() == HaltState.FAILED || of.stage() == HaltState.VERIFYING;
    return late ? Outcome.STILL_OPEN : Outcome.PENDING;
  }

  private static boolean isLeft(HaltedOrder order) {
    return order.outcome() == Outcome.PENDING || order.outcome() == Outcome.STILL_OPEN || order.outcome() == Outcome.UNKNOWN;
  }
}
