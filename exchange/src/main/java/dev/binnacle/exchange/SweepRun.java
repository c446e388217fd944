package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Plural;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Sweep}. Confined to the thread that runs it, but for the calls of the venue. */
final class SweepRun {
  private static final int CLEAR_READINGS = 2;
  private static final int CLEAR_READINGS_WHEN_IN_DOUBT = 5;
  private static final int REFUSALS = 2;

  private final PacedGateway gateway;
  private final Effort effort;
  private final Sweep.Terms terms;
  private final OrderScope scope;
  private final Consumer<? super SweepStep> progress;
  private final Map<OrderId, TrackedOrder> tracked = new LinkedHashMap<>();
  private int readings;
  private int clear;
  private int clearNeeded = CLEAR_READINGS;
  private int roundsRefused;
  private boolean askedSinceReading;

  private record Answer(TrackedOrder order, String said, boolean unauthorised) {}

  SweepRun(PacedGateway gateway, Effort effort, Sweep.Terms terms, OrderScope scope, Consumer<? super SweepStep> progress) {
    this.gateway = gateway;
    this.effort = effort;
    this.terms = terms;
    this.scope = scope;
    this.progress = progress;
  }

  SweepReport run(Collection<OrderId> named) {
    named.forEach(name -> tracked.put(name, new TrackedOrder(name)));
    Duration wait = terms.between();
    int restingBefore = Integer.MAX_VALUE;
    while (true) {
      round();
      if (done() || effort.over() || roundsRefused >= REFUSALS) {
        break;
      }
      int resting = resting().size();
      wait = resting == 0 || resting < restingBefore ? terms.between() : Effort.longer(wait);
      restingBefore = resting;
      effort.pause(wait);
    }
    if (askedSinceReading) {
      look();
    }
    return report();
  }

  private boolean done() {
    return clear >= clearNeeded && tracked.values().stream().allMatch(TrackedOrder::settled);
  }

  private List<TrackedOrder> resting() {
    return tracked.values().stream().filter(TrackedOrder::resting).toList();
  }

  /** Looks, and asks to cancel whatever is known to rest, also when the venue could not be read just now. */
  private void round() {
    look();
    List<TrackedOrder> resting = resting();
    if (!resting.isEmpty()) {
      cancel(resting);
    }
  }

  private void look() {
    Optional<List<OrderState>> listed = effort.once("listing open orders", gateway::openOrders);
    if (listed.isPresent()) {
      readings++;
      askedSinceReading = false;
    }
    Set<TrackedOrder> present = new HashSet<>();
    listed.ifPresent(orders -> orders.forEach(order -> take(order, present)));
    readById(tracked.values().stream().filter(order -> !order.settled() && !present.contains(order)).toList(),
        listed.isPresent());
    if (listed.isPresent()) {
      int resting = resting().size();
      clear = resting == 0 ? clear + 1 : 0;
      tell(new SweepStep.Listed(readings, resting));
    }
  }

  private void take(OrderState state, Set<TrackedOrder> present) {
    TrackedOrder known = find(state);
    if (known == null) {
      if (!scope.covers(state)) {
        return;
      }
      known = new TrackedOrder(state.id());
      tracked.put(state.id(), known);
      if (readings > 1) {
        // Somebody sends still, or the list had left it out: two clear readings are not enough to believe it.
        clearNeeded = CLEAR_READINGS_WHEN_IN_DOUBT;
        tell(new SweepStep.Appeared(state));
      }
    }
    present.add(known);
    known.listed(state, readings);
  }

  private @Nullable TrackedOrder find(OrderState state) {
    TrackedOrder known = tracked.get(state.id());
    if (known != null || state.clientId().isEmpty() || state.clientId().length() > 64) {
      return known;
    }
    return tracked.get(new OrderId(state.clientId()));
  }

  /** What is not in the list: it is gone, or the list left it out, or it never came. */
  private void readById(List<TrackedOrder> orders, boolean listWasRead) {
    record Read(TrackedOrder order, Effort.Outcome<Optional<OrderState>> outcome) {}
    List<Read> reads = Effort.sideBySide(
        terms.atOnce(), orders, order -> new Read(order, effort.attempt(() -> ask(order))));
    for (Read read : reads) {
      switch (read.outcome) {
        case Effort.Outcome.Answered<Optional<OrderState>> answer -> {
          boolean knownBefore = read.order.found();
          read.order.read(answer.value(), readings);
          if (read.order.resting() && listWasRead && knownBefore) {
            clearNeeded = CLEAR_READINGS_WHEN_IN_DOUBT;
            effort.note("the list of open orders leaves out order " + read.order.id() + ", which is open");
          }
          if (read.order.settled()) {
            tell(new SweepStep.Settled(read.order.told()));
          }
        }
        case Effort.Outcome.Failed<Optional<OrderState>> failed ->
            effort.note("reading order " + read.order.id() + ": " + failed.message());
      }
    }
  }

  private Optional<OrderState> ask(TrackedOrder order) {
    Optional<OrderState> byId = gateway.order(order.id(), order.symbol());
    return byId.isPresent() || order.found() ? byId : gateway.orderOfClient(order.name().value(), null);
  }

  private void cancel(List<TrackedOrder> orders) {
    List<Answer> answers = Effort.sideBySide(terms.atOnce(), orders, this::cancel);
    for (Answer answer : answers) {
      answer.order.asked(answer.said, readings);
      tell(new SweepStep.Asked(answer.order.id(), answer.order.attempts(), answer.said));
    }
    askedSinceReading = true;
    roundsRefused = !answers.isEmpty() && answers.stream().allMatch(Answer::unauthorised) ? roundsRefused + 1 : 0;
  }

  private Answer cancel(TrackedOrder order) {
    return switch (effort.attempt(() -> gateway.cancel(order.id(), order.symbol()))) {
      case Effort.Outcome.Answered<OrderState> answer ->
          new Answer(order, "the venue answered that it is " + answer.value().status(), false);
      case Effort.Outcome.Failed<OrderState> failed ->
          new Answer(order, "the cancel failed: " + failed.message(), failed.kind() == ExchangeException.Kind.UNAUTHORISED);
    };
  }

  private void tell(SweepStep step) {
    Effort.tell(() -> progress.accept(step));
  }

  private SweepReport report() {
    List<SweptOrder> orders = tracked.values().stream().map(TrackedOrder::told).toList();
    long residue = orders.stream().filter(SweptOrder::isResidue).count();
    boolean clean = done() && residue == 0;
    return new SweepReport(orders, clean, readings, effort.took(), effort.troubles(), clean ? null : reason(residue));
  }

  private String reason(long residue) {
    if (roundsRefused >= REFUSALS) {
      return "the account's key may not cancel orders";
    }
    if (readings == 0) {
      return "open orders could not be read: " + String.join("; ", effort.troubles());
    }
    return residue > 0
        ? Plural.of(residue, "order") + " may still fill"
        : "the list of open orders was clear " + clear + " times in a row, and must be " + clearNeeded + " times";
  }
}
