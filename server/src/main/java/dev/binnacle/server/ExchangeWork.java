package dev.binnacle.server;

import dev.binnacle.engine.control.Errand;
import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.exchange.ClosePolicy;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.Execution;
import dev.binnacle.exchange.FlattenPlan;
import dev.binnacle.exchange.FlattenReport;
import dev.binnacle.exchange.FlattenedPosition;
import dev.binnacle.exchange.Flattening;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Sweep;
import dev.binnacle.exchange.SweepReport;
import dev.binnacle.exchange.SweptOrder;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.exchange.Verification;
import dev.binnacle.exchange.VerificationReport;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does at the exchange what a halt asks for, and reports what came of it. Of each kind the newest errand of a halt and a bot counts: one
 * that is under way is given up for a newer one.
 *
 * <p><b>Threads:</b> thread-safe; each errand runs on a thread of its own.
 */
final class ExchangeWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeWork.class);

  /** Below the engine's own deadlines, so that what is known is told before it is given up there. */
  private static final Duration SWEEP = Duration.ofSeconds(25);

  private static final Duration FLATTEN = Duration.ofSeconds(25);
  private static final Duration VERIFY = Duration.ofSeconds(25);
  private static final Duration CLOSE = Duration.ofSeconds(3);
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final Exchanges exchanges;
  private final Timepiece time;
  private final Report report;
  private final ActionDoor door;
  private final AskedCancels asked = new AskedCancels();
  private final Map<Key, Running> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Where reports go; waits while there is no room, and is asked again for nothing. */
  @FunctionalInterface
  interface Report {
    void tell(HaltId halt, long epoch, BotId bot, long asked, ExchangeReport report);
  }

  private record Key(HaltId halt, BotId bot, Class<? extends Errand> kind) {
    static Key of(Errand errand) {
      return new Key(errand.halt(), errand.bot(), errand.getClass());
    }
  }

  /** @param over set when the halt is: nothing more is to be done for it */
  private record Running(Errand errand, Thread thread, AtomicBoolean over) {}

  /** @param door before the orders of people, which a halt waits for and asks for by name */
  ExchangeWork(Exchanges exchanges, ActionDoor door, Timepiece time, Report report) {
    this.exchanges = exchanges;
    this.door = door;
    this.time = time;
    this.report = report;
  }

  void cancel(Errand.CancelOrders errand) {
    begin(errand, errand.asked(), access -> swept(errand, access));
  }

  void flatten(Errand.Flatten errand) {
    begin(errand, errand.asked(), access -> flattened(errand, access));
  }

  void verify(Errand.Verify errand) {
    begin(errand, errand.asked(), access -> verified(errand, access));
  }

  /**
   * The halt is over: gives up what is under way for it before its bot may trade again, or the bot's next orders would be cancelled and its
   * next position closed.
   */
  void end(HaltId halt, BotId bot) {
    running.forEach(
        (key, one) -> {
          if (key.halt().equals(halt) && key.bot().equals(bot)) {
            one.over().set(true);
            one.thread().interrupt();
          }
        });
  }

  /** Whether nothing is under way. */
  boolean isIdle() {
    return running.isEmpty();
  }

  /** What an errand does with a bot's exchange. */
  @FunctionalInterface
  private interface Doing {
    ExchangeReport at(ExchangeAccess access) throws InterruptedException;
  }

  private void begin(Errand errand, long asked, Doing doing) {
    Optional<ExchangeAccess> access = exchanges.of(errand.bot());
    if (access.isEmpty()) {
      tell(errand, asked,
          new ExchangeReport.Unreachable("no exchange is set for " + errand.bot() + ": name one in the settings"));
      return;
    }
    running.compute(
        Key.of(errand),
        (key, before) -> {
          if (closed || (before != null && before.errand().equals(errand))) {
            return before;
          }
          if (before != null) {
            before.thread().interrupt();
          }
          String name = "halt-" + errand.halt() + "-" + errand.bot();
          Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(errand, asked, access.get(), doing));
          thread.start();
          return new Running(errand, thread, new AtomicBoolean());
        });
  }

  private void run(Errand errand, long asked, ExchangeAccess access, Doing doing) {
    try {
      door.awaitQuiet(errand.bot(), time, QUIET);
      ExchangeReport what = doing.at(access);
      // One that a newer errand has overtaken proves nothing any more. But what it met it may have cancelled, and then nobody else sees it.
      boolean met = what instanceof ExchangeReport.Cancelled cancelled && !cancelled.orders().isEmpty();
      if (!isOver(errand) && (!Thread.currentThread().isInterrupted() || (met && !closed))) {
        tell(errand, asked, what);
      }
    } catch (InterruptedException _) {
      // A newer errand does it, or the server ends: it is asked for again after the start.
    } catch (ExchangeException e) {
      tell(errand, asked, new ExchangeReport.Unreachable("the exchange cannot be acted on: " + e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("halt {}: an errand at the exchange of {} failed", errand.halt(), errand.bot(), e);
      tell(errand, asked, new ExchangeReport.Unreachable("the errand failed: " + e.getMessage()));
    } finally {
      running.computeIfPresent(Key.of(errand), (key, now) -> now.errand().equals(errand) ? null : now);
    }
  }

  private void tell(Errand errand, long asked, ExchangeReport what) {
    report.tell(errand.halt(), errand.epoch(), errand.bot(), asked, what);
  }

  private ExchangeReport swept(Errand.CancelOrders errand, ExchangeAccess access) {
    List<OrderId> named = named(errand.bot(), errand.named());
    Progress progress = new Progress(
        time, orders -> tell(errand, errand.asked(), orders), swept -> words(errand, swept, named),
        order -> asked.asked(errand.halt(), errand.bot(), order));
    SweepReport report = new Sweep(access.gateway().get(), time, Sweep.Terms.STANDARD.within(SWEEP))
        .run(access.ordersOf(errand.symbol()), named, progress);
    return new ExchangeReport.Cancelled(
        words(errand, report.orders(), named), report.readings() > 0, report.clean(), ExchangeWords.reason(report.reason()));
  }

  private ExchangeReport flattened(Errand.Flatten errand, ExchangeAccess access) throws InterruptedException {
    if (!access.trades(errand.symbol())) {
      return new ExchangeReport.Flattened(List.of(), true, null);
    }
    Liquidation how = errand.liquidation();
    Duration limit = how.deadline();
    FlattenPlan plan = new FlattenPlan(
        errand.halt() + "-" + errand.epoch() + "-" + errand.attempt() + "-" + errand.bot(), policy(how), execution(how),
        access.symbolsOf(errand.symbol()), limit == null ? FLATTEN : FLATTEN.plus(limit));
    access.flattening().lockInterruptibly();
    try {
      FlattenReport report = new Flattening(access.gateway().get(), time).run(plan);
      if (isOver(errand)) {
        takeBack(access.gateway().get(), report);
      }
      return new ExchangeReport.Flattened(
          ExchangeWords.positions(report.positions()), report.clean(), ExchangeWords.reason(report.reason()));
    } finally {
      access.flattening().unlock();
    }
  }

  private boolean isOver(Errand errand) {
    Running one = running.get(Key.of(errand));
    return one != null && one.errand().equals(errand) && one.over().get();
  }

  /** An order that closes must not be left behind: nobody would follow it any more. */
  private static void takeBack(PacedGateway gateway, FlattenReport report) {
    boolean ignored = Thread.interrupted();
    for (FlattenedPosition position : report.positions()) {
      for (OrderId order : position.orders()) {
        try {
          OrderState now = gateway.cancel(order, position.symbol());
          LOG.info("order {} closes a position for a halt that is over: {}", order, now.status());
        } catch (ExchangeException e) {
          LOG.warn("order {} closes a position for a halt that is over, and may rest still: {}", order, e.getMessage());
        }
      }
    }
    Thread.currentThread().interrupt();
  }

  private ExchangeReport verified(Errand.Verify errand, ExchangeAccess access) {
    List<OrderId> named = named(errand.bot(), errand.named());
    VerificationReport report = new Verification(access.gateway().get(), time).run(
        new Verification.Terms(
            access.ordersOf(errand.symbol()), named, policy(errand.liquidation()), access.symbolsOf(errand.symbol()),
            Verification.Terms.BETWEEN, VERIFY));
    return new ExchangeReport.Verified(
        words(errand, report.orders(), named), ExchangeWords.positions(report.positions()), report.clean(),
        ExchangeWords.reason(report.reason()));
  }

  /** And those that a person sent and of which nobody knows what became. */
  private List<OrderId> named(BotId bot, List<OrderId> asked) {
    Set<OrderId> all = new LinkedHashSet<>(asked);
    all.addAll(door.unproved(bot));
    return List.copyOf(all);
  }

  private List<HaltedOrder> words(Errand errand, List<SweptOrder> orders, List<OrderId> named) {
    return ExchangeWords.orders(orders, named, asked.of(errand.halt(), errand.bot()));
  }

  static ClosePolicy policy(@Nullable Liquidation how) {
    return how == null ? ClosePolicy.KEEP_ALL : switch (how.positions()) {
      case FLATTEN_ALL -> ClosePolicy.FLATTEN_ALL;
      case KEEP_SPOT_CLOSE_DERIVATIVES -> ClosePolicy.KEEP_SPOT_CLOSE_DERIVATIVES;
      case KEEP_ALL -> ClosePolicy.KEEP_ALL;
    };
  }

  static Execution execution(Liquidation how) {
    BigDecimal collar = how.collarPct();
    Duration deadline = how.deadline();
    return collar == null || deadline == null ? Execution.AT_MARKET : new Execution.Collared(collar, deadline, false);
  }

  /** Gives up what is under way: orders that were asked to be cancelled stay asked for. */
  @Override
  public void close() {
    closed = true;
    running.values().forEach(one -> one.thread().interrupt());
    for (Running one : running.values()) {
      try {
        if (!one.thread().join(CLOSE)) {
          LOG.warn("an errand at the exchange of {} did not end in time", one.errand().bot());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
