package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of what a bot has at hand the figures of a report: at most 100, each a number, a text or a yes or no. */
final class Summaries {
  private static final int MOST_ROWS = 90;
  private static final int LONGEST_TEXT = 1_000;

  private Summaries() {}

  /** Numbers, texts, flags, times and durations as they are, anything else as its text; without what is null or not finite. */
  static Map<String, Value> figures(Map<String, ?> given) {
    Map<String, Value> figures = new LinkedHashMap<>();
    given.forEach(
        (name, thing) -> {
          Value value = value(thing);
          if (value != null) {
            figures.put(name, value);
          }
        });
    return figures;
  }

  private static @Nullable Value value(@Nullable Object thing) {
    if (thing == null || thing instanceof Value) {
      return (Value) thing;
    } else if (thing instanceof Boolean flag) {
      return new Value.Flag(flag);
    } else if (thing instanceof Number number) {
      boolean isCountable = Double.isFinite(number.doubleValue()) || thing instanceof BigDecimal;
      return isCountable ? new Value.Decimal(new BigDecimal(number.toString())) : null;
    }
    return text(thing.toString());
  }

  private static Value.Text text(String text) {
    return new Value.Text(Texts.text(text, LONGEST_TEXT));
  }

  static Map<String, Value> positions(Collection<Event.PositionUpdate> positions) {
    List<String> rows = new ArrayList<>();
    for (Event.PositionUpdate p : positions) {
      rows.add(
          p.symbol() + " " + word(p.side()) + " " + plain(p.quantity()) + " @ " + plain(p.entryPrice()) + " " + p.currency()
              + with(", now ", p.currentPrice()) + with(", unrealized ", p.unrealizedPnl()));
    }
    return rows("positions", rows);
  }

  /** The newest first. */
  static Map<String, Value> trades(Collection<Event.TradeClosed> trades) {
    List<Event.TradeClosed> sorted = new ArrayList<>(trades);
    sorted.sort(Comparator.comparing(Event.TradeClosed::at).reversed());
    List<String> rows = new ArrayList<>();
    for (Event.TradeClosed t : sorted) {
      rows.add(
          t.at() + " " + t.symbol() + " " + word(t.side()) + " " + plain(t.quantity()) + with(" @ ", t.entryPrice()) + " -> "
              + plain(t.exitPrice()) + ", pnl " + plain(t.pnl()) + " " + t.currency()
              + (t.reason() == null ? "" : ", " + t.reason()));
    }
    return rows("trades", rows);
  }

  private static Map<String, Value> rows(String name, List<String> rows) {
    Map<String, Value> figures = new LinkedHashMap<>();
    figures.put(name, new Value.Decimal(BigDecimal.valueOf(rows.size())));
    for (int i = 0; i < Math.min(rows.size(), MOST_ROWS); i++) {
      figures.put(String.valueOf(i + 1), text(rows.get(i)));
    }
    return figures;
  }

  /** Evenly spaced points of the curve, the first and the last among them, each under the second since 1970 in which it was. */
  static Map<String, Value> equityCurve(Map<Instant, BigDecimal> curve) {
    List<Map.Entry<Instant, BigDecimal>> points = new ArrayList<>(curve.entrySet());
    points.sort(Map.Entry.comparingByKey());
    Map<String, Value> figures = new LinkedHashMap<>();
    figures.put("points", new Value.Decimal(BigDecimal.valueOf(points.size())));
    int count = Math.min(points.size(), MOST_ROWS);
    for (int i = 0; i < count; i++) {
      int at = count == 1 ? 0 : (int) ((long) i * (points.size() - 1) / (count - 1));
      Map.Entry<Instant, BigDecimal> point = points.get(at);
      figures.put(String.valueOf(point.getKey().getEpochSecond()), new Value.Decimal(point.getValue()));
    }
    return figures;
  }

  private static String with(String before, @Nullable BigDecimal number) {
    return number == null ? "" : before + plain(number);
  }

  private static String plain(BigDecimal number) {
    return number.toPlainString();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
