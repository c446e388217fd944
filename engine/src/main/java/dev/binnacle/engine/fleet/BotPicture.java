package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotSnapshot.ComponentView;
import dev.binnacle.engine.fleet.BotSnapshot.GapView;
import dev.binnacle.engine.fleet.BotSnapshot.InstanceView;
import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.engine.fleet.BotSnapshot.OrderView;
import dev.binnacle.engine.fleet.BotState.Component;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Event;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The snapshot of one bot, made anew when the bot has changed, and every minute for what only time changes. */
final class BotPicture {
  private static final Duration OLDEST = Duration.ofSeconds(60);
  private static final Duration OLDEST_FIGURES = Duration.ofSeconds(1);
  private static final MetricName TRADES_EXECUTED = new MetricName("trades_executed");
  private static final MetricName TOTAL_PNL = new MetricName("total_pnl");
  private static final MetricName DAILY_PNL = new MetricName("daily_pnl");
  private static final MetricName SUCCESS_RATE = new MetricName("success_rate");
  private static final Comparator<OrderView> NEWEST_ORDER_FIRST =
      Comparator.comparing((OrderView view) -> view.order().at()).thenComparing(OrderView::id).reversed();

  private final Bot bot;
  private @Nullable BotSnapshot snapshot;
  private Instant takenAt = Instant.MIN;
  private @Nullable Figures figures;
  private long figuresOf;

  BotPicture(Bot bot) {
    this.bot = bot;
  }

  void outdate() {
    snapshot = null;
  }

  BotSnapshot at(Instant now) {
    BotSnapshot known = snapshot;
    if (known != null && Duration.between(takenAt, now).compareTo(OLDEST) < 0) {
      return known;
    }
    BotSnapshot taken = take(now);
    snapshot = taken;
    takenAt = now;
    return taken;
  }

  private BotSnapshot take(Instant now) {
    Holdings holdings = bot.holdings();
    List<Part> parts = bot.dossier().parts();
    Figures current = figures(holdings, now);
    Verdict verdict = bot.verdict();
    BotState.Description description = bot.dossier().description();
    return new BotSnapshot(
        bot.id(),
        verdict.status(),
        verdict.reason(),
        runState(parts),
        description.mode(),
        bot.dossier().policy(),
        description.venue(),
        description.strategy(),
        description.version(),
        bot.dossier().account().currency(),
        instances(),
        bot.dossier().firstHeard(),
        startedAt(parts),
        bot.lastHeard(),
        bot.telemetry().clockSkew(),
        bot.dossier().errors().countAt(now),
        components(parts),
        holdings.balance(),
        bot.equity(now),
        holdings.unrealized(),
        current,
        holdings.positions(),
        orders(parts),
        bot.dossier().trades().views(),
        bot.dossier().errors().view(),
        usage(parts),
        bot.telemetry().logs(),
        metrics(current, now),
        gaps(),
        bot.dossier().trades().sideMismatches(),
        whyNull(holdings),
        config());
  }

  Figures figures(Holdings holdings, Instant now) {
    Figures known = figures;
    Account account = bot.dossier().account();
    boolean current =
        known != null && figuresOf == account.changes() && Duration.between(known.at(), now).compareTo(OLDEST_FIGURES) < 0;
    if (known != null && current) {
      return known;
    }
    account.exposure(now, holdings.value());
    Figures made = account.figures(now);
    figures = made;
    figuresOf = account.changes();
    return made;
  }

  /** The most halted of all that go on. */
  static RunState runState(List<Part> parts) {
    return parts.stream()
        .filter(part -> part.ended() == null)
        .map(Part::runState)
        .max(Comparator.naturalOrder())
        .orElse(RunState.RUNNING);
  }

  private static @Nullable Instant startedAt(List<Part> parts) {
    Instant first = null;
    for (Part part : parts) {
      Instant began = part.ended() == null ? part.began() : null;
      first = began != null && (first == null || began.isBefore(first)) ? began : first;
    }
    return first;
  }

  private List<InstanceView> instances() {
    List<InstanceView> views = new ArrayList<>();
    for (Instance instance : bot.dossier().instances().all()) {
      views.add(
          new InstanceView(
              instance.id,
              bot.links().contains(instance.id),
              instance.owns(),
              instance.ended,
              instance.sequence.whole(),
              instance.began,
              instance.lastHeard));
    }
    bot.links().stream()
        .filter(id -> bot.dossier().instances().find(id) == null)
        .forEach(
            id -> views.add(new InstanceView(id, true, false, false, bot.dossier().instances().retiredHigh(id), null, null)));
    return Collections.unmodifiableList(views);
  }

