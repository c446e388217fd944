package dev.binnacle.web.api;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Level;
import dev.binnacle.model.Problem;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Subject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rules that alerts come from, as they were set. How they fare is in {@link
 * dev.binnacle.engine.alerts.AlertsSnapshot}.
 *
 * <p><b>Threads:</b> thread-safe; calls return at once.
 */
public interface Rules {

  /** All rules in force, in the order of the settings. */
  List<Told> all();

  /** The plain limits that rules of the standard pack watch, by the names that people know them by. */
  List<Limit> thresholds();

  Editing editing();

  /**
   * What a rule would have fired over a stretch of the past. Completes when that is reckoned; it is refused rather than kept waiting when
   * others are being reckoned.
   *
   * @param yaml one rule, as it stands in the settings file
   */
  CompletionStage<Previewed> preview(String yaml, Instant from, Instant to);

  /**
   * Writes a rule into the settings file, where it takes the place of the one that has its name.
   *
   * @param yaml one rule, as {@link Told#yaml}
   * @param hash of the rule that it was based on, {@link Rule#hash}; null for a new one
   */
  CompletionStage<Saved> save(RuleName name, String yaml, @Nullable String hash, String operator);

  /** Where a rule stands. */
  enum Source {
    /** In the settings file. */
    FILE,
    /** Made of the settings file's thresholds. */
    THRESHOLDS,
    /** Ships with Binnacle. */
    STOCK
  }

  /**
   * A rule with where it comes from.
   *
   * @param place in the file, such as {@code binnacle.yaml:14}; null for one that is in none
   * @param yaml as it stands, or would stand, in the file; null when nobody has it as a text
   */
  record Told(Rule rule, Source source, @Nullable String place, @Nullable String yaml) {}

  /**
   * One plain limit.
   *
   * @param name such as {@code memory_usage_mb} or {@code daily_pnl_loss_limit}
   * @param metric that is held against it
   * @param above whether it fires above the limit; else below it
   * @param rule that watches it
   */
  record Limit(String name, String metric, BigDecimal limit, boolean above, Level level, RuleName rule) {}

  /** @param reason why rules cannot be edited here, and where instead; where they go when they can */
  record Editing(boolean possible, String reason) {}

  sealed interface Previewed {
    /** @param fired the newest first, bounded; {@code alerts} counts those too that are not in it */
    record Done(long alerts, long notices, List<Would> fired) implements Previewed {
      public Done {
        fired = List.copyOf(fired);
      }
    }

    /** The rule is not one. Pointers are into the rule. */
    record Broken(List<Problem> problems) implements Previewed {
      public Broken {
        problems = List.copyOf(problems);
      }
    }

    /** It cannot be reckoned now. */
    record Busy(String reason) implements Previewed {}
  }

  /**
   * One alert that would have been.
   *
   * @param until null where it still would be
   * @param value that was judged; null when there was none
   */
  record Would(Subject subject, Level level, Instant from, @Nullable Instant until, @Nullable Double value, String reason) {}

  sealed interface Saved {
    record Done() implements Saved {}

    record Broken(List<Problem> problems) implements Saved {
      public Broken {
        problems = List.copyOf(problems);
      }
    }

    /** Somebody else has changed it since. */
    record Outdated(String reason) implements Saved {}

    /** Not here, or not now. */
    record Refused(String reason) implements Saved {}
  }
}
