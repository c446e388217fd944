package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.notify.Limits.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class PaceTest {

  @Property(tries = 200)
  void inNoWindowAreThereMoreSendsThanItsRateAllows(
      @ForAll @IntRange(min = 1, max = 5) int burst, @ForAll @IntRange(min = 5, max = 30) int perMinute,
      @ForAll List<@IntRange(min = 0, max = 5000) Integer> gaps) {
    List<Rate> rates = List.of(Rate.of(burst, Duration.ofSeconds(2)), Rate.of(perMinute, Duration.ofMinutes(1)));
    Pace pace = new Pace();
    Instant now = Samples.NOW;
    List<Instant> sends = new ArrayList<>();

    for (int gap : gaps) {
      now = pace.freeAt(rates, now.plusMillis(gap));
      assertThat(pace.permits(rates, now)).isPositive();
      pace.take(rates, now);
      sends.add(now);
    }

    for (Rate rate : rates) {
      for (Instant from : sends) {
        Instant to = from.plus(rate.window());
        assertThat(sends.stream().filter(send -> !send.isBefore(from) && send.isBefore(to)).count())
            .isLessThanOrEqualTo(rate.permits());
      }
    }
  }
}
