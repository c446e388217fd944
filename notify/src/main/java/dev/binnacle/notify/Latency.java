package dev.binnacle.notify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long it took from a decision to the channel's word that people have it, of each parcel that was delivered. Waits for the service, for
 * its pace and for another attempt are in it; quiet hours that held a parcel are not.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param counts how many took up to each of {@link #BOUNDS} and longer than the one before; the last one counts what took longer than all
 * @param total of all together
 * @param longest zero when there was none
 */
public record Latency(List<Long> counts, Duration total, Duration longest) {
  public static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
          Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2_500), Duration.ofSeconds(5),
          Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));

  public Latency {
    counts = List.copyOf(counts);
    if (counts.size() != BOUNDS.size() + 1) {
      throw new IllegalArgumentException("counts must be " + (BOUNDS.size() + 1) + ", were " + counts.size());
    }
  }

  /** How many parcels. */
  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The time that this share of parcels did not exceed, as Prometheus' {@code histogram_quantile} reckons it: as if those of a bucket were
   * spread evenly in it. No bucket reaches beyond the longest time, so that the last one has an end.
   *
   * @param share above 0 and up to 1, such as 0.99
   * @return empty when there was none
   */
  public Optional<Duration> quantile(double share) {
    double rank = share * count();
    long before = 0;
    for (int i = 0; i < counts.size(); i++) {
      long here = counts.get(i);
      if (here > 0 && before + here >= rank) {
        Duration from = i == 0 ? Duration.ZERO : BOUNDS.get(i - 1);
        Duration to = i < BOUNDS.size() && BOUNDS.get(i).compareTo(longest) < 0 ? BOUNDS.get(i) : longest;
        return Optional.of(from.plusNanos(Math.round(to.minus(from).toNanos() * (rank - before) / here)));
      }
      before += here;
    }
    return Optional.empty();
  }
}
