package dev.binnacle.server.scoring;

import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Weighing;
import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model for each series that is asked of. A new one learns first from what is kept of the series. Nothing else of it is kept: the
 * series is the truth, there is no second file to be at odds with it, and a model that is written anew learns by itself.
 *
 * <p>There are so many of a kind and no more. A series of which nothing was asked for a day makes room; else the new one is left out, which is
 * counted.
 *
 * <p><b>Threads:</b> confined to one thread; blocks on what was kept.
 */
public final class Models {
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Past past;
  private final Map<Condition.Model, Integer> most;
  private final Map<Condition.Model, LinkedHashMap<Series, Known>> known = new HashMap<>();
  private long leftOut;

  /** What is kept of series. */
  public interface Past {
    /** Nothing is. */
    Past NOTHING = (bot, metric, before) -> List.of();

    /** Values of a time before this, the oldest first; empty when there are none. */
    List<Value> values(BotId bot, MetricName metric, Instant before);
  }

  /** What a series was at a time. */
  public record Value(Instant at, double value) {}

  private record Series(BotId bot, MetricName metric) {}

  private static final class Known {
    final Model model;
    Instant asked;

    Known(Model model, Instant asked) {
      this.model = model;
      this.asked = asked;
    }
  }

  public Models(Past past) {
    this(past, 20_000, 100);
  }

  /** @param forests how many series random cut forests learn, {@code robust} how many the others */
  public Models(Past past, int robust, int forests) {
    this.past = past;
    this.most = Map.of(Condition.Model.ROBUST, robust, Condition.Model.FOREST, forests);
  }

  /** How odd the value is; null when the model is still learning, the value is no number, or its series was left out. */
  public @Nullable Double score(Weighing asked) {
    if (!Double.isFinite(asked.value())) {
      return null;
    }
    Known model = known(asked);
    if (model == null) {
      leftOut++;
      return null;
    }
    model.asked = asked.at().isAfter(model.asked) ? asked.at() : model.asked;
    return model.model.score(asked.at(), asked.value());
  }

  /** Values that no model weighed, because there were too many series. */
  public long leftOut() {
    return leftOut;
  }

  private @Nullable Known known(Weighing asked) {
    LinkedHashMap<Series, Known> all =
        known.computeIfAbsent(asked.model(), model -> new LinkedHashMap<>(16, 0.75f, true));
    Series series = new Series(asked.bot(), asked.metric());
    Known found = all.get(series);
    if (found == null && hasRoom(all, most.getOrDefault(asked.model(), 0), asked.at())) {
      found = new Known(learned(asked), asked.at());
      all.put(series, found);
    }
    return found;
  }

  /** The one that was asked longest ago comes first. */
  private static boolean hasRoom(Map<Series, Known> all, int most, Instant now) {
    if (all.size() < most) {
      return true;
    }
    Iterator<Known> oldest = all.values().iterator();
    boolean forgotten = oldest.hasNext() && oldest.next().asked.isBefore(now.minus(FORGOTTEN));
    if (forgotten) {
      oldest.remove();
    }
    return forgotten;
  }

  private Model learned(Weighing asked) {
    Model model =
        switch (asked.model()) {
          case ROBUST -> new RobustModel();
          case FOREST -> new ForestModel(31L * asked.bot().value().hashCode() + asked.metric().value().hashCode());
        };
    for (Value value : past.values(asked.bot(), asked.metric(), asked.at())) {
      if (Double.isFinite(value.value())) {
        Double ignored = model.score(value.at(), value.value());
      }
    }
    return model;
  }
}
