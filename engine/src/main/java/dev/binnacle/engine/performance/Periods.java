package dev.binnacle.engine.performance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Numbers the days and the sampling periods, so that neighbours differ by one. Remembers the day it was last asked about,
 * since most questions are about the same one.
 */
final class Periods {
  /** Monday, 29 December 1969 is three days before day 0. */
  private static final int MONDAY = 3;

  private static final int WEEK = 7;
  private static final int WORK_WEEK = 5;

  private final Conventions conventions;
  private long day;
  private Instant dayBegin = Instant.MAX;
  private Instant dayEnd = Instant.MIN;

  Periods(Conventions conventions) {
    this.conventions = conventions;
  }

  /** The day by its number since 1970-01-01. */
  long dayOf(Instant at) {
    if (at.isBefore(dayBegin) || !at.isBefore(dayEnd)) {
      remember(at);
    }
    return day;
  }

  long periodOf(Instant at) {
    return switch (conventions.sampling().kind()) {
      case DAILY -> dayOf(at);
      case WEEKDAYS -> weekday(dayOf(at));
      case FIXED -> Math.floorDiv(at.getEpochSecond(), length().toSeconds());
    };
  }

  /** The first moment after the period. */
  Instant endOf(long period) {
    return switch (conventions.sampling().kind()) {
      case DAILY -> begin(period + 1);
      case WEEKDAYS -> begin(dayOfWeekday(period) + 1);
      case FIXED -> Instant.ofEpochSecond((period + 1) * length().toSeconds());
    };
  }

  private void remember(Instant at) {
    long candidate = LocalDate.ofInstant(at, conventions.zone()).toEpochDay();
    while (at.isBefore(begin(candidate))) {
      candidate--;
    }
    while (!at.isBefore(begin(candidate + 1))) {
      candidate++;
    }
    day = candidate;
    dayBegin = begin(candidate);
    dayEnd = begin(candidate + 1);
  }

  private Instant begin(long epochDay) {
    return LocalDate.ofEpochDay(epochDay).atTime(conventions.dayStart()).atZone(conventions.zone()).toInstant();
  }

  private static long weekday(long epochDay) {
    long week = Math.floorDiv(epochDay + MONDAY, (long) WEEK);
    int weekday = Math.floorMod(epochDay + MONDAY, WEEK);
    return weekday < WORK_WEEK ? week * WORK_WEEK + weekday : (week + 1) * WORK_WEEK;
  }

  private static long dayOfWeekday(long weekday) {
    return Math.floorDiv(weekday, (long) WORK_WEEK) * WEEK + Math.floorMod(weekday, WORK_WEEK) - MONDAY;
  }

  private Duration length() {
    Duration length = conventions.sampling().length();
    if (length == null) {
      throw new IllegalStateException("sampling " + conventions.sampling().label() + " has no length");
    }
    return length;
  }
}
