package dev.binnacle.engine.control;

import dev.binnacle.model.BotHalt.Proof;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Liquidation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bot whose exchange can be reached without it: what rests there is cancelled and read again, and only what was read after the guards
 * had closed proves anything.
 */
final class ExchangeWay {
  private final Steps steps;

  ExchangeWay(Steps steps) {
    this.steps = steps;
  }

  /** Its guards are closed, or given up. */
  void cancel(Standing halt, Case of, List<GuardWord> words, String reason) {
    of.calm();
    steps.move(halt, of, HaltState.CANCELLING, reason, Proof.NONE, words, new Findings(halt, of, words));
  }

  /** Goes on as far as it can without waiting. */
  void advance(Standing halt, Case of, List<GuardWord> words) {
    Findings found = new Findings(halt, of, words);
    switch (of.stage()) {
      case CANCELLING -> cancelling(halt, of, words, found);
      case FLATTENING -> flattening(halt, of, words, found);
      case VERIFYING -> verifying(halt, of, words, found);
      case FAILED -> failed(halt, of, words, found);
      case HALTED -> halted(halt, of, words, found);
      case REQUESTED, STOPPING, RELEASED -> steps.keep(halt, of, words, found);
    }
  }

  private void cancelling(Standing halt, Case of, List<GuardWord> words, Findings found) {
    steps.keep(halt, of, words, found);
    if (of.cancelComplete && of.cancelAsked >= of.closed() && !found.hasOrdersLeft()) {
      cancelled(halt, of, words, found);
    } else if (steps.isOverdue(of, steps.deadlines().cancel())) {
      cancelLate(halt, of, words, found);
    } else if (of.cancelAsked < of.closed() || (of.retryAt != null && of.isRetryDue(steps.now()))) {
      of.retryAt = null;
      steps.sweep(halt, of, found);
    }
  }

  private void cancelled(Standing halt, Case of, List<GuardWord> words, Findings found) {
    if (steps.flattening(halt, of) != null) {
      flatten(halt, of, words, found, "nothing rests any more; positions are being closed");
    } else {
      verify(halt, of, words, found, "nothing rests any more; orders and positions are being read again");
    }
  }

  /** The exchange has answered, but not all is proved: what can be closed is closed all the same, and the rest is named. */
  private void cancelLate(Standing halt, Case of, List<GuardWord> words, Findings found) {
    boolean answered = of.cancelAnswered && of.cancelAsked >= of.closed();
    if (answered && steps.flattening(halt, of) != null) {
      flatten(halt, of, words, found, "not all orders are proved to be gone in time; positions are being closed all the same");
    } else {
      String why = answered ? "not all orders are proved to be gone in time" : "the exchange has not answered in time";
      fail(halt, of, words, found, why);
    }
  }

  private void flatten(Standing halt, Case of, List<GuardWord> words, Findings found, String reason) {
    of.flattenAsked = 0;
    steps.move(halt, of, HaltState.FLATTENING, reason, Proof.NONE, words, found);
  }

  private void flattening(Standing halt, Case of, List<GuardWord> words, Findings found) {
    steps.keep(halt, of, words, found);
    Liquidation how = halt.liquidation();
    if (how != null && of.flattenAsked == 0) {
      steps.flatten(halt, of, how);
    } else if (how == null || steps.isFlatteningOverdue(of, how)) {
      fail(halt, of, words, found, "nobody has said in time that positions are closed");
    }
  }

  private void verify(Standing halt, Case of, List<GuardWord> words, Findings found, String reason) {
    of.verifyAsked = 0;
    of.retryAt = null;
    of.waits = false;
    steps.move(halt, of, HaltState.VERIFYING, reason, Proof.NONE, words, found);
  }

  private void verifying(Standing halt, Case of, List<GuardWord> words, Findings found) {
    if (steps.isClosedByAnother(halt, of)) {
      await(halt, of, words, found);
      return;
    }
    if (of.waits) {
      of.waits = false;
      of.verifyAsked = 0;
      of.retryAt = null;
      steps.renew(halt, of, "another halt has closed positions; orders and positions are being read again", words, found);
    } else {
      steps.keep(halt, of, words, found);
    }
    boolean again = of.retryAt != null && of.isRetryDue(steps.now());
    if (steps.isOverdue(of, steps.deadlines().verify())) {
      fail(halt, of, words, found, "orders and positions could not be read again in time");
    } else if (of.verifyAsked == 0 || of.verifyAsked < of.closed() || again) {
      of.retryAt = null;
      steps.verify(halt, of, found);
    }
  }

  /** What is read while another halt closes positions proves nothing: that one ends in its own time, and then it is read. */
  private void await(Standing halt, Case of, List<GuardWord> words, Findings found) {
    of.waits = true;
    String reason = "another halt is closing positions of the bot; orders and positions are read after that";
    steps.move(halt, of, HaltState.VERIFYING, reason, Proof.NONE, words, found);
  }

