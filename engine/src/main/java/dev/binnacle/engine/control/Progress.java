package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.Fleet;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.model.BotHalt.Proof;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.GuardWord.Stage;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltState;
import java.time.Duration;
import java.util.List;

/** Takes each bot under each halt from state to state, as far as it goes without waiting. */
final class Progress {
  /** More often than that a run that does not take its latch is not told. */
  static final Duration TELL_AGAIN = Duration.ofSeconds(1);

  /** All states there are: more at once would be going round in circles. */
  private static final int MOST_STEPS = HaltState.values().length;

  private final Turn turn;
  private final Guards guards;
  private final Steps steps;
  private final Fleet fleet;
  private final ExchangeWay exchange;
  private final BotWay bot;

  Progress(Turn turn, Guards guards, Steps steps, Fleet fleet) {
    this.turn = turn;
    this.guards = guards;
    this.steps = steps;
    this.fleet = fleet;
    this.exchange = new ExchangeWay(steps);
    this.bot = new BotWay(steps, fleet);
  }

  /** It begins, or is more than it was: all is asked for at once, beside the record. */
  void start(Standing halt, Case of) {
    of.askAnew();
    steps.tell(halt, of);
    if (Steps.isHeavy(halt) && steps.hasGateway(of)) {
      Findings found = new Findings(halt, of, of.now().guards());
      found.hold(bot.orders(halt, of));
      steps.keep(halt, of, of.now().guards(), found);
      steps.sweep(halt, of, found);
    }
    advance(halt, of, true);
  }

  /** A bot tells what became of orders. Where its exchange can be reached that proves nothing, and the exchange is asked. */
  void told(Standing halt, Case of, List<Event.OrderUpdate> ended) {
    if (Steps.isHeavy(halt) && !steps.hasGateway(of)) {
      bot.told(halt, of, ended);
    }
  }

  /**
   * Goes on as far as it can.
   *
   * @param patient whether a run that says less than before is believed only later
   */
  void advance(Standing halt, Case of, boolean patient) {
    List<GuardWord> words = guards.words(halt, of, turn.now(), steps.deadlines().guard(), patient);
    HaltState before = HaltState.RELEASED;
    for (int steps = 0; of.stage() != before && steps < MOST_STEPS; steps++) {
      before = of.stage();
      step(halt, of, words);
    }
    if (lacks(words) && (of.toldAt == null || !turn.now().isBefore(of.toldAt.plus(TELL_AGAIN)))) {
      steps.tell(halt, of);
    }
  }

  private static boolean lacks(List<GuardWord> words) {
    return words.stream().anyMatch(word -> word.stage() == Stage.REQUESTED);
  }

  private void step(Standing halt, Case of, List<GuardWord> words) {
    boolean heavy = Steps.isHeavy(halt);
    boolean direct = heavy && steps.hasGateway(of);
    switch (of.stage()) {
      case REQUESTED -> requested(halt, of, words);
      case STOPPING -> {
        if (!heavy) {
          stopping(halt, of, words);
        } else if (!words.stream().allMatch(word -> isPast(word, direct))) {
          keep(halt, of, words, direct);
        } else if (direct) {
          exchange.cancel(halt, of, words, closed(words));
        } else {
          bot.cancel(halt, of, words);
        }
      }
      case CANCELLING, VERIFYING, HALTED, FAILED -> {
        if (!heavy) {
          settled(halt, of, words);
        } else if (!words.stream().allMatch(word -> isPast(word, direct))) {
          String reason = "a run of the bot has not closed its guard, or has orders in flight again";
          steps.move(halt, of, HaltState.STOPPING, reason, Proof.NONE, words, found(halt, of, words, direct));
        } else {
          goOn(halt, of, words, direct);
        }
      }
      case FLATTENING -> goOn(halt, of, words, direct);
      case RELEASED -> throw new IllegalStateException("no bot is released by itself");
    }
  }

  private void goOn(Standing halt, Case of, List<GuardWord> words, boolean direct) {
    if (direct) {
      exchange.advance(halt, of, words);
    } else {
      bot.advance(halt, of, words);
    }
  }

  private void keep(Standing halt, Case of, List<GuardWord> words, boolean direct) {
    steps.keep(halt, of, words, found(halt, of, words, direct));
    boolean again = of.retryAt != null && of.isRetryDue(turn.now());
    if (direct && (of.cancelAsked == 0 || again)) {
      of.retryAt = null;
      steps.sweep(halt, of, found(halt, of, words, direct));
    }
  }

