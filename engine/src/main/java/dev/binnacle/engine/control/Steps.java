package dev.binnacle.engine.control;

import dev.binnacle.engine.control.ControlSettings.Deadlines;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotHalt.Proof;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.Liquidation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The single steps of a halt for one bot: what is put down, and what is asked of the outside. */
final class Steps {
  private final Turn turn;
  private ControlSettings settings;

  Steps(Turn turn, ControlSettings settings) {
    this.turn = turn;
    this.settings = settings;
  }

  void resettle(ControlSettings next) {
    settings = next;
  }

  Deadlines deadlines() {
    return settings.deadlines();
  }

  Instant now() {
    return turn.now();
  }

  boolean hasGateway(Case of) {
    return settings.gateways().contains(of.id());
  }

  static boolean isHeavy(Standing halt) {
    return halt.mode().compareTo(HaltMode.CANCEL) >= 0;
  }

  /** Whether it has been in its state for so long. */
  boolean isOverdue(Case of, Duration deadline) {
    return !now().isBefore(of.now().since().plus(deadline));
  }

  /** Whether nothing more is awaited of this guard before going on. */
  boolean isSettled(GuardWord word, Duration settle) {
    return switch (word.stage()) {
      case CONFIRMED, UNCONFIRMED -> true;
      case DELIVERED -> !now().isBefore(word.since().plus(settle));
      case REQUESTED -> false;
    };
  }

  /** Comes into this state; the same state with the same words is no news. */
  void move(Standing halt, Case of, HaltState state, String reason, Proof proof, List<GuardWord> words, Findings found) {
    BotHalt old = of.now();
    move(halt, of, state, old.state() == state ? old.since() : now(), reason, proof, words, found);
  }

  /** Begins its state anew, so that it has all of its time again. */
  void renew(Standing halt, Case of, String reason, List<GuardWord> words, Findings found) {
    move(halt, of, of.stage(), now(), reason, Proof.NONE, words, found);
  }

  private void move(
      Standing halt, Case of, HaltState state, Instant since, String reason, Proof proof, List<GuardWord> words,
      Findings found) {
    BotHalt old = of.now();
    BotHalt next =
        new BotHalt(
            of.id(), state, since, Texts.reason(reason), proof, words, found.orders(), found.ordersInAll(), found.positions(),
            residue(halt, of, state, Texts.reason(reason), found));
    if (!next.equals(old)) {
      turn.decide(new Fact.BotHaltMoved(now(), halt.id(), next));
    }
  }

  /** A failure always names something: where nothing could be read, that, whatever else is named. */
  private List<String> residue(Standing halt, Case of, HaltState state, String reason, Findings found) {
    if (state == HaltState.HALTED) {
      return List.of();
    }
    boolean failed = state == HaltState.FAILED;
    List<String> left = found.residue(failed);
    if (!failed || isWhole(halt, of, found, left)) {
      return left;
    }
    List<String> more = new ArrayList<>(left.subList(0, Math.min(left.size(), BotHalt.MOST_RESIDUE - 1)));
    more.add("nobody can say what " + (left.isEmpty() ? "" : "else ") + "is left: " + reason);
    return more;
  }

  private boolean isWhole(Standing halt, Case of, Findings found, List<String> left) {
    return isHeavy(halt) ? found.namesWhatIsLeft() && (of.wasRead || !hasGateway(of)) : !left.isEmpty();
  }

  /** Stays in its state, and keeps what is new. */
  void keep(Standing halt, Case of, List<GuardWord> words, Findings found) {
    move(halt, of, of.stage(), of.now().reason(), of.now().proof(), words, found);
  }

  Errand.CloseGuards order(Standing halt, Case of) {
    boolean itself = isHeavy(halt) && !hasGateway(of);
    Liquidation liquidation = itself ? halt.liquidation() : null;
    return new Errand.CloseGuards(of.id(), halt.latch(), isHeavy(halt), liquidation);
  }

  void tell(Standing halt, Case of) {
    of.told = turn.index();
    of.toldAt = now();
    turn.send(order(halt, of));
  }

  void sweep(Standing halt, Case of, Findings found) {
    if (of.cancelAsked != turn.index()) {
      of.cancelAsked = turn.index();
      of.cancelAnswered = false;
      of.cancelComplete = false;
      turn.send(
          new Errand.CancelOrders(of.id(), halt.id(), halt.epoch(), turn.index(), halt.symbol(), found.unproved()));
    }
  }

  void verify(Standing halt, Case of, Findings found) {
    if (of.verifyAsked != turn.index()) {
      of.verifyAsked = turn.index();
      of.verifyAnswered = false;
      turn.send(
          new Errand.Verify(
              of.id(), halt.id(), halt.epoch(), turn.index(), halt.symbol(), halt.liquidation(), found.unproved()));
    }
  }

  void flatten(Standing halt, Case of, Liquidation how) {
    of.flattenAsked = turn.index();
    of.flattenAskedAt = now();
    turn.send(
        new Errand.Flatten(
            of.id(), halt.id(), halt.epoch(), turn.index(), halt.symbol(), how, of.flattenings(), halt.index()));
  }

  /**
   * Whether another halt is closing the bot's positions: what is read meanwhile is true for a moment only, and an order that closes is not
   * one that was left.
   */
  boolean isClosedByAnother(Standing halt, Case of) {
    return turn.isClosedByAnother(halt, of.id());
  }

  /** How positions are to be closed once more; null when none are, or a person must look first. */
  @Nullable Liquidation flattening(Standing halt, Case of) {
    Liquidation how = halt.liquidation();
    boolean wanted = how != null && how.positions() != Liquidation.Positions.KEEP_ALL;
    return wanted && of.flattenings() < settings.bounds().flattenings() ? how : null;
  }

  /** From when it was asked for last: who closes positions after a restart has his whole time, and must not be at it when it has failed. */
  boolean isFlatteningOverdue(Case of, Liquidation how) {
    return of.flattenAskedAt != null && !now().isBefore(of.flattenAskedAt.plus(flattenWithin(how)));
  }

  Duration flattenWithin(@Nullable Liquidation how) {
    Duration orders = how == null || how.deadline() == null ? Duration.ZERO : how.deadline();
    return deadlines().flatten().plus(orders);
  }
}