  private void fail(Standing halt, Case of, List<GuardWord> words, Findings found, String reason) {
    if (of.stage() == HaltState.CANCELLING) {
      of.calm();
    }
    of.retryLater(steps.now(), steps.deadlines());
    steps.move(halt, of, HaltState.FAILED, reason, Proof.NONE, words, found);
  }

  private void failed(Standing halt, Case of, List<GuardWord> words, Findings found) {
    steps.keep(halt, of, words, found);
    if (of.isRetryDue(steps.now())) {
      of.retryLater(steps.now(), steps.deadlines());
      if (!of.isWhole()) {
        steps.tell(halt, of);
      }
      steps.sweep(halt, of, found);
      steps.verify(halt, of, found);
    } else if (of.verifyAsked < of.closed()) {
      steps.sweep(halt, of, found);
      steps.verify(halt, of, found);
    }
  }

  /**
   * A run that has not closed its guard may send orders at any time, and what a dead one has sent may arrive late: unless every run that is
   * there says that it is closed, the exchange is read on and on.
   */
  private void halted(Standing halt, Case of, List<GuardWord> words, Findings found) {
    if (hasChanged(of, words)) {
      verify(halt, of, words, found, "a run of the bot has spoken since; orders and positions are being read again");
      return;
    }
    steps.keep(halt, of, words, found);
    if (steps.isClosedByAnother(halt, of)) {
      return;
    }
    boolean unsure = words.isEmpty() || words.stream().anyMatch(word -> word.stage() != GuardWord.Stage.CONFIRMED);
    if (unsure && of.isRetryDue(steps.now())) {
      of.retryAt = steps.now().plus(steps.deadlines().retryMost());
      if (!words.isEmpty()) {
        steps.tell(halt, of);
      }
      steps.verify(halt, of, found);
    }
  }

  /** Whether a run says something else than it did, or is new. That one is gone changes nothing. */
  private static boolean hasChanged(Case of, List<GuardWord> words) {
    Map<InstanceId, GuardWord.Stage> known = new HashMap<>();
    of.now().guards().forEach(word -> known.put(word.instance(), word.stage()));
    return words.stream().anyMatch(word -> known.get(word.instance()) != word.stage());
  }

  /** @return whether it answers what is asked now */
  boolean heard(Standing halt, Case of, long asked, ExchangeReport report) {
    List<GuardWord> words = of.now().guards();
    Findings found = new Findings(halt, of, words);
    return switch (report) {
      case ExchangeReport.Cancelled cancelled -> {
        boolean current = asked == of.cancelAsked && of.stage() != HaltState.HALTED;
        if (current) {
          of.wasRead |= cancelled.listed();
          cancelled(halt, of, words, found, cancelled);
        } else {
          late(halt, of, words, found, found.name(cancelled.orders()));
        }
        yield current;
      }
      case ExchangeReport.Flattened flattened -> {
        boolean current = asked == of.flattenAsked && of.stage() == HaltState.FLATTENING;
        if (current) {
          found.measure(flattened.positions());
          String otherwise = "not all positions could be closed";
          String reason =
              flattened.complete() ? "positions are closed; they are being read again" : why(flattened.reason(), otherwise);
          verify(halt, of, words, found, reason);
        }
        yield current;
      }
      case ExchangeReport.Verified verified -> {
        boolean current = asked == of.verifyAsked && !of.verifyAnswered;
        if (current) {
          of.verifyAnswered = true;
          of.wasRead |= verified.clean() || anySeen(verified.orders()) || !verified.positions().isEmpty();
          found.tell(verified.orders());
          if (verified.clean()) {
            found.measureAll(verified.positions());
          } else {
            found.measure(verified.positions());
          }
          verified(halt, of, words, found, verified);
        } else {
          late(halt, of, words, found, found.name(verified.orders()));
        }
        yield current;
      }
      case ExchangeReport.Unreachable unreachable -> unreachable(halt, of, words, found, asked, unreachable.reason());
    };
  }

  /** Who says of each order only that it cannot be looked up has read nothing. */
  private static boolean anySeen(List<HaltedOrder> orders) {
    return orders.stream().anyMatch(order -> order.outcome() != HaltedOrder.Outcome.UNKNOWN);
  }

  private static String why(@Nullable String reason, String otherwise) {
    return reason == null || reason.isBlank() ? otherwise : reason;
  }