  private BotSnapshot.@Nullable ConfigView config() {
    BotState.ConfigState state = bot.dossier().configuration().state();
    return state == null
        ? null
        : new BotSnapshot.ConfigView(
            state.version(), state.hash(), state.at(), state.outcome(), state.who(), state.proved(), state.reason(),
            state.source(), state.accepted(), state.refused(), state.deferred(),
            state.seen().stream()
                .map(
                    each -> new BotSnapshot.ConfigSeenView(
                        each.instance(), each.version(), each.hash(), each.applied(), each.at(), each.reason()))
                .toList());
  }

  private List<GapView> gaps() {
    List<GapView> views = new ArrayList<>();
    for (Instance instance : bot.dossier().instances().all()) {
      instance.sequence.gaps().forEach(gap -> views.add(new GapView(instance.id, gap.from(), gap.to(), gap.since())));
    }
    return Collections.unmodifiableList(views);
  }

  /** Of a component that several shards have, the worst. */
  private static List<ComponentView> components(List<Part> parts) {
    SortedMap<ComponentName, Component> worst = new TreeMap<>();
    for (Part part : parts) {
      for (Component component : part.components()) {
        worst.merge(component.name(), component, (one, other) -> other.health().compareTo(one.health()) > 0 ? other : one);
      }
    }
    return worst.values().stream()
        .map(
            each -> new ComponentView(
                each.name(), each.health(), each.critical(), each.responseTime(), each.message(), each.since(), each.at()))
        .toList();
  }

  private static List<OrderView> orders(List<Part> parts) {
    return parts.stream()
        .flatMap(part -> part.orders().stream())
        .map(order -> new OrderView(order.update().orderId(), order.update()))
        .sorted(NEWEST_ORDER_FIRST)
        .toList();
  }

  /** Shards have processes of their own: their calls add up. */
  private static List<Event.ApiUsage> usage(List<Part> parts) {
    if (parts.size() == 1) {
      return List.copyOf(parts.getFirst().endpoints());
    }
    Map<String, Event.ApiUsage> sums = new LinkedHashMap<>();
    for (Part part : parts) {
      part.endpoints().forEach(each -> sums.merge(each.venue() + ' ' + each.endpoint(), each, BotPicture::sum));
    }
    return List.copyOf(sums.values());
  }

  private static Event.ApiUsage sum(Event.ApiUsage one, Event.ApiUsage other) {
    Event.ApiUsage newer = other.at().isAfter(one.at()) ? other : one;
    return new Event.ApiUsage(
        newer.at(),
        newer.venue(),
        newer.endpoint(),
        sum(one.calls(), other.calls()),
        sum(one.errors(), other.errors()),
        sum(one.throttled(), other.throttled()),
        newer.remaining(),
        newer.limit());
  }

  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private Map<MetricName, MetricView> metrics(Figures current, Instant now) {
    Map<MetricName, MetricView> metrics = new TreeMap<>(bot.telemetry().metrics());
    long trades = current.trades().total();
    offer(metrics, TRADES_EXECUTED, trades == 0 ? null : (double) trades, now);
    offer(metrics, TOTAL_PNL, number(current.profit().totalPnl()), now);
    offer(metrics, DAILY_PNL, number(current.profit().dailyPnl()), now);
    offer(metrics, SUCCESS_RATE, current.risk().successRate(), now);
    return Collections.unmodifiableMap(metrics);
  }

  private static @Nullable Double number(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.doubleValue();
  }

  private static void offer(Map<MetricName, MetricView> metrics, MetricName name, @Nullable Double value, Instant now) {
    if (value != null && Double.isFinite(value)) {
      metrics.putIfAbsent(name, new MetricView(new Sample.Reading.Number(value), now));
    }
  }

  private Map<String, String> whyNull(Holdings holdings) {
    Account account = bot.dossier().account();
    if (account.foreignTrades() == 0) {
      return Collections.unmodifiableMap(holdings.whyNull());
    }
    SortedMap<String, String> why = new TreeMap<>(holdings.whyNull());
    why.put(
        "performance",
        "%d trades in another currency than the account's %s are left out, the last in %s"
            .formatted(account.foreignTrades(), Objects.requireNonNull(account.currency()),
                Objects.requireNonNull(account.foreign())));
    return Collections.unmodifiableMap(why);
  }
}
