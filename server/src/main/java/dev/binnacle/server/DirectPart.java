package dev.binnacle.server;

import dev.binnacle.exchange.ClosePolicy;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.FlattenPlan;
import dev.binnacle.exchange.FlattenReport;
import dev.binnacle.exchange.FlattenStep;
import dev.binnacle.exchange.Flattening;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Sweep;
import dev.binnacle.exchange.SweepReport;
import dev.binnacle.exchange.SweepStep;
import dev.binnacle.exchange.SweptOrder;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.exchange.Verification;
import dev.binnacle.exchange.VerificationReport;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Plural;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One target of a halt without a server: its sweep, its flattening, and the reading that proves both. Threads: one at a time. */
final class DirectPart {
  /** A bot that lives and has no guard may place an order between two readings: it is swept so often before its orders are residue. */
  private static final int MOST_ROUNDS = 3;

  private final HaltId id;
  private final DirectHalt.Target target;
  private final ExchangeAccess access;
  private final DirectHalt.Wish wish;
  private final Timepiece time;
  private final Consumer<String> progress;
  private final Map<OrderId, HaltedOrder> orders = new LinkedHashMap<>();
  private final Map<Symbol, HaltedPosition> positions = new LinkedHashMap<>();
  private final List<String> residue = new ArrayList<>();
  private final List<DirectReport.Step> steps = new ArrayList<>();

  DirectPart(
      HaltId id, DirectHalt.Target target, ExchangeAccess access, DirectHalt.Wish wish, Timepiece time,
      Consumer<String> progress) {
    this.id = id;
    this.target = target;
    this.access = access;
    this.wish = wish;
    this.time = time;
    this.progress = progress;
  }

