package dev.binnacle.engine.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many of the last samples of a subject must meet a condition before it holds.
 *
 * <p>A sample is one value or word of a metric as the bot sends it, one answer of a component, one look at Binnacle itself, and of what
 * the fleet derives the figure of each second. Those that are not believed are none.
 *
 * @param least from 1 to {@code of}
 * @param of from 1 to {@value #MOST_SAMPLES}
 */
public record Breaches(int least, int of) {
  public static final int MOST_SAMPLES = 100;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s+of\\s+(\\d{1,9})");

  public Breaches {
    if (least < 1 || least > of || of > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "breaches must be some of at most " + MOST_SAMPLES + " samples, such as 3 of 5, was " + least + " of " + of);
    }
  }

  /**
   * Reads {@code 3 of 5}; null when the text has another form.
   *
   * @throws IllegalArgumentException if the numbers are not within their bounds
   */
  public static @Nullable Breaches parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches() ? new Breaches(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))) : null;
  }

  /** Whether the condition is judged by samples that come one by one, so that they can be counted. */
  public static boolean fits(Condition condition) {
    return switch (condition) {
      case Condition.Threshold c -> true;
      case Condition.StateIs c -> true;
      case Condition.ResponseTime c -> true;
      case Condition.Rate c -> false;
      case Condition.Share c -> false;
      case Condition.Absence c -> false;
      case Condition.Drawdown c -> false;
      case Condition.BalanceChange c -> false;
      case Condition.Unhealthy c -> false;
      case Condition.Happened c -> false;
      case Condition.Gap c -> false;
      case Condition.Repeated c -> false;
      case Condition.StatusIs c -> false;
      case Condition.ClockSkew c -> false;
      case Condition.Expression c -> false;
      case Condition.Anomaly c -> false;
      case Condition.Trend c -> false;
    };
  }

  @Override
  public String toString() {
    return least + " of " + of;
  }
}
