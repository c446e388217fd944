package dev.binnacle.exchange;

import dev.binnacle.exchange.SweptOrder.Outcome;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One order that is being looked after, and what is known of it. One thread at a time. */
final class TrackedOrder {
  /** How often a venue must say that it does not know an order. */
  private static final int DENIALS = 2;

  private final OrderId name;
  private @Nullable OrderState last;
  private boolean resting;
  private boolean settled;
  private int denials;
  private int attempts;
  private int readingOfAsk;
  private int readingSeen;
  private @Nullable String answer;

  TrackedOrder(OrderId name) {
    this.name = name;
  }

  /** The venue's id where it told one. */
  OrderId id() {
    return last == null ? name : last.id();
  }

  OrderId name() {
    return name;
  }

  @Nullable Symbol symbol() {
    return last == null ? null : last.symbol();
  }

  boolean found() {
    return last != null;
  }

  boolean resting() {
    return resting;
  }

  boolean settled() {
    return settled;
  }

  int attempts() {
    return attempts;
  }

  /** It is in a list of open orders. */
  void listed(OrderState state, int reading) {
    last = state;
    resting = true;
    settled = false;
    denials = 0;
    readingSeen = reading;
  }

  /** It was read by its id. */
  void read(Optional<OrderState> state, int reading) {
    if (state.isEmpty()) {
      resting = false;
      settled = ++denials >= DENIALS;
      return;
    }
    denials = 0;
    last = state.get();
    resting = last.status().isOpen();
    settled = !resting;
    readingSeen = reading;
  }

  void asked(String said, int reading) {
    attempts++;
    answer = said;
    readingOfAsk = reading;
  }

  SweptOrder told() {
    Outcome outcome = outcome();
    boolean proved = outcome != Outcome.UNKNOWN;
    OrderState state = last;
    if (state == null) {
      return new SweptOrder(name, null, null, null, null, null, outcome, proved, attempts, detail(outcome));
    }
    return new SweptOrder(
        state.id(), state.clientId(), state.symbol(), state.side(), state.filled(), state.remaining(), outcome, proved, attempts,
        detail(outcome));
  }

  private Outcome outcome() {
    OrderState state = last;
    if (state == null) {
      return settled ? Outcome.REJECTED : Outcome.UNKNOWN;
    }
    if (resting) {
      return readingSeen > readingOfAsk || attempts == 0 ? Outcome.STILL_OPEN : Outcome.UNKNOWN;
    }
    if (!settled || denials > 0) {
      return Outcome.UNKNOWN;
    }
    return switch (state.status()) {
      case FILLED -> Outcome.FILLED;
      case CANCELLED, EXPIRED -> state.filled().signum() > 0 ? Outcome.PARTLY_FILLED : Outcome.CANCELLED;
      case REJECTED -> Outcome.REJECTED;
      case OPEN, PARTIALLY_FILLED -> Outcome.STILL_OPEN;
    };
  }

  private String detail(Outcome outcome) {
    String said = answer == null ? "" : "; " + answer;
    return switch (outcome) {
      case CANCELLED -> "read again: cancelled";
      case FILLED -> "read again: it filled before a cancel reached it";
      case PARTLY_FILLED -> "read again: a part had filled, the rest is cancelled";
      case REJECTED -> last == null
          ? "the venue knows no such order, asked " + denials + " times: it never came"
          : "read again: refused by the venue";
      case STILL_OPEN -> attempts == 0 ? "it rests, and no cancel could be sent" : "it rests after " + times() + said;
      case UNKNOWN -> unknown() + said;
    };
  }

  private String unknown() {
    if (last != null && denials > 0) {
      return "the venue listed it, and now knows no such order";
    }
    return last == null
        ? "it could not be looked up"
        : "it could not be read since " + (attempts == 0 ? "it was listed" : times());
  }

  private String times() {
    return attempts == 1 ? "1 cancel" : attempts + " cancels";
  }
}
