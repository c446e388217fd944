package dev.binnacle.engine.performance;

import static dev.binnacle.engine.performance.Told.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PeriodsTest {
  private static Periods days(String zone, String start) {
    return new Periods(Conventions.DEFAULT.withDays(ZoneId.of(zone), LocalTime.parse(start)));
  }

  private static long number(String date) {
    return LocalDate.parse(date).toEpochDay();
  }

  @Test
  void aDayBeginsAtItsStartInItsZone() {
    Periods newYork = days("America/New_York", "17:00");

    // 17:00 in winter is 22:00 UTC
    assertThat(newYork.dayOf(at("2024-01-10T21:59:59.999999999Z"))).isEqualTo(number("2024-01-09"));
    assertThat(newYork.dayOf(at("2024-01-10T22:00:00Z"))).isEqualTo(number("2024-01-10"));
    // and 21:00 UTC in summer
    assertThat(newYork.dayOf(at("2024-07-10T20:59:59Z"))).isEqualTo(number("2024-07-09"));
    assertThat(newYork.dayOf(at("2024-07-10T21:00:00Z"))).isEqualTo(number("2024-07-10"));
  }

  @Test
  void daysNeverRunBackwardsWhenClocksDo() {
    // the clock shows 01:30 twice on 3 November and 02:30 never on 10 March
    for (String start : new String[] {"01:30", "02:30"}) {
      Periods newYork = days("America/New_York", start);
      for (String change : new String[] {"2024-11-03T00:00:00Z", "2024-03-10T00:00:00Z"}) {
        long before = newYork.dayOf(at(change));
        int changes = 0;
        for (Instant now = at(change); now.isBefore(at(change).plus(Duration.ofHours(30))); now = now.plusSeconds(60)) {
          long day = newYork.dayOf(now);
          assertThat(day).isBetween(before, before + 1);
          assertThat(newYork.endOf(day)).isAfter(now);
          changes += day == before ? 0 : 1;
          before = day;
        }
        assertThat(changes).isBetween(1, 2);
      }
    }
  }

  @Test
  void aDayThatAnIslandLeftOutIsEmpty() {
    // Samoa went from 29 to 31 December 2011
    Periods apia = days("Pacific/Apia", "00:00");

    assertThat(apia.dayOf(at("2011-12-30T09:59:59Z"))).isEqualTo(number("2011-12-29"));
    assertThat(apia.dayOf(at("2011-12-30T10:00:00Z"))).isEqualTo(number("2011-12-31"));
  }

  @Test
  void weekdaysAreNumberedWithoutGaps() {
    Periods weekdays = new Periods(Conventions.DEFAULT.withWeekdays(252));
    long friday = weekdays.periodOf(at("2024-01-05T12:00:00Z"));

    assertThat(weekdays.periodOf(at("2024-01-04T12:00:00Z"))).isEqualTo(friday - 1);
    assertThat(weekdays.periodOf(at("2024-01-06T12:00:00Z"))).isEqualTo(friday + 1);
    assertThat(weekdays.periodOf(at("2024-01-07T12:00:00Z"))).isEqualTo(friday + 1);
    assertThat(weekdays.periodOf(at("2024-01-08T12:00:00Z"))).isEqualTo(friday + 1);
    assertThat(weekdays.periodOf(at("2024-01-09T12:00:00Z"))).isEqualTo(friday + 2);
    assertThat(weekdays.endOf(friday)).isEqualTo(at("2024-01-06T00:00:00Z"));
    assertThat(weekdays.endOf(friday + 1)).isEqualTo(at("2024-01-09T00:00:00Z"));
  }

  @Test
  void fixedPeriodsEndWhereTheNextBegins() {
    Periods hours = new Periods(Conventions.DEFAULT.withSampling(Duration.ofHours(1)));
    long period = hours.periodOf(at("2024-01-05T12:59:59.9Z"));

    assertThat(hours.endOf(period)).isEqualTo(at("2024-01-05T13:00:00Z"));
    assertThat(hours.periodOf(at("2024-01-05T13:00:00Z"))).isEqualTo(period + 1);
  }
}
