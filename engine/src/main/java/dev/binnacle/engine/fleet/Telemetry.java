package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.model.Event;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a bot says without keeping it: readings, prices, log lines, and how far its clock is off. A restart forgets all of it. */
final class Telemetry {
  /** A clock that is off by no more than this is let pass. */
  static final Duration TOLERANCE = Duration.ofSeconds(60);

  /** A reading that is older than this is not believed to be of that time. */
  static final Duration OLDEST = Duration.ofHours(24);

  private static final double WEIGHT = 0.1;

  private final Bounds bounds;
  private final Tally tally;
  private final TreeMap<MetricName, MetricView> metrics = new TreeMap<>();
  private final HashMap<Symbol, Price> prices = new HashMap<>();
  private final LinkedHashMap<Symbol, Feed> feeds = new LinkedHashMap<>();
  private @Nullable Feed anyFeed;
  private final ArrayDeque<Event.LogLine> logs = new ArrayDeque<>();
  private @Nullable List<Event.LogLine> logView;
  private double skewMillis;
  private Skew skew = Skew.UNKNOWN;

  /** The last known price of an instrument. */
  record Price(BigDecimal price, Instant at) {}

  private enum Skew {
    UNKNOWN,
    /** By durable events, which may have waited before they were sent. */
    ROUGH,
    /** By samples, which are sent at once. */
    MEASURED
  }

  Telemetry(Bounds bounds, Tally tally) {
    this.bounds = bounds;
    this.tally = tally;
  }

  /**
   * Takes the readings as the newest, as far as they are.
   *
   * @return those that belong into a series: all but the ones of a metric too many
   */
  List<Sample> read(Instant at, List<Sample> samples) {
    List<Sample> kept = new ArrayList<>(samples.size());
    for (Sample sample : samples) {
      MetricView known = metrics.get(sample.metric());
      if (known == null && metrics.size() >= bounds.metrics()) {
        tally.dropped(Bound.METRICS);
        continue;
      }
      if (known == null || !at.isBefore(known.at())) {
        metrics.put(sample.metric(), new MetricView(sample.reading(), at));
      }
      kept.add(sample);
    }
    return kept;
  }

  /** The time under which readings of {@code at} are kept: now, if the bot's clock cannot be trusted. */
  Instant timeOf(Instant at, Instant now) {
    boolean off = Math.abs(skewMillis) > TOLERANCE.toMillis();
    boolean believed = !off && !at.isBefore(now.minus(OLDEST)) && !at.isAfter(now.plus(TOLERANCE));
    return believed ? at : now;
  }

  /** @return whether it is the newest price of an instrument */
  boolean price(Symbol symbol, BigDecimal price, Instant at) {
    Price known = prices.get(symbol);
    if (known == null && prices.size() >= bounds.symbols()) {
      tally.dropped(Bound.MARKS);
      return false;
    }
    if (known != null && at.isBefore(known.at())) {
      return false;
    }
    prices.put(symbol, new Price(price, at));
    return true;
  }

  @Nullable Price price(Symbol symbol) {
    return prices.get(symbol);
  }

  /** A mark of now came. Of instruments beyond the bound only that any was heard is known. */
  void marked(Symbol symbol, Instant now) {
    anyFeed = Feed.next(anyFeed, now);
    Feed known = feeds.get(symbol);
    if (known != null || feeds.size() < bounds.symbols()) {
      feeds.put(symbol, Feed.next(known, now));
    }
  }

  Map<Symbol, Feed> feeds() {
    return feeds;
  }

  /** Of all instruments as one; null before the first mark. */
  @Nullable Feed anyFeed() {
    return anyFeed;
  }

  void log(Event.LogLine line) {
    logView = null;
    logs.add(line);
    if (logs.size() > bounds.logs()) {
      logs.remove();
    }
  }

  /** The newest time of a live batch against the engine's. */
  void clock(Instant at, Instant now, boolean bySample) {
    if (!bySample && skew == Skew.MEASURED) {
      return;
    }
    double difference = Duration.between(now, at).toMillis();
    boolean first = skew == Skew.UNKNOWN || (bySample && skew == Skew.ROUGH);
    skewMillis = first ? difference : skewMillis + WEIGHT * (difference - skewMillis);
    skew = bySample ? Skew.MEASURED : Skew.ROUGH;
  }

  @Nullable Duration clockSkew() {
    return skew == Skew.UNKNOWN ? null : Duration.ofMillis(Math.round(skewMillis));
  }

  SortedMap<MetricName, MetricView> metrics() {
    return metrics;
  }

  Map<MetricName, MetricView> copyOfMetrics() {
    return new TreeMap<>(metrics);
  }

  List<Event.LogLine> logs() {
    if (logView == null) {
      logView = List.copyOf(logs);
    }
    return logView;
  }
}
