package dev.binnacle.web.view;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.web.view.HistoryView.Page;
import dev.binnacle.web.view.HistoryView.Point;
import dev.binnacle.web.view.HistoryView.Row;
import dev.binnacle.web.view.HistoryView.Series;
import dev.binnacle.web.view.HistoryView.Transition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The past: pages of lists, and series. */
public final class PastShapes {

  /** A stretch of one metric, with the question that it answers. */
  public record Stretch(@Nullable BotId bot, MetricName metric, Instant from, Instant to, Series series) {}

  private static final Shape<Point> POINT =
      Shape.<Point>object("Point", "One reading, or several as one: then value is the last, at its time")
          .time("at", Point::at)
          .number("value", Point::value)
          .number("min", Point::min)
          .number("max", Point::max)
          .shape();

  private static final Shape<Transition> TRANSITION =
      Shape.<Transition>object("Transition", "The metric took this state at this time")
          .time("at", Transition::at)
          .text("value", Transition::word)
          .shape();

  public static final Shape<Stretch> SERIES =
      Shape.<Stretch>object("Series", "A metric over time, oldest first")
          .textOrNull("bot", stretch -> stretch.bot() == null ? null : stretch.bot().value())
          .note("null for the fleet's")
          .text("metric", stretch -> stretch.metric().value())
          .time("from", Stretch::from)
          .time("to", Stretch::to)
          .list("points", POINT, stretch -> stretch.series().points())
          .list("states", TRANSITION, stretch -> stretch.series().states())
          .note("transitions of a metric that is a word, and first the one in force at the begin")
          .shape();

  private PastShapes() {}

  /**
   * A page of a list: {@code {"trades": […], "next": cursor or null}}.
   *
   * @param name of the schema
   * @param list the name of the field
   */
  public static <T> Shape<Page<T>> page(String name, String list, Shape<Row<T>> row) {
    return Shape.<Page<T>>object(name, "A page of " + list + ", the newest first")
        .list(list, row, Page::rows)
        .textOrNull("next", Page::next)
        .note("the cursor of the page after this one; null on the last")
        .shape();
  }
}