  private void cancelled(
      Standing halt, Case of, List<GuardWord> words, Findings found, ExchangeReport.Cancelled cancelled) {
    found.tell(cancelled.orders());
    of.cancelAnswered = true;
    of.cancelComplete = cancelled.complete();
    boolean left = found.hasOrdersLeft();
    if (of.stage() == HaltState.CANCELLING && (left || !cancelled.complete())) {
      if (cancelled.complete()) {
        // It says that it is done and has not told the fate of all: it is asked again after a while.
        of.retryLater(steps.now(), steps.deadlines());
      }
      String reason = why(cancelled.reason(), "orders are being cancelled");
      steps.move(halt, of, HaltState.CANCELLING, reason, Proof.NONE, words, found);
    } else {
      if (of.stage() == HaltState.FAILED && !cancelled.complete() && of.retryAt != null) {
        // It is at work: to ask again now would only have it begin anew.
        of.retryAt = steps.now().plus(of.backoff);
      }
      steps.keep(halt, of, words, found);
    }
  }

  /** Orders that were not known of are told too late to prove anything: they are asked for by name. */
  private void late(Standing halt, Case of, List<GuardWord> words, Findings found, boolean news) {
    if (!news) {
      return;
    }
    switch (of.stage()) {
      case HALTED -> cancel(halt, of, words, found, "orders were told of late, and are asked for");
      case VERIFYING -> verify(halt, of, words, found, of.now().reason());
      case REQUESTED, STOPPING, CANCELLING, FLATTENING, FAILED, RELEASED -> steps.keep(halt, of, words, found);
    }
  }

  private void cancel(Standing halt, Case of, List<GuardWord> words, Findings found, String reason) {
    of.calm();
    steps.move(halt, of, HaltState.CANCELLING, reason, Proof.NONE, words, found);
  }

  private void verified(
      Standing halt, Case of, List<GuardWord> words, Findings found, ExchangeReport.Verified verified) {
    boolean clean = verified.clean() && !found.hasOrdersLeft() && !found.hasPositionsLeft();
    switch (of.stage()) {
      case VERIFYING, FAILED -> judge(halt, of, words, found, clean, verified);
      case HALTED -> {
        if (clean) {
          steps.keep(halt, of, words, found);
        } else if (steps.isClosedByAnother(halt, of)) {
          await(halt, of, words, found);
        } else {
          cancel(halt, of, words, found, why(verified.reason(), "what was done is no longer so at the exchange"));
        }
      }
      case REQUESTED, STOPPING, CANCELLING, FLATTENING, RELEASED -> steps.keep(halt, of, words, found);
    }
  }

  private void judge(
      Standing halt, Case of, List<GuardWord> words, Findings found, boolean clean, ExchangeReport.Verified verified) {
    if (of.verifyAsked < of.closed()) {
      // It was asked before the guards were as closed as they are, and is asked anew.
      steps.keep(halt, of, words, found);
    } else if (steps.isClosedByAnother(halt, of) && (clean || of.stage() == HaltState.VERIFYING)) {
      await(halt, of, words, found);
    } else if (clean) {
      of.calm();
      steps.move(halt, of, HaltState.HALTED, proved(words), Proof.EXCHANGE, words, found);
    } else if (!found.hasOrdersLeft() && found.hasPositionsLeft() && steps.flattening(halt, of) != null) {
      flatten(halt, of, words, found, "positions are left, and are being closed once more");
    } else if (of.stage() == HaltState.FAILED) {
      String reason = why(verified.reason(), of.now().reason());
      steps.move(halt, of, HaltState.FAILED, reason, Proof.NONE, words, found);
    } else {
      fail(halt, of, words, found, why(verified.reason(), "not all that was to be done is proved"));
    }
  }

  private static String proved(List<GuardWord> words) {
    List<InstanceId> open =
        words.stream()
            .filter(word -> word.stage() == GuardWord.Stage.UNCONFIRMED)
            .map(GuardWord::instance)
            .toList();
    return open.isEmpty()
        ? "the exchange was read again, and all is done"
        : "the exchange was read again, and all is done; it is read on, since the guard may be open of " + open;
  }

  private boolean unreachable(
      Standing halt, Case of, List<GuardWord> words, Findings found, long asked, String why) {
    if (asked == 0 || (asked != of.cancelAsked && asked != of.verifyAsked && asked != of.flattenAsked)) {
      return false;
    }
    String reason = "its exchange cannot be asked: " + (why.isBlank() ? "nobody says why" : why);
    switch (of.stage()) {
      case FLATTENING -> {
        if (asked == of.flattenAsked) {
          fail(halt, of, words, found, reason);
        }
      }
      case REQUESTED, STOPPING, CANCELLING, VERIFYING -> {
        if (of.retryAt == null) {
          of.retryLater(steps.now(), steps.deadlines());
        }
        steps.move(halt, of, of.stage(), reason, Proof.NONE, words, found);
      }
      case FAILED -> steps.move(halt, of, HaltState.FAILED, reason, Proof.NONE, words, found);
      case HALTED, RELEASED -> {}
    }
    return true;
  }
}
