package dev.binnacle.exchange;

import dev.binnacle.exchange.FlattenedPosition.Outcome;
import dev.binnacle.exchange.PositionReadings.Reading;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One position on its way to zero: read, send one order, follow it to its end, read again. Confined to the thread that runs the
 * flattening.
 */
final class ClosingPosition {
  private static final int ORDERS_AT_MOST = 8;
  private static final int REFUSALS_AT_MOST = 3;
  private static final int DENIALS = 2;

  private final PacedGateway gateway;
  private final Effort effort;
  private final FlattenPlan plan;
  private final NetPosition before;
  private final Side side;
  private final ClosingOrders orders;
  private final Consumer<? super FlattenStep> progress;
  private final Map<OrderId, OrderState> sent = new LinkedHashMap<>();
  private final Duration began;

  private @Nullable NetPosition held;
  private @Nullable OrderState working;
  private @Nullable BigDecimal after;
  private @Nullable Outcome outcome;
  private String detail = "";
  private int attempt = 1;
  private int denials;
  private int refusals;
  private boolean inDoubt;
  private boolean atMarket;
  private boolean exhausted;

  ClosingPosition(
      PacedGateway gateway, Effort effort, FlattenPlan plan, NetPosition before, Consumer<? super FlattenStep> progress) {
    this.gateway = gateway;
    this.effort = effort;
    this.plan = plan;
    this.before = before;
    this.side = before.quantity().signum() > 0 ? Side.SELL : Side.BUY;
    this.orders = new ClosingOrders(gateway, effort, before.symbol(), side);
    this.progress = progress;
    this.began = effort.took();
    this.atMarket = plan.execution() instanceof Execution.Market;
  }

  boolean finished() {
    return outcome != null;
  }

  boolean wantsReading() {
    return !finished() && working == null;
  }

  /** Two readings. Nothing is decided by those that came while an order works. */
  void read(Reading reading) {
    held = null;
    if (working != null || finished()) {
      return;
    }
    switch (reading) {
      case Reading.Flat() -> {
        after = BigDecimal.ZERO;
        finish(Outcome.FLAT, "read twice: nothing is left");
      }
      case Reading.Disagreeing(BigDecimal first, BigDecimal second) -> {
        String trouble =
            "two readings of " + before.symbol() + " disagree: " + first.toPlainString() + ", then " + second.toPlainString();
        detail = trouble;
        effort.note(trouble);
      }
      case Reading.Held(NetPosition position) -> {
        after = position.quantity();
        if (position.quantity().signum() == before.quantity().signum()) {
          held = position;
          if (exhausted) {
            finish(Outcome.OPEN, detail);
          }
        } else {
          finish(Outcome.OPEN, "it is on the other side now: somebody else trades this account, and nothing more was sent");
        }
      }
    }
  }

  /** Sends what is to be sent, or follows what was. */
  void work() {
    if (finished()) {
      return;
    }
    if (working != null) {
      follow(working);
    } else if (held != null) {
      send(held);
      held = null;
    }
  }

  private void send(NetPosition position) {
    if (attempt > ORDERS_AT_MOST) {
      finish(Outcome.OPEN, "it is not closed after " + ORDERS_AT_MOST + " orders; " + detail);
      return;
    }
    String clientId = ClosingId.of(plan.key(), position.symbol(), position.kind(), attempt);
    Optional<Optional<OrderState>> known =
        effort.once("looking for an order of ours", () -> gateway.orderOfClient(clientId, position.symbol()));
    if (known.isEmpty()) {
      return;
    }
    if (known.get().isPresent()) {
      adopt(known.get().get());
    } else if (!inDoubt || ++denials >= DENIALS) {
      place(clientId, position);
    }
  }

  /** An order that an earlier run sent, or one whose answer was lost. */
  private void adopt(OrderState order) {
    tell(new FlattenStep.Placed(order));
    follow(order, order);
  }

  private void place(String clientId, NetPosition position) {
    switch (orders.next(clientId, position, atMarket ? Execution.AT_MARKET : plan.execution())) {
      case ClosingOrders.Next.Dust(String why) -> finish(Outcome.DUST, why);
      case ClosingOrders.Next.Wait(String why) -> detail = why;
      case ClosingOrders.Next.Send(OrderRequest request) -> place(request);
    }
  }

  private void place(OrderRequest request) {
    switch (effort.attempt(() -> gateway.place(request))) {
      case Effort.Outcome.Answered<OrderState> answer -> adopt(answer.value());
      case Effort.Outcome.Failed<OrderState> failed -> {
        detail = "an order failed: " + failed.message();
        effort.note("closing " + before.symbol() + ": " + failed.message());
        switch (failed.kind()) {
          case REJECTED -> {
            if (++refusals >= REFUSALS_AT_MOST) {
              finish(Outcome.OPEN, "the venue refuses to close it: " + failed.message());
            }
          }
          case UNAUTHORISED -> finish(Outcome.OPEN, "the account's key may not trade: " + failed.message());
          case THROTTLED -> {
            // It did not arrive; it is sent again after the next reading.
          }
          case UNREACHABLE -> {
            inDoubt = true;
            denials = 0;
          }
        }
      }
    }
  }

