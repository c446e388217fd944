package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far each bot is from the limits of triggers, as it was looked at last. What is looked at is counted, too. */
final class Gauges {
  private final Counting counting;
  private final Map<BotId, TreeMap<TriggerKey, Gauge>> gauges = new TreeMap<>();
  private final Set<BotId> moved = new HashSet<>();

  /** @param share of the limit that is reached, 1 at the limit; null where there is no measure */
  record Gauge(String value, String limit, @Nullable Double share, Instant at) {}

  Gauges(Counting counting) {
    this.counting = counting;
  }

  void look(Counting.Look look, @Nullable Double share) {
    gauges.computeIfAbsent(look.key().bot(), each -> new TreeMap<>())
        .put(look.key(), new Gauge(look.value(), look.limit(), share, look.at()));
    moved.add(look.key().bot());
    counting.count(look);
  }

  /** There is nothing to be held against a limit any more. */
  void gone(TriggerKey key) {
    TreeMap<TriggerKey, Gauge> of = gauges.get(key.bot());
    if (of != null && of.remove(key) != null) {
      moved.add(key.bot());
    }
  }

  Map<TriggerKey, Gauge> of(BotId bot) {
    return gauges.getOrDefault(bot, new TreeMap<>());
  }

  /** The bots of which something was looked at since this was asked last. */
  Set<BotId> moved() {
    Set<BotId> since = new HashSet<>(moved);
    moved.clear();
    return since;
  }

  void forget(BotId bot) {
    gauges.remove(bot);
    moved.add(bot);
  }

  /* Words. */

  static TriggerKey key(BotId bot, TriggerKind kind) {
    return new TriggerKey(bot, kind, "");
  }

  static String number(double number) {
    return Double.isFinite(number) ? number(BigDecimal.valueOf(number)) : String.valueOf(number);
  }

  static String number(BigDecimal number) {
    BigDecimal rounded = number.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  /** {@code 1000 MB (2 times its threshold of 500 MB)}. */
  static String times(BigDecimal limit, BigDecimal factor, BigDecimal threshold, String unit, String what) {
    return "%s%s (%s times its %s of %s%s)".formatted(number(limit), unit, number(factor), what, number(threshold), unit);
  }

  static String length(Duration length) {
    long seconds = length.toSeconds();
    return length.equals(Duration.ofSeconds(seconds)) ? seconds + " s" : length.toMillis() + " ms";
  }
}
