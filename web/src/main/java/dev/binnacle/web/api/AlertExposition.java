package dev.binnacle.web.api;

import static dev.binnacle.web.api.Exposition.count;
import static dev.binnacle.web.api.Exposition.counter;
import static dev.binnacle.web.api.Exposition.gauge;
import static dev.binnacle.web.api.Exposition.lower;
import static dev.binnacle.web.api.Exposition.point;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Level;
import dev.binnacle.web.api.Notifications.Channel;
import dev.binnacle.web.api.Notifications.ChannelState;
import dev.binnacle.web.api.Notifications.Latency;
import dev.binnacle.web.view.AlertsNow;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Alerts and notifications as Prometheus reads them. */
final class AlertExposition {
  private static final double NANOS_A_SECOND = 1e9;

  private AlertExposition() {}

  static void add(List<MetricSnapshot> all, AlertsSnapshot snapshot, List<Channel> channels) {
    AlertsNow alerts = AlertsNow.of(snapshot);
    all.add(open(alerts));
    all.add(gauge("binnacle_alerts_pending", "Alerts whose condition holds, not yet for long enough", alerts.pending().size()));
    all.add(gauge("binnacle_alerts_acknowledged", "Open alerts that somebody takes care of",
        alerts.open().stream().filter(alert -> alert.acknowledged() != null).count()));
    all.add(gauge("binnacle_alerts_silenced", "Open alerts that a silence hides",
        alerts.open().stream().filter(alert -> !alert.silenced().isEmpty()).count()));
    all.add(gauge("binnacle_silences", "Silences in force", alerts.silences().size()));
    all.add(gauge("binnacle_rules", "Rules in force", snapshot.rules().size()));
    all.add(gauge("binnacle_rules_matching_nothing", "Rules that find nothing to look at",
        snapshot.rules().stream().filter(rule -> rule.matchesNothing() != null).count()));
    AlertsSnapshot.Counters counters = snapshot.counters();
    all.add(counter("binnacle_alerts_fired", "Alerts that began to fire", counters.fired()));
    all.add(counter("binnacle_notices", "Times that people were to be told of alerts", counters.notices()));
    all.add(counter("binnacle_notices_held_back", "Notices held back by cooldowns", counters.heldBack()));
    all.add(counter("binnacle_notices_hidden", "Notices held back by silences and inhibitions", counters.hidden()));
    all.add(working(channels));
    all.add(gauges("binnacle_notifications_waiting", "Messages in a channel's queue", channels, Channel::waiting));
    all.add(gauges("binnacle_notifications_dead", "Messages that were given up and not sent again", channels, Channel::dead));
    all.add(counters("binnacle_notifications_delivered", "Messages delivered", channels, Channel::delivered));
    all.add(counters("binnacle_notification_retries", "Attempts that failed and were repeated", channels, Channel::retried));
    all.add(counters("binnacle_notifications_not_told", "Events that were too many to be told one by one", channels,
        Channel::notTold));
    all.add(latency(channels));
  }

  private static MetricSnapshot open(AlertsNow alerts) {
    GaugeSnapshot.Builder open =
        GaugeSnapshot.builder().name("binnacle_alerts_open").help("Alerts that people were told of and not of their end");
    for (Level level : Level.values()) {
      for (AlertState state : AlertState.values()) {
        if (state.isOpen()) {
          long count = alerts.open().stream().filter(alert -> alert.level() == level && alert.state() == state).count();
          open.dataPoint(point(Labels.of("level", lower(level), "state", lower(state)), count));
        }
      }
    }
    return open.build();
  }

  private static MetricSnapshot working(List<Channel> channels) {
    GaugeSnapshot.Builder working =
        GaugeSnapshot.builder().name("binnacle_channel_working")
            .help("0 if a channel is broken, else 1; one that is off is left out");
    channels.stream()
        .filter(channel -> channel.state() != ChannelState.OFF)
        .forEach(channel -> working.dataPoint(point(labels(channel), channel.state() == ChannelState.BROKEN ? 0 : 1)));
    return working.build();
  }

  private static MetricSnapshot latency(List<Channel> channels) {
    HistogramSnapshot.Builder latency =
        HistogramSnapshot.builder()
            .name("binnacle_notification_latency_seconds")
            .help("From a decision to the channel's word that people have it, of each message delivered");
    channels.forEach(
        channel -> latency.dataPoint(
            HistogramDataPointSnapshot.builder()
                .labels(labels(channel))
                .classicHistogramBuckets(buckets(channel.latency()))
                .sum(seconds(channel.latency().total()))
                .build()));
    return latency.build();
  }

  private static ClassicHistogramBuckets buckets(Latency latency) {
    List<Double> bounds = new ArrayList<>(latency.bounds().stream().map(AlertExposition::seconds).toList());
    bounds.add(Double.POSITIVE_INFINITY);
    return ClassicHistogramBuckets.of(bounds, latency.counts());
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS_A_SECOND;
  }

  private static MetricSnapshot gauges(String name, String help, List<Channel> channels, ToLongFunction<Channel> get) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    channels.forEach(channel -> gauge.dataPoint(point(labels(channel), get.applyAsLong(channel))));
    return gauge.build();
  }

  private static MetricSnapshot counters(String name, String help, List<Channel> channels, ToLongFunction<Channel> get) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    channels.forEach(channel -> counter.dataPoint(count(labels(channel), get.applyAsLong(channel))));
    return counter.build();
  }

  private static Labels labels(Channel channel) {
    return Labels.of("channel", channel.name().value(), "type", channel.type());
  }
}
