package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.Action;
import dev.binnacle.model.Action.Stage;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import dev.binnacle.web.api.Acts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single acts of people at bots' exchanges, from the wish to the proof. What cannot be done twice is sent once, and only when its record is on
 * disk; its order bears an id that follows from that record, so that after a crash it is looked for and never sent again.
 *
 * <p><b>Threads:</b> thread-safe; each act has a thread of its own.
 */
final class ActionDesk implements Acts, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ActionDesk.class);
  private static final String BUSY = "too many commands wait; try again in a moment";
  private static final String SWITCHED_OFF =
      "orders by hand are switched off: an administrator sets trading.manual-orders in the settings";
  private static final Duration RECORD = Duration.ofSeconds(5);
  /** A cancel can be asked for twice, so its record need not be on disk: only a refusal of the engine is waited for. */
  private static final Duration REFUSAL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final EngineLoop loop;
  private final Exchanges exchanges;
  private final Supplier<Settings.Trading> limits;
  private final ActionDoor door;
  private final ActionWork work;
  private final Timepiece time;
  private final ActionNonces nonces = new ActionNonces();
  /** Held from the limits to the proof: two orders must not both find room for one. */
  private final ReentrantLock placing = new ReentrantLock();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** @param limits as the settings say them now */
  ActionDesk(EngineLoop loop, Exchanges exchanges, Supplier<Settings.Trading> limits, ActionDoor door, Timepiece time) {
    this.loop = loop;
    this.exchanges = exchanges;
    this.limits = limits;
    this.door = door;
    this.time = time;
    this.work = new ActionWork(time);
  }

  /** Takes up what was under way when the last run ended: reads what became of it, and does nothing more about it. */
  void start() {
    loop.control().actions().stream().filter(action -> action.stage() == Stage.BEGUN).forEach(this::readAgain);
  }

  @Override
  public Optional<Action> find(ActionId action) {
    return loop.control().action(action);
  }

  @Override
  public List<Action> known() {
    return loop.control().actions();
  }

  /** One act, once it is known at which exchange. */
  @FunctionalInterface
  private interface At {
    Answer at(ExchangeAccess access) throws InterruptedException;
  }

  /** What is done when it is recorded. */
  @FunctionalInterface
  private interface Doing {
    ActionWork.Ended run() throws InterruptedException;
  }

  @Override
  public CompletionStage<Answer> close(BotId bot, Symbol symbol, Asking asking) {
    ActionId id = ActionIds.of(asking);
    return on(bot, () -> repeated(id, Action.Kind.CLOSE_POSITION, bot, was -> symbol.equals(was.symbol())), access -> {
      Optional<NetPosition> held =
          access.gateway().get().positions().stream().filter(each -> each.symbol().equals(symbol)).findFirst();
      if (!access.trades(symbol) || held.isEmpty()) {
        return refused(Why.UNKNOWN, "the exchange holds no position of " + symbol + " for " + bot);
      }
      BigDecimal quantity = held.get().quantity();
      boolean shared = access.orderPrefix() != null && access.symbols().isEmpty();
      String what = "%s %s %s at the market: it closes the position of %s%s".formatted(
          quantity.signum() > 0 ? "sell" : "buy", plain(quantity.abs()), symbol, symbol,
          shared ? ", which other bots of the account may have a part in" : "");
      if (asking.dryRun()) {
        return planned(bot, access, what, List.of());
      }
      Action wish = wish(id, bot, Action.Kind.CLOSE_POSITION, symbol, null, what, true);
      return begin(wish, asking, RECORD, () -> work.close(id.value(), symbol, access));
    });
  }

  @Override
  public CompletionStage<Answer> cancel(BotId bot, OrderId order, Asking asking) {
    ActionId id = ActionIds.of(asking);
    return on(bot, () -> repeated(id, Action.Kind.CANCEL_ORDER, bot, was -> was.what().startsWith(cancelOf(order))), access -> {
      PacedGateway gateway = access.gateway().get();
      Optional<OrderState> found = lookUp(gateway, order);
      if (found.isEmpty() || !access.orders().covers(found.get())) {
        return refused(Why.UNKNOWN, "the exchange knows no order " + order + " of " + bot);
      }
      OrderState state = found.get();
      String what = cancelOf(order) + "%s %s %s, %s filled".formatted(
          state.side().name().toLowerCase(Locale.ROOT), plain(state.quantity()), state.symbol(), plain(state.filled()));
      if (asking.dryRun()) {
        return planned(bot, access, what, List.of());
      }
      Action wish = wish(id, bot, Action.Kind.CANCEL_ORDER, state.symbol(), state.id(), what, true);
      return begin(wish, asking, REFUSAL, () -> work.cancel(state.id(), access));
    });
  }

  private static String cancelOf(OrderId order) {
    return "cancel order " + order + ": ";
  }

  /** By the venue's name, which may be of a form that the bot's is not, or by the bot's. */
  private static Optional<OrderState> lookUp(PacedGateway gateway, OrderId order) {
    try {
      Optional<OrderState> known = gateway.order(order);
      if (known.isPresent()) {
        return known;
      }
    } catch (ExchangeException e) {
      if (e.kind() != ExchangeException.Kind.REJECTED) {
        throw e;
      }
    }
    return gateway.orderOfClient(order.value(), null);
  }

  @Override
  public ByHand byHand(BotId bot) {
    Settings.Trading now = limits.get();
    Optional<ExchangeAccess> way = exchanges.of(bot);
    if (way.isEmpty()) {
      return new ByHand(now.manualOrders() ? noExchange(bot) : SWITCHED_OFF, false, List.of(), List.of());
    }
    ExchangeAccess access = way.get();
    String refused = !now.manualOrders() ? SWITCHED_OFF : access.byHand() ? null : paperOnly(bot);
    return new ByHand(
        refused, access.real(), access.symbols().stream().sorted(Comparator.comparing(Symbol::value)).toList(),
        OrderChecks.limits(now));
  }

  private static String noExchange(BotId bot) {
    return "no exchange is set for " + bot + ": name one in the settings as bots." + bot + ".exchange";
  }

  private static String paperOnly(BotId bot) {
    return "orders by hand go to paper exchanges only: an administrator sets manual-orders at the exchange of " + bot;
  }

  @Override
  public CompletionStage<Answer> place(BotId bot, NewOrder order, @Nullable String confirm, Asking asking) {
    if (!limits.get().manualOrders()) {
      return CompletableFuture.completedFuture(refused(Why.OFF, SWITCHED_OFF));
    }
    ActionId id = ActionIds.of(asking);
    return on(bot, () -> repeated(id, Action.Kind.PLACE_ORDER, bot, was -> was.what().equals(order.words())), access -> {
      if (!access.byHand()) {
        return refused(Why.OFF, paperOnly(bot));
      }
      if (!access.trades(order.symbol())) {
        return refused(Why.UNKNOWN, bot + " does not trade " + order.symbol() + ", as the settings have it");
      }
      return place(id, bot, order, confirm, asking, access);
    });
  }

  private Answer place(
      ActionId id, BotId bot, NewOrder order, @Nullable String confirm, Asking asking, ExchangeAccess access)
      throws InterruptedException {
    ActionNonces.Seen seen = new ActionNonces.Seen(asking.operator(), bot.value(), order.words());
    if (!asking.dryRun() && !nonces.take(confirm, seen, time.instant())) {
      return refused(
          Why.UNCONFIRMED,
          "ask with dry_run=true first, look at what it would do, and send its confirm within a minute, as the same person");
    }
    if (!placing.tryLock(ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
      return refused(Why.CONFLICT, "another order is being placed; try again when it is done");
    }
    try {
      List<Check> checks =
          new OrderChecks(limits.get(), time.instant(), known()).of(bot, order, access.gateway().get());
      if (asking.dryRun()) {
        return planned(bot, access, order.words(), checks, seen);
      }
      Optional<Check> broken = checks.stream().filter(check -> !check.passed()).findFirst();
      if (broken.isPresent()) {
        return refused(Why.LIMIT, broken.get().rule() + ": " + broken.get().reason());
      }
      OrderRequest request = ActionIds.request(ActionIds.client(id, access.orderPrefix()), order);
      OrderId client = new OrderId(request.clientId());
      Action wish =
          wish(id, bot, Action.Kind.PLACE_ORDER, order.symbol(), client, order.words(), order.reduceOnly());
      return begin(wish, asking, RECORD, () -> send(bot, order, request, access));
    } finally {
      placing.unlock();
    }
  }

  private ActionWork.Ended send(BotId bot, NewOrder order, OrderRequest request, ExchangeAccess access)
      throws InterruptedException {
    OrderId client = new OrderId(request.clientId());
    if (!door.enter(bot, order.symbol(), order.reduceOnly(), client)) {
      return new ActionWork.Ended(Stage.FAILED, "a halt of " + bot + " came first: nothing was sent");
    }
    boolean proved = false;
    try {
      ActionWork.Ended ended = work.place(request, access);
      proved = ended.stage() != Stage.UNKNOWN;
      return ended;
    } finally {
      door.leave(bot, client, proved);
    }
  }

  /** Runs on a thread of its own: the exchange is asked. */
  private CompletionStage<Answer> on(BotId bot, Supplier<@Nullable Answer> known, At at) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    run("act-" + bot, () -> {
      try {
        Answer repeated = known.get();
        Optional<ExchangeAccess> access = exchanges.of(bot);
        if (repeated != null) {
          answer.complete(repeated);
        } else if (access.isEmpty()) {
          answer.complete(refused(Why.OFF, noExchange(bot)));
        } else {
          answer.complete(at.at(access.get()));
        }
      } catch (ExchangeException e) {
        answer.complete(
            refused(
                e.kind() == ExchangeException.Kind.REJECTED ? Why.UNKNOWN : Why.UNREACHABLE,
                "the exchange could not be asked, so nothing was done: " + e.getMessage()));
      } catch (InterruptedException e) {
        answer.complete(refused(Why.UNREACHABLE, "the server ends"));
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    return answer;
  }

  private void run(String name, Runnable task) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
      try {
        task.run();
      } finally {
        threads.remove(Thread.currentThread());
      }
    });
    threads.add(thread);
    if (!closed) {
      thread.start();
    }
  }

  /** What a key that was sent before has come to; null for a new one. */
  private @Nullable Answer repeated(ActionId id, Action.Kind kind, BotId bot, Predicate<Action> sameThing) {
    Optional<Action> known = find(id);
    if (known.isEmpty()) {
      return null;
    }
    Action action = known.get();
    boolean same = action.kind() == kind && action.bot().equals(bot) && sameThing.test(action);
    return same
        ? new Answer.Taken(action)
        : refused(Why.KEY_REUSED,
            "this Idempotency-Key was sent before, with: " + action.what() + ". Take a new one for each act");
  }

  /** Records it, has it done, and waits for the end as long as an answer may take. */
  private Answer begin(Action wish, Asking asking, Duration patience, Doing doing) throws InterruptedException {
    Optional<CompletableFuture<EngineLoop.CommandResult>> asked =
        loop.command(new Input.Command.BeginAction(wish), asking.operator());
    if (asked.isEmpty()) {
      return refused(Why.CONFLICT, BUSY);
    }
    try {
      String refused = asked.get().get(patience.toMillis(), TimeUnit.MILLISECONDS).refused();
      if (refused != null) {
        return refused(Why.CONFLICT, refused);
      }
    } catch (TimeoutException _) {
      if (wish.kind() != Action.Kind.CANCEL_ORDER) {
        end(wish.id(), new ActionWork.Ended(Stage.FAILED, "its record took too long to be on disk: nothing was sent"));
        return refused(Why.CONFLICT, "the disk is too slow to record it first, so nothing was sent");
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine takes no commands", e.getCause());
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    run("act-" + wish.id(), () -> carryOut(wish, doing, done));
    try {
      done.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      LOG.info("action {} goes on: {}", wish.id(), wish.what());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new Answer.Taken(find(wish.id()).orElse(wish));
  }

  private void carryOut(Action action, Doing doing, CompletableFuture<Boolean> done) {
    try {
      ActionWork.Ended ended = doing.run();
      if (!Thread.currentThread().isInterrupted()) {
        end(action.id(), ended);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // The server ends: the next start reads what became of it.
    } catch (RuntimeException e) {
      LOG.error("action {} failed: {}", action.id(), action.what(), e);
      readAgain(action);
    } finally {
      done.complete(true);
    }
  }

  /** Reads what became of an act until it is known. */
  private void readAgain(Action action) {
    run("act-" + action.id(), () -> {
      Duration pause = AGAIN;
      try {
        while (!closed) {
          Optional<ExchangeAccess> access = exchanges.of(action.bot());
          ActionWork.Ended ended = access.isEmpty()
              ? new ActionWork.Ended(Stage.UNKNOWN, "no exchange is set for " + action.bot() + " any more: look there")
              : read(action, access.get());
          if (ended.stage() != Stage.UNKNOWN || access.isEmpty()) {
            end(action.id(), ended);
            return;
          }
          time.sleep(pause);
          pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private ActionWork.Ended read(Action action, ExchangeAccess access) throws InterruptedException {
    try {
      return work.read(action, access);
    } catch (RuntimeException e) {
      LOG.warn("what became of action {} cannot be read yet: {}", action.id(), e.getMessage());
      return new ActionWork.Ended(Stage.UNKNOWN, "it cannot be read: " + e.getMessage());
    }
  }

  private void end(ActionId id, ActionWork.Ended ended) throws InterruptedException {
    LOG.info("action {} is {}: {}", id, ended.stage(), ended.outcome());
    Input.Command.EndAction end = new Input.Command.EndAction(id, ended.stage(), ended.outcome());
    Optional<CompletableFuture<EngineLoop.CommandResult>> asked = loop.command(end, null);
    while (asked.isEmpty() && !closed) {
      time.sleep(Duration.ofMillis(50));
      asked = loop.command(end, null);
    }
    try {
      if (asked.isPresent()) {
        asked.get().get(RECORD.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("what became of action {} is not on disk yet: {}", id, e.toString());
    }
  }

  private Action wish(
      ActionId id, BotId bot, Action.Kind kind, @Nullable Symbol symbol, @Nullable OrderId order, String what, boolean reduces) {
    return new Action(id, bot, kind, symbol, order, what, reduces, "", time.instant(), Stage.BEGUN, "");
  }

  private Answer planned(BotId bot, ExchangeAccess access, String what, List<Check> checks) {
    return new Answer.Planned(
        new Plan(bot, what, access.gateway().get().venue(), access.real(), checks, null, null));
  }

  private Answer planned(BotId bot, ExchangeAccess access, String what, List<Check> checks, ActionNonces.Seen seen) {
    boolean passed = checks.stream().allMatch(Check::passed);
    return new Answer.Planned(
        new Plan(
            bot, what, access.gateway().get().venue(), access.real(), checks,
            passed ? nonces.show(seen, time.instant()) : null, passed ? time.instant().plus(ActionNonces.LIFE) : null));
  }

  private static Answer refused(Why why, String reason) {
    return new Answer.Refused(why, reason);
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }
}
