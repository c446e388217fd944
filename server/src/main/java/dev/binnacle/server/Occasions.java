package dev.binnacle.server;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When something is due that is told at a set time, and of which days it speaks. A daily summary speaks of the day of account in which it
 * is due, up to then, if half a day of it has passed; else of the day before. A weekly report speaks of the seven days before.
 *
 * <p><b>Threads:</b> immutable.
 */
record Occasions(Alerting.Timetable timetable, ZoneId zone, LocalTime dayStart) {
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  /** What became due after {@code since} and up to {@code now}, of each kind the last. */
  List<Occasion> due(Instant since, Instant now) {
    List<Occasion> due = new ArrayList<>();
    add(due, Occasion.Kind.DAILY_SUMMARY, timetable.dailySummary(), since, now);
    add(due, Occasion.Kind.ALL_CLEAR, timetable.allClear(), since, now);
    add(due, Occasion.Kind.WEEKLY_REPORT, timetable.weeklyReport(), since, now);
    return due;
  }

  private void add(List<Occasion> due, Occasion.Kind kind, @Nullable Schedule schedule, Instant since, Instant now) {
    if (schedule != null) {
      schedule.due(since, now).ifPresent(found -> due.add(occasion(kind, found)));
    }
  }

  private Occasion occasion(Occasion.Kind kind, Schedule.Due due) {
    LocalDate day = dayOf(due.at());
    Instant began = begin(day);
    return switch (kind) {
      case DAILY_SUMMARY, ALL_CLEAR -> Duration.between(began, due.at()).compareTo(HALF_A_DAY) < 0
          ? new Occasion(kind, due.date(), due.at(), begin(day.minusDays(1)), began, day.minusDays(1))
          : new Occasion(kind, due.date(), due.at(), began, due.at(), day);
      case WEEKLY_REPORT ->
          new Occasion(kind, due.date(), due.at(), begin(day.minusDays(7)), began, day.minusDays(7));
    };
  }

  /** The day of account in which a time lies: the one that began last. */
  private LocalDate dayOf(Instant at) {
    LocalDate date = at.atZone(zone).toLocalDate();
    return begin(date).isAfter(at) ? date.minusDays(1) : date;
  }

  private Instant begin(LocalDate date) {
    return ZonedDateTime.of(date, dayStart, zone).toInstant();
  }
}
