package dev.binnacle.server;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import dev.binnacle.model.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one instance of a bot did from one moment to another, by the times that its events tell.
 *
 * @param errors by severity; a severity without any is missing
 * @param refused orders that the venue refused
 * @param trades closings
 * @param losses of those, the ones below zero after fees
 * @param net realised profit after fees, in each currency by itself: unlike ones are never added
 * @param best the highest profit of a single closing, in each currency
 * @param worst the lowest profit of a single closing, in each currency
 * @param equity the balance that was told last, also before {@code from}; null when the instance tells none
 */
record InstanceFigures(
    Instant from, Instant to, Map<Severity, Long> errors, long refused, long trades, long losses, Map<Currency, BigDecimal> net,
    Map<Currency, BigDecimal> best, Map<Currency, BigDecimal> worst, @Nullable Money equity) {
  InstanceFigures {
    errors = Map.copyOf(errors);
    net = Map.copyOf(net);
    best = Map.copyOf(best);
    worst = Map.copyOf(worst);
  }

  /** Of an instance that did nothing. */
  static InstanceFigures nothing(Instant from, Instant to) {
    return new InstanceFigures(from, to, Map.of(), 0, 0, 0, Map.of(), Map.of(), Map.of(), null);
  }

  /** Those of severity ERROR or worse. */
  long bad() {
    return errors.entrySet().stream().filter(each -> each.getKey().compareTo(Severity.ERROR) >= 0).mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Never negative. */
  Duration time() {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }

  /** Null when there is profit in another currency, too. */
  @Nullable BigDecimal netIn(Currency currency) {
    boolean only = net.isEmpty() || net.size() == 1 && net.containsKey(currency);
    return only ? net.getOrDefault(currency, BigDecimal.ZERO) : null;
  }
}