  DirectReport.Part run() {
    boolean isAsked = wish.mode().compareTo(HaltMode.CANCEL) >= 0;
    if (!isAsked || !access.trades(wish.symbol())) {
      progress.accept(isAsked
          ? "does not trade " + wish.symbol()
          : "nothing is done at the exchange in mode "
              + wish.mode().name().toLowerCase(Locale.ROOT));
      return report();
    }
    try {
      PacedGateway gateway = timed("reach", access.gateway()::get);
      for (int round = 1; round <= MOST_ROUNDS && isWorthARound(gateway, round); round++) {
        progress.accept("something has come since it was swept: once more");
      }
    } catch (ExchangeException | IllegalArgumentException e) {
      residue.add("the exchange cannot be acted on: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      residue.add("interrupted: nothing is proved");
    }
    return report();
  }

  /** Whether another round could prove what this one did not: all was cancelled, and something came after that. */
  private boolean isWorthARound(PacedGateway gateway, int round) throws InterruptedException {
    residue.clear();
    SweepReport swept = timed("cancel", () -> sweep(gateway));
    ExchangeWords.orders(swept.orders(), List.of(), Set.of()).forEach(order -> orders.put(order.id(), order));
    boolean isClean = told(swept.clean(), swept.reason(), "orders");
    Liquidation how = wish.liquidation();
    if (how != null && swept.clean()) {
      FlattenReport flattened = flatten(gateway, how, round);
      ExchangeWords.positions(flattened.positions()).forEach(position -> positions.put(position.symbol(), position));
      isClean &= told(flattened.clean(), flattened.reason(), "positions");
    } else if (how != null) {
      residue.add("positions were not closed: orders are left that could open them again");
    }
    VerificationReport verified = timed("prove", () -> verify(gateway, how, swept));
    ExchangeWords.orders(verified.orders(), List.of(), Set.of()).forEach(order -> orders.put(order.id(), order));
    ExchangeWords.positions(verified.positions()).forEach(this::seen);
    isClean &= told(verified.clean(), verified.reason(), "the last reading");
    progress.accept(isClean ? "proved" : "not proved: " + String.join("; ", residue));
    return swept.clean() && !verified.clean();
  }

  private boolean told(boolean clean, @Nullable String reason, String of) {
    if (!clean) {
      residue.add(of + ": " + (reason == null ? "not proved" : ExchangeWords.reason(reason)));
    }
    return clean;
  }

  /** The last reading's word counts, but that of what a position was before. */
  private void seen(HaltedPosition now) {
    positions.merge(now.symbol(), now, (before, read) -> before.outcome() == HaltedPosition.Outcome.FLAT && !read.isResidue()
        ? before
        : new HaltedPosition(read.symbol(), before.before(), read.after(), read.outcome(), read.detail()));
  }

  private SweepReport sweep(PacedGateway gateway) {
    return new Sweep(gateway, time, Sweep.Terms.STANDARD.within(wish.patience()))
        .run(access.ordersOf(wish.symbol()), List.of(), this::told);
  }

  private void told(SweepStep step) {
    switch (step) {
      case SweepStep.Listed(int reading, int resting) ->
          progress.accept("reading " + reading + ": " + Plural.of(resting, "order rests", "orders rest"));
      case SweepStep.Appeared(var order) -> progress.accept("order " + order.id() + " has appeared");
      case SweepStep.Asked(var order, int attempt, String answer) -> {
        if (attempt > 1) {
          progress.accept("order " + order + " is asked to be cancelled for the " + attempt + ". time: " + answer);
        }
      }
      case SweepStep.Settled(SweptOrder order) ->
          progress.accept("order " + order.order() + " " + order.outcome().name().toLowerCase(Locale.ROOT));
      case SweepStep.Trouble(String what) -> progress.accept("trouble: " + what);
    }
  }

  private FlattenReport flatten(PacedGateway gateway, Liquidation how, int round) throws InterruptedException {
    Duration limit = how.deadline();
    FlattenPlan plan = new FlattenPlan(
        id + "-" + round + "-" + target.name(), ExchangeWork.policy(how), ExchangeWork.execution(how),
        access.symbolsOf(wish.symbol()), limit == null ? wish.patience() : wish.patience().plus(limit));
    access.flattening().lockInterruptibly();
    try {
      return timed("close", () -> new Flattening(gateway, time).run(plan, this::told));
    } finally {
      access.flattening().unlock();
    }
  }

  private void told(FlattenStep step) {
    switch (step) {
      case FlattenStep.Placed(var order) -> progress.accept("order " + order.id() + " closes " + order.symbol());
      case FlattenStep.Ended(var order) -> progress.accept("order " + order.id() + " filled " + order.filled().toPlainString());
      case FlattenStep.Finished(var position) ->
          progress.accept("position " + position.symbol() + " " + position.outcome().name().toLowerCase(Locale.ROOT));
      case FlattenStep.Trouble(String what) -> progress.accept("trouble: " + what);
    }
  }

  /** What the sweep has proved is not asked for again: venues take few calls. */
  private VerificationReport verify(PacedGateway gateway, @Nullable Liquidation how, SweepReport swept) {
    List<OrderId> unproved = swept.residue().stream().map(SweptOrder::order).toList();
    ClosePolicy policy = ExchangeWork.policy(how);
    return new Verification(gateway, time).run(
        new Verification.Terms(
            access.ordersOf(wish.symbol()), unproved, policy, access.symbolsOf(wish.symbol()), Verification.Terms.BETWEEN,
            wish.patience()));
  }

  /** A step that can be timed and interrupted. */
  @FunctionalInterface
  private interface Doing<T> {
    T now();
  }

  private <T> T timed(String name, Doing<T> doing) {
    Instant begun = time.instant();
    try {
      return doing.now();
    } finally {
      steps.add(new DirectReport.Step(name, Duration.between(begun, time.instant())));
    }
  }

  private DirectReport.Part report() {
    List<String> left = new ArrayList<>(residue);
    orders.values().stream().filter(HaltedOrder::isResidue).forEach(order -> left.add(
        "order " + order.id() + (order.symbol() == null ? "" : " " + order.symbol()) + ": "
            + order.outcome().name().toLowerCase(Locale.ROOT) + detail(order.detail())));
    positions.values().stream().filter(HaltedPosition::isResidue).forEach(position -> left.add(
        "position " + position.symbol() + ": " + position.outcome().name().toLowerCase(Locale.ROOT) + detail(position.detail())));
    return new DirectReport.Part(
        target.name(), target.bot(), target.exchange(), List.copyOf(orders.values()), List.copyOf(positions.values()), left,
        steps);
  }

  private static String detail(@Nullable String detail) {
    return detail == null ? "" : " (" + detail + ")";
  }
}