  private void follow(OrderState order) {
    Optional<Optional<OrderState>> now =
        effort.once("reading order " + order.id(), () -> gateway.order(order.id(), order.symbol()));
    if (now.isPresent()) {
      if (now.get().isPresent()) {
        follow(order, now.get().get());
      } else if (++denials >= DENIALS) {
        effort.note("the venue took order " + order.id() + " and knows it no more");
        ended();
      }
    }
    OrderState still = working;
    if (still != null && plan.execution() instanceof Execution.Collared collared && !atMarket && late(collared)) {
      effort.once("cancelling order " + still.id(), () -> gateway.cancel(still.id(), still.symbol()));
    }
  }

  private boolean late(Execution.Collared collared) {
    return effort.took().minus(began).compareTo(collared.deadline()) >= 0;
  }

  private void follow(OrderState earlier, OrderState order) {
    denials = 0;
    inDoubt = false;
    sent.put(earlier.id(), order);
    if (order.status().isOpen()) {
      working = order;
      return;
    }
    tell(new FlattenStep.Ended(order));
    detail = "order " + order.id() + " ended as " + order.status();
    if (order.status() == OrderStatus.REJECTED && ++refusals >= REFUSALS_AT_MOST) {
      finish(Outcome.OPEN, "the venue refuses to close it: " + detail);
    }
    ended();
    leaveCollar(order);
  }

  private void ended() {
    working = null;
    denials = 0;
    attempt++;
  }

  /** A limit order that was taken back for its deadline leaves a rest: for the market if so asked, else for people. */
  private void leaveCollar(OrderState order) {
    if (finished() || atMarket || order.status() == OrderStatus.FILLED
        || !(plan.execution() instanceof Execution.Collared collared) || !late(collared)) {
      return;
    }
    if (collared.thenMarket()) {
      atMarket = true;
    } else {
      exhausted = true;
      detail = "the limit order did not fill within " + collared.deadline().toSeconds() + " s";
    }
  }

  /** The time is over: nothing of ours stays behind. */
  void giveUp() {
    OrderState order = working;
    if (order != null) {
      effort.attempt(() -> gateway.cancel(order.id(), order.symbol()));
      switch (effort.attempt(() -> gateway.order(order.id(), order.symbol()))) {
        case Effort.Outcome.Answered<Optional<OrderState>> answer -> answer.value().ifPresent(now -> sent.put(order.id(), now));
        case Effort.Outcome.Failed<Optional<OrderState>> failed ->
            effort.note("reading order " + order.id() + ": " + failed.message());
      }
      OrderState last = sent.getOrDefault(order.id(), order);
      detail = last.status().isOpen()
          ? "the time was over, and order " + order.id() + " could not be taken back"
          : "the time was over, and order " + order.id() + " was taken back";
      working = null;
    }
    if (detail.isEmpty()) {
      detail = "the time was over";
    }
  }

  void readLast(BigDecimal first, BigDecimal second) {
    after = second;
    if (outcome == Outcome.DUST || outcome == Outcome.FLAT) {
      return;
    }
    if (first.signum() == 0 && second.signum() == 0) {
      outcome = Outcome.FLAT;
      detail = "read twice: nothing is left";
    } else if (outcome == null) {
      finish(first.signum() == second.signum() ? Outcome.OPEN : Outcome.UNKNOWN, detail);
    }
  }

  void notRead() {
    if (outcome == null) {
      after = null;
      finish(Outcome.UNKNOWN, "it could not be read at the end; " + detail);
    }
  }

  private void finish(Outcome came, String why) {
    outcome = came;
    detail = why;
    tell(new FlattenStep.Finished(told()));
  }

  private void tell(FlattenStep step) {
    Effort.tell(() -> progress.accept(step));
  }

  FlattenedPosition told() {
    List<OrderState> filledOrders = sent.values().stream().filter(order -> order.filled().signum() > 0).toList();
    BigDecimal filled = filledOrders.stream().map(OrderState::filled).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal value = BigDecimal.ZERO;
    boolean priced = !filledOrders.isEmpty();
    for (OrderState order : filledOrders) {
      BigDecimal price = order.averagePrice();
      priced &= price != null;
      value = price == null ? value : value.add(price.multiply(order.filled()));
    }
    return new FlattenedPosition(
        before.symbol(), before.kind(), before.quantity(), after, outcome == null ? Outcome.UNKNOWN : outcome, filled,
        priced ? value.divide(filled, MathContext.DECIMAL64) : null, List.copyOf(sent.keySet()), detail);
  }
}
