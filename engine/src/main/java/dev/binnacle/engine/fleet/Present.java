package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.Glance;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is so of one bot while an input is applied. Nothing is reckoned before it is asked for.
 *
 * <p><b>Threads:</b> confined to the engine's thread, and valid only during the call that it is given to.
 */
public final class Present {
  /** A run that speaks without saying its name. */
  public static final InstanceId UNNAMED = new InstanceId("unnamed");

  private final Bot bot;
  private final Instant now;
  private final Halts halts;
  private @Nullable Glance glance;

  Present(Bot bot, Instant now, Halts halts) {
    this.bot = bot;
    this.now = now;
    this.halts = halts;
  }

  public BotId id() {
    return bot.id();
  }

  public Instant now() {
    return now;
  }

  public BotStatus status() {
    return bot.status();
  }

  /** Why it has its status. */
  public String reason() {
    return bot.verdict().reason();
  }

  /** Whether it says what is so now. */
  public boolean isHeard() {
    BotStatus status = bot.status();
    return status != BotStatus.OFFLINE && status != BotStatus.STALE;
  }

  /** Whether it has said good-bye. */
  public boolean hasEnded() {
    List<Part> parts = bot.dossier().judgedParts();
    return !parts.isEmpty() && parts.stream().allMatch(part -> part.ended() != null);
  }

  /** Whether anything ever came from it. */
  public boolean wasHeard() {
    return bot.lastHeard() != null;
  }

  /**
   * The runs that are there: those that hold a link, and those that were heard lately and have not said good-bye. One that has no name
   * is {@link #UNNAMED}.
   */
  public Set<InstanceId> runs() {
    Set<InstanceId> runs = new TreeSet<>(bot.links());
    for (Instance instance : bot.dossier().instances().all()) {
      if (bot.status() != BotStatus.OFFLINE && !bot.isGone(instance, now)) {
        runs.add(instance.id);
      }
    }
    if (runs.isEmpty() && isHeard() && !hasEnded()) {
      runs.add(UNNAMED);
    }
    return runs;
  }

  /** Whether this run has said good-bye. */
  public boolean hasEnded(InstanceId run) {
    Instance instance = bot.dossier().instances().find(run);
    return instance != null && instance.ended;
  }

  /** Those that can fill still, as the bot tells it. */
  public List<Event.OrderUpdate> orders() {
    List<Event.OrderUpdate> orders = new ArrayList<>();
    for (Part part : bot.dossier().parts()) {
      part.orders().forEach(order -> orders.add(order.update()));
    }
    return orders;
  }

  /** Those that are open, as the bot tells it. */
  public List<BotSnapshot.PositionView> positions() {
    return bot.holdings().positions();
  }

  /** What it says of itself: the most halted of all runs that go on. */
  public RunState runState() {
    return BotPicture.runState(bot.dossier().parts());
  }

  /** The instruments of which it has told the price since the engine runs. */
  public Map<Symbol, Feed> feeds() {
    return Collections.unmodifiableMap(bot.telemetry().feeds());
  }

  /** Those as one; null when it has told none. */
  public @Nullable Feed anyFeed() {
    return bot.telemetry().anyFeed();
  }

  /** Whether it has a position or an open order in the instrument. */
  public boolean isIn(Symbol symbol) {
    return positions().stream().anyMatch(position -> position.symbol().equals(symbol))
        || orders().stream().anyMatch(order -> order.symbol().equals(symbol));
  }

  /** Since its last sign of life or, if there was none, since anybody listens. */
  public Duration silence() {
    Instant newest = null;
    for (Part part : bot.dossier().judgedParts()) {
      Instant sign = part.sign();
      newest = sign != null && (newest == null || sign.isAfter(newest)) ? sign : newest;
    }
    return Duration.between(newest == null ? bot.listeningSince() : newest, now);
  }

  /** After how long a silence it is offline. */
  public Duration offlineAfter() {
    return bot.offlineAfter();
  }

  /** What the bot sent last of this metric. */
  public @Nullable MetricView reading(MetricName name) {
    return bot.telemetry().metrics().get(name);
  }

  public @Nullable Duration clockSkew() {
    return bot.telemetry().clockSkew();
  }

  public long errorCount() {
    return bot.dossier().errors().countAt(now);
  }

  /** The critical components that have failed, as the bot tells it. */
  public Set<ComponentName> failed() {
    Set<ComponentName> failed = new TreeSet<>();
    for (Part part : bot.dossier().judgedParts()) {
      for (BotState.Component component : part.components()) {
        if (component.isDown()) {
          failed.add(component.name());
        }
      }
    }
    return failed;
  }

  /** Changes of its configuration that were refused since the last good one; null while nothing was told of any. */
  public @Nullable Long refusedConfigurations() {
    return bot.dossier().configuration().refusedInARow();
  }

  public int openPositions() {
    return bot.holdings().positions().size();
  }

  public int openOrders() {
    int count = 0;
    for (Part part : bot.dossier().parts()) {
      count += part.orders().size();
    }
    return count;
  }

  /** Those of the open orders that nobody minds: the bot is offline, or a halt that lets no order pass is done with it. */
  public int orphanOrders() {
    boolean offline = bot.status() == BotStatus.OFFLINE;
    int count = 0;
    for (Event.OrderUpdate order : orders()) {
      count +=
          switch (halts.fate(bot.id(), order)) {
            case FREE -> offline ? 1 : 0;
            case LEFT -> 1;
            case GONE -> 0;
          };
    }
    return count;
  }

  /** Whether balance and positions tell of the same moment, as far as is known: while a fill is told in part they do not. */
  public boolean isSettled() {
    return bot.isSettled(now);
  }

  public @Nullable Money equity() {
    return bot.equity(now);
  }

  public @Nullable Money balance() {
    BotSnapshot.BalanceView balance = bot.holdings().balance();
    return balance == null ? null : balance.total();
  }

  public @Nullable Money unrealized() {
    return bot.holdings().unrealized();
  }

  public Glance glance() {
    if (glance == null) {
      Money equity = equity();
      glance = bot.dossier().account().glance(now, equity == null ? null : equity.amount());
    }
    return glance;
  }

  /** At most a second old. */
  public Figures figures() {
    return bot.figures(now);
  }

  /** Calls to venues since each process began. */
  public Calls calls() {
    long calls = 0;
    long errors = 0;
    long throttled = 0;
    for (Part part : bot.dossier().parts()) {
      for (Event.ApiUsage usage : part.endpoints()) {
        calls += usage.calls();
        errors += usage.errors();
        throttled += usage.throttled();
      }
    }
    return new Calls(calls, errors, throttled);
  }

  /** @param throttled those answered 429, which are among {@code errors} */
  public record Calls(long calls, long errors, long throttled) {}
}