  private Findings found(Standing halt, Case of, List<GuardWord> words, boolean direct) {
    return direct || !Steps.isHeavy(halt) ? new Findings(halt, of, words) : bot.look(halt, of, words);
  }

  /** Whether it is no longer waited for. Who cancels by itself is given the time for that afterwards. */
  private boolean isPast(GuardWord word, boolean direct) {
    return direct ? steps.isSettled(word, steps.deadlines().settle()) : word.stage() != Stage.REQUESTED;
  }

  private void requested(Standing halt, Case of, List<GuardWord> words) {
    boolean direct = Steps.isHeavy(halt) && steps.hasGateway(of);
    boolean any = words.stream().anyMatch(word -> word.stage() != Stage.REQUESTED);
    Findings found = found(halt, of, words, direct);
    if (words.isEmpty()) {
      steps.move(halt, of, HaltState.STOPPING, "no run of the bot is there", Proof.NONE, words, found);
    } else if (any) {
      steps.move(halt, of, HaltState.STOPPING, "guards are closing", Proof.NONE, words, found);
    } else {
      keep(halt, of, words, direct);
    }
  }

  private static String closed(List<GuardWord> words) {
    if (words.isEmpty()) {
      return "no run of the bot is there; orders are being cancelled";
    }
    return words.stream().allMatch(word -> word.stage() == Stage.CONFIRMED)
        ? "its guards are closed; orders are being cancelled"
        : "not every run has said that it is done; orders are being cancelled all the same";
  }

  /* A pause or a stop: the guards are all there is to it. */

  private void stopping(Standing halt, Case of, List<GuardWord> words) {
    Findings found = new Findings(halt, of, words);
    Duration settle = steps.deadlines().settle();
    if (words.stream().allMatch(word -> word.stage() == Stage.CONFIRMED)) {
      of.calm();
      boolean none = words.isEmpty();
      String what = halt.mode() == HaltMode.PAUSE ? "lets pass only what reduces a position" : "lets no order pass";
      String reason = none ? none(of) : "the bot says that its guard " + what;
      steps.move(halt, of, HaltState.HALTED, reason, none ? Proof.NONE : Proof.BOT, words, found);
    } else if (words.stream().allMatch(word -> steps.isSettled(word, settle))) {
      of.retryLater(turn.now(), steps.deadlines());
      boolean deaf = words.stream().anyMatch(word -> word.stage() == Stage.UNCONFIRMED);
      String reason = deaf ? "a run of the bot does not answer" : "orders are in flight of which the bot knows nothing";
      steps.move(halt, of, HaltState.FAILED, reason, Proof.NONE, words, found);
    } else {
      steps.keep(halt, of, words, found);
    }
  }

  private String none(Case of) {
    Present present = fleet.present(of.id(), turn.now());
    boolean known = present != null && present.wasHeard();
    return known ? "no run of it is there; one that turns up is told" : "it was never heard; it is told when it turns up";
  }

  private void settled(Standing halt, Case of, List<GuardWord> words) {
    Findings found = new Findings(halt, of, words);
    boolean whole = words.stream().allMatch(word -> word.stage() == Stage.CONFIRMED);
    boolean waits = words.stream().anyMatch(word -> !steps.isSettled(word, steps.deadlines().settle()));
    if (of.stage() == HaltState.FAILED ? whole || waits : waits || (!whole && of.stage() == HaltState.HALTED)) {
      steps.move(halt, of, HaltState.STOPPING, "guards are closing", Proof.NONE, words, found);
      stopping(halt, of, words);
      return;
    }
    steps.keep(halt, of, words, found);
    if (of.stage() == HaltState.FAILED && of.isRetryDue(turn.now())) {
      of.retryLater(turn.now(), steps.deadlines());
      steps.tell(halt, of);
    }
  }

  void heard(Standing halt, Case of, long asked, ExchangeReport report, Runnable outdated) {
    if (!exchange.heard(halt, of, asked, report)) {
      outdated.run();
    }
    advance(halt, of, true);
  }

  /** Puts down what all of them have come to together, if that is news. */
  void reckon(Standing halt) {
    HaltState state = halt.reckoned();
    if (state != halt.state()) {
      turn.decide(new Fact.HaltMoved(turn.now(), halt.id(), state));
    }
  }
}
