package dev.binnacle.web.api;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot.Counters;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Health;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.web.view.Snapshots;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The present as Prometheus reads it. Made from the snapshot when it is asked for; nothing is kept.
 *
 * <p>Names of bots and metrics become labels, never names of series: what a bot is called does not change what can be asked.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Exposition {
  /** Of one bot; what a bot reports beyond that is left to the API. */
  private static final int MOST_METRICS = 200;

  private final Snapshots snapshots;
  private final Alerting alerting;
  private final SystemView system;
  private final LiveStats live;
  private final HttpCounts http;

  Exposition(Snapshots snapshots, Alerting alerting, SystemView system, LiveStats live, HttpCounts http) {
    this.snapshots = snapshots;
    this.alerting = alerting;
    this.system = system;
    this.live = live;
    this.http = http;
  }

  Reply page(boolean openMetrics) {
    ExpositionFormatWriter writer = openMetrics ? OpenMetricsTextFormatWriter.create() : PrometheusTextFormatWriter.create();
    ByteArrayOutputStream out = new ByteArrayOutputStream(8_192);
    try {
      writer.write(out, new MetricSnapshots(all()), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return new Reply(200, writer.getContentType(), out.toByteArray(), Map.of(), Reply.Caching.REVALIDATED);
  }

  private List<MetricSnapshot> all() {
    FleetSnapshot fleet = snapshots.current();
    List<MetricSnapshot> all = new ArrayList<>();
    addBots(all, fleet.bots());
    addEvents(all, fleet.counters());
    AlertExposition.add(all, alerting.feed().current(), alerting.notifications().channels());
    addServer(all);
    return all;
  }

  private static void addBots(List<MetricSnapshot> all, List<BotSnapshot> bots) {
    all.add(status(bots));
    all.add(gauge("binnacle_bot_equity", "Balance and unrealised profit, in the account's currency", bots,
        bot -> inCurrency(bot, bot.equity() == null ? null : bot.equity().amount())));
    all.add(gauge("binnacle_bot_balance", "Balance, in the account's currency", bots,
        bot -> inCurrency(bot, bot.balance() == null ? null : bot.balance().total().amount())));
    all.add(gauge("binnacle_bot_daily_pnl", "Profit since the day began, in the account's currency", bots,
        bot -> inCurrency(bot, bot.figures().profit().dailyPnl())));
    all.add(gauge("binnacle_bot_total_pnl", "Profit since the first mark, in the account's currency", bots,
        bot -> inCurrency(bot, bot.figures().profit().totalPnl())));
    all.add(gauge("binnacle_bot_drawdown_ratio", "Fall of equity from its peak, zero or below", bots,
        bot -> plain(bot, bot.figures().risk().currentDrawdown())));
    all.add(gauge("binnacle_bot_exposure_ratio", "Gross value of open positions to equity", bots,
        bot -> plain(bot, bot.figures().risk().exposure())));
    all.add(gauge("binnacle_bot_net_exposure_ratio", "Long less short positions to equity", bots,
        bot -> plain(bot, bot.figures().risk().netExposure())));
    all.add(gauge("binnacle_bot_symbol_exposure_ratio", "Gross value of the largest instrument held to equity", bots,
        bot -> plain(bot, bot.figures().risk().symbolExposure())));
    all.add(gauge("binnacle_bot_win_ratio", "Winning trades to all closed trades", bots,
        bot -> plain(bot, bot.figures().trades().winRate())));
    all.add(gauge("binnacle_bot_open_positions", "Open positions", bots, bot -> plain(bot, bot.positions().size())));
    all.add(gauge("binnacle_bot_closed_trades", "Closed trades, of the whole past", bots,
        bot -> plain(bot, bot.figures().trades().total())));
    all.add(gauge("binnacle_bot_recent_errors", "Errors within 24 hours", bots, bot -> plain(bot, bot.errorCount())));
    all.add(gauge("binnacle_bot_last_heard_timestamp_seconds", "When anything came from it", bots,
        bot -> plain(bot, bot.lastHeard() == null ? null : bot.lastHeard().toEpochMilli() / 1_000.0)));
    all.add(components(bots));
    all.add(metrics(bots));
  }

  private static MetricSnapshot status(List<BotSnapshot> bots) {
    GaugeSnapshot.Builder status =
        GaugeSnapshot.builder().name("binnacle_bot_status").help("1 for the status that the bot is in, 0 for all others");
    for (BotSnapshot bot : bots) {
      for (BotStatus word : BotStatus.values()) {
        status.dataPoint(point(Labels.of("bot", bot.id().value(), "status", lower(word)), bot.status() == word ? 1 : 0));
      }
    }
    return status.build();
  }

  private static MetricSnapshot components(List<BotSnapshot> bots) {
    GaugeSnapshot.Builder healthy =
        GaugeSnapshot.builder().name("binnacle_bot_component_healthy").help("1 if the component is healthy, else 0");
    for (BotSnapshot bot : bots) {
      bot.components().forEach(
          component -> healthy.dataPoint(
              point(Labels.of("bot", bot.id().value(), "component", component.name().value()),
                  component.health() == Health.HEALTHY ? 1 : 0)));
    }
    return healthy.build();
  }

  private static MetricSnapshot metrics(List<BotSnapshot> bots) {
    GaugeSnapshot.Builder values = GaugeSnapshot.builder().name("binnacle_bot_metric")
        .help("The newest number of a metric that the bot reports; its unit ends its name");
    for (BotSnapshot bot : bots) {
      bot.metrics().entrySet().stream()
          .filter(entry -> entry.getValue().reading() instanceof Sample.Reading.Number)
          .limit(MOST_METRICS)
          .forEach(entry -> values.dataPoint(metric(bot, entry.getKey(), entry.getValue().reading())));
    }
    return values.build();
  }

  private static GaugeDataPointSnapshot metric(BotSnapshot bot, MetricName name, Sample.Reading reading) {
    double value = reading instanceof Sample.Reading.Number number ? number.value() : Double.NaN;
    return point(Labels.of("bot", bot.id().value(), "metric", name.value()), value);
  }

  private static void addEvents(List<MetricSnapshot> all, Counters counters) {
    all.add(counter("binnacle_events_accepted", "Events taken", counters.accepted()));
    all.add(counter("binnacle_events_duplicate", "Events that were known already", counters.duplicates()));
    all.add(counter("binnacle_events_rejected", "Events refused", counters.rejected()));
    all.add(counter("binnacle_events_unkeyed", "Durable events without a key", counters.unkeyed()));
    all.add(counter("binnacle_samples", "Samples taken", counters.samples()));
    all.add(counter("binnacle_sequence_gaps", "Gaps in sequences", counters.gaps()));
    all.add(counter("binnacle_events_fenced", "Events of instances that do not own their bot's state", counters.fenced()));
  }

  private void addServer(List<MetricSnapshot> all) {
    SystemView.Storage storage = system.storage();
    all.add(gauge("binnacle_journal_backlog_entries", "Entries that wait to be written", storage.journalBacklog()));
    all.add(gauge("binnacle_history_lag_seconds", "How far the history is behind the journal",
        storage.historyLag().toMillis() / 1_000.0));
    all.add(gauge("binnacle_storage_bytes", "All data on disk", storage.bytes()));
    all.add(gauge("binnacle_series", "Series of samples", storage.series()));
    all.add(gauge("binnacle_ready", "1 if the server does its work", system.readiness().ready() ? 1 : 0));
    all.add(
        gauge("binnacle_start_timestamp_seconds", "When the server was started", system.startedAt().toEpochMilli() / 1_000.0));
    all.add(sockets());
    all.add(counter("binnacle_live_frames_sent", "Frames sent to dashboards", live.framesSent()));
    all.add(counter("binnacle_live_frames_dropped", "Frames that a dashboard was too slow for", live.framesDropped()));
    all.add(counter("binnacle_live_announcements_dropped", "Announcements that the live thread was too slow for",
        live.announcementsDropped()));
    all.add(counter("binnacle_sockets_cut", "Sockets that were cut because they did not read", live.socketsCut()));
    all.add(dropped());
    all.add(requests());
    Runtime runtime = Runtime.getRuntime();
    all.add(gauge("binnacle_heap_used_bytes", "Java heap in use", runtime.totalMemory() - runtime.freeMemory()));
    all.add(
        InfoSnapshot.builder()
            .name("binnacle_build")
            .help("The version that runs")
            .dataPoint(InfoDataPointSnapshot.builder().labels(Labels.of("version", system.version())).build())
            .build());
  }

  private MetricSnapshot sockets() {
    return GaugeSnapshot.builder()
        .name("binnacle_sockets")
        .help("Open WebSockets")
        .dataPoint(point(Labels.of("kind", "live"), live.liveSockets()))
        .dataPoint(point(Labels.of("kind", "link"), live.linkSockets()))
        .build();
  }

  private MetricSnapshot dropped() {
    CounterSnapshot.Builder dropped =
        CounterSnapshot.builder().name("binnacle_dropped").help("What was dropped or shed, by what and why");
    system.dropped().forEach((what, count) -> dropped.dataPoint(count(Labels.of("what", what), count)));
    return dropped.build();
  }

  private MetricSnapshot requests() {
    CounterSnapshot.Builder requests =
        CounterSnapshot.builder().name("binnacle_http_requests").help("Requests answered, by the first digit of the status");
    for (int digit = 1; digit <= 5; digit++) {
      requests.dataPoint(count(Labels.of("status", digit + "xx"), http.of(digit)));
    }
    return requests.build();
  }

  private static @Nullable GaugeDataPointSnapshot inCurrency(BotSnapshot bot, @Nullable Number amount) {
    return amount == null || bot.currency() == null
        ? null
        : point(Labels.of("bot", bot.id().value(), "currency", bot.currency().code()), amount.doubleValue());
  }

  private static @Nullable GaugeDataPointSnapshot plain(BotSnapshot bot, @Nullable Number number) {
    return number == null ? null : point(Labels.of("bot", bot.id().value()), number.doubleValue());
  }

  private static MetricSnapshot gauge(String name, String help, List<BotSnapshot> bots,
      Function<BotSnapshot, @Nullable GaugeDataPointSnapshot> of) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (BotSnapshot bot : bots) {
      GaugeDataPointSnapshot point = of.apply(bot);
      if (point != null) {
        gauge.dataPoint(point);
      }
    }
    return gauge.build();
  }

  static MetricSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder().name(name).help(help).dataPoint(point(Labels.EMPTY, value)).build();
  }

  static MetricSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder().name(name).help(help).dataPoint(count(Labels.EMPTY, value)).build();
  }

  static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  static CounterDataPointSnapshot count(Labels labels, double value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
