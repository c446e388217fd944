package dev.binnacle.client;

import dev.binnacle.client.Decision.Rule;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Says whether the bot may trade, and knows which orders are on their way. Every order goes through it:
 *
 * <pre>{@code
 * try (Pass pass = guard.enter(order)) {
 *   exchange.send(order);
 *   pass.sent();
 * }
 * }</pre>
 *
 * <p>A halt closes it: by the server, by the bot's own code, by a file on the disk, by silence of the server where that was asked for.
 * It is latched, in memory and on the bot's disk, through restarts, until a named operator releases it. Cancels always pass.
 *
 * <p>It works with no server at all, and nothing in it waits but {@link #release}. Nothing throws but {@link #enter}, {@link #flatten}
 * and {@link #send}, which throw {@link OrderRefusedException} so that an order that is refused cannot be sent by mistake.
 *
 * <p><b>Threads:</b> thread-safe. Makes the daemon threads {@code binnacle-guard}, and {@code binnacle-halt} for the first halt that the
 * bot is told of.
 */
public final class Guard {
  private static final long LONGEST_RELEASE_SECONDS = 5;

  private final Gate gate;
  private final HaltDesk desk;
  private final UnknownOrders unknown;
  private final Positions positions;
  private final LimitBook limits;
  private final GuardDuties duties;
  private final boolean isUnlimited;

  /*
   * What passes, kept in the guard itself: behind the gate and its state it was two loads further away, and a question cost twice as much
   * as a plain volatile read. The gate writes it, before whoever closes goes on.
   */
  private volatile int mask;

  Guard(GuardDuties duties) {
    this.duties = duties;
    this.gate = duties.gate;
    this.desk = duties.desk;
    this.unknown = duties.unknown;
    this.positions = duties.positions;
    this.limits = duties.limits;
    this.isUnlimited = limits.isEmpty();
    gate.show(next -> mask = next);
  }

  // ---- before an order ----

  /** Whether orders of this kind pass now, whatever the instrument. One volatile read. It counts nothing: to send, {@link #enter}. */
  public boolean allows(Intent intent) {
    return GuardState.allows(mask, intent);
  }

  /** Whether orders of this kind for this instrument pass now. */
  public boolean allows(Intent intent, Symbol symbol) {
    GuardLevel level = gate.state().level(symbol);
    return intent == Intent.CANCEL
        || level == GuardLevel.OPEN
        || (level == GuardLevel.REDUCING && intent == Intent.REDUCE);
  }

  /**
   * The right to send this order. From here to the close of the pass it counts as in flight.
   *
   * @throws OrderRefusedException if it must not be sent
   */
  public Pass enter(Order order) {
    if (order.intent() == Intent.CANCEL) {
      return cancelling(order);
    }
    int stripe = gate.begin();
    if (isUnlimited && gate.state().isOpen()) {
      return new Pass(this, order, stripe);
    }
    return enterClosely(order, stripe, false);
  }

  /**
   * As {@link #enter}, for an order by which the bot itself closes a position because a halt asks it to. It passes a closed guard while a
   * halt with a liquidation is being done, if it reduces.
   *
   * @throws OrderRefusedException if nothing is to be liquidated, or nobody knows that the order reduces
   */
  public Pass flatten(Order order) {
    return enterClosely(order, gate.begin(), true);
  }

  /** How an order gets to the venue. */
  public interface Sending<T> {
    T send(Order order) throws Exception;
  }

  /**
   * Enters, sends, and notes that the order was sent. What {@code sending} throws leaves the order unknown, and is thrown on.
   *
   * @throws OrderRefusedException if it must not be sent
   */
  public <T> T send(Order order, Sending<T> sending) throws Exception {
    try (Pass pass = enter(order)) {
      T answer = sending.send(order);
      pass.sent();
      return answer;
    }
  }

  /** What {@link #enter} would say now, and why. It counts nothing. */
  public Decision check(Order order) {
    if (order.intent() == Intent.CANCEL) {
      return Decision.ALLOWED;
    }
    return judge(order, false, false);
  }

  private Pass cancelling(Order order) {
    limits.cancelling(duties.nanos());
    return new Pass(this, order, -1);
  }

  private Pass enterClosely(Order order, int stripe, boolean flattens) {
    Decision decision;
    try {
      decision = judge(order, flattens, true);
    } catch (RuntimeException | Error e) {
      gate.end(stripe);
      throw e;
    }
    if (!decision.isAllowed()) {
      gate.end(stripe);
      duties.refused(order, decision);
      throw new OrderRefusedException(decision);
    }
    positions.passed(order);
    return new Pass(this, order, stripe);
  }

  private Decision judge(Order order, boolean flattens, boolean counts) {
    GuardState now = gate.state();
    GuardLevel level = now.level(order.symbol());
    if (flattens) {
      return judgeFlattening(order);
    }
    if (level == GuardLevel.CLOSED) {
      return Decision.refused(Rule.CLOSED, now.why(order.symbol()));
    }
    if (level == GuardLevel.REDUCING && !reduces(order)) {
      return Decision.refused(
          Rule.REDUCING,
          now.why(order.symbol())
              + "; only what is known to reduce a position passes: report the position, or have the venue see to it");
    }
    return limits.judge(order, duties.nanos(), counts);
  }

  private Decision judgeFlattening(Order order) {
    boolean isAsked =
        desk.liquidating().stream()
            .map(held -> held.halt.latch().symbol())
            .anyMatch(symbol -> symbol == null || symbol.equals(order.symbol()));
    if (!isAsked) {
      return Decision.refused(Rule.NOT_LIQUIDATING, "no halt asks this bot to close its positions in " + order.symbol());
    }
    return reduces(order)
        ? Decision.ALLOWED
        : Decision.refused(Rule.REDUCING, "nobody knows that this order reduces the position in " + order.symbol());
  }

  private boolean reduces(Order order) {
    return order.intent() == Intent.REDUCE && (order.reduceOnly() || positions.reduces(order));
  }

  // ---- after an order ----

  /** The fate of an order that was unknown is known now: the venue has told it, or was asked. */
  public void settled(OrderId order) {
    if (unknown.remove(order)) {
      desk.wake();
    }
  }

  /** All that was unknown is known now: the bot has read its orders and positions from the venue anew. */
  public void settledAll() {
    unknown.clear();
    desk.wake();
  }

  OrderId noteUnknown(Order order) {
    OrderId name = unknown.add(order);
    duties.unknown(name, order);
    return name;
  }

  void rejected(Order order) {
    positions.rejected(order);
  }

  /** An order that is not known is named before it stops being in flight, so that it is never in neither. */
  void leave(Order order, int stripe, boolean isKnown) {
    if (stripe < 0) {
      return;
    }
    if (!isKnown) {
      OrderId ignored = noteUnknown(order);
    }
    gate.end(stripe);
    if (!gate.state().isOpen()) {
      desk.wake();
    }
  }

  // ---- halts ----

  /**
   * Stops this bot, on its own account, until a named operator releases it. The guard is closed when this returns. If a halt of this mode
   * by the bot is in force already, that one is given.
   */
  public HaltId halt(HaltMode mode, String reason) {
    return desk.close(HaltOrigin.BOT, mode, null, duties.bot(), reason);
  }

  /**
   * Lets trading go on as far as this halt is concerned: for a person who stands beside the bot while there is no server. A server that
   * holds the halt closes the guard again until it is released there.
   *
   * <p>Waits for the disk, at most 5 s: never for a trading thread.
   */
  public Release release(HaltId halt, String operator, String reason) {
    try {
      return desk.release(halt, operator, reason).get(LONGEST_RELEASE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Release(false, "interrupted: it is released when the disk knows it");
    } catch (ExecutionException | TimeoutException e) {
      return new Release(false, "the disk has not taken it yet: it is released when it has");
    }
  }

  /** What passes now, whatever the instrument. */
  public GuardLevel level() {
    return gate.state().level();
  }

  /** All that holds the guard. */
  public List<Latch> latches() {
    return gate.state().latches();
  }

  /** Orders that have passed and are not closed yet. */
  public long inFlight() {
    return gate.inFlight();
  }

  /** Orders that nobody knows the fate of, the oldest 100. */
  public List<OrderId> unknown() {
    return unknown.names();
  }

  /** Whether all that holds the guard is on the disk, and so survives the process. */
  public boolean isSafe() {
    return desk.isSafe();
  }

  // ---- risk ----

  /** By how much the bot should trade less, by its {@link RiskTiers}. One volatile read. */
  public RiskFactor riskFactor() {
    return duties.drawdown.factor();
  }

  /** What the account is worth, for bots whose balances and positions do not say it. From then on only this counts. */
  public void equity(Money equity) {
    duties.equity(equity);
  }
}
