package dev.binnacle.server;

import dev.binnacle.config.ApplyGate;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * When a market is open: one session on each of its days, by the clocks of its zone, summer time included. A session whose end is not
 * after its begin ends on the next day.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param days on which a session begins
 * @param holidays on which none begins
 */
public record MarketHours(ZoneId zone, Set<DayOfWeek> days, LocalTime open, LocalTime close, Set<LocalDate> holidays)
    implements Market {
  public MarketHours {
    days = Set.copyOf(days);
    holidays = Set.copyOf(holidays);
  }

  @Override
  public ApplyGate.Verdict closedAt(Instant at) {
    return closesAfter(at).<ApplyGate.Verdict>map(
        end -> new ApplyGate.Closed("the market is open until " + end.atZone(zone).toLocalDateTime(), end))
        .orElseGet(ApplyGate.Open::new);
  }

  /** The end of the session that runs at this time; empty when the market is closed. */
  public Optional<Instant> closesAfter(Instant at) {
    LocalDate day = at.atZone(zone).toLocalDate();
    return closes(day, at).or(() -> closes(day.minusDays(1), at));
  }

  private Optional<Instant> closes(LocalDate day, Instant at) {
    if (!days.contains(day.getDayOfWeek()) || holidays.contains(day)) {
      return Optional.empty();
    }
    Instant begin = ZonedDateTime.of(day, open, zone).toInstant();
    LocalDate lastDay = close.isAfter(open) ? day : day.plusDays(1);
    Instant end = ZonedDateTime.of(lastDay, close, zone).toInstant();
    return at.isBefore(begin) || !at.isBefore(end) ? Optional.empty() : Optional.of(end);
  }
}
