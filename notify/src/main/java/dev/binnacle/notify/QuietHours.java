package dev.binnacle.notify;

import dev.binnacle.model.Level;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When people want to be left alone. Judged when a message is sent, not when it is decided.
 *
 * @param from in {@code zone}; may be later in the day than {@code until}, and then the night lies between
 * @param breaksThrough this level and those above it are told as always
 */
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone, Level breaksThrough, Treatment treatment) {
  public QuietHours {
    if (from.equals(until)) {
      throw new IllegalArgumentException(
          "quiet hours must begin and end at different times, were both " + from + ": set events to silent for the whole day");
    }
  }

  /** What happens to what does not break through. */
  public enum Treatment {
    /** It is sent, and does not ring. */
    SILENT,
    /** It waits for the end of the quiet hours. */
    HELD
  }

  /** When the quiet hours end in which {@code now} lies for a message of this level; empty when it may be told as always. */
  public Optional<Instant> quietUntil(Instant now, Level level) {
    if (level.compareTo(breaksThrough) >= 0) {
      return Optional.empty();
    }
    ZonedDateTime local = now.atZone(zone);
    LocalTime time = local.toLocalTime();
    boolean night = from.isAfter(until);
    boolean quiet = night ? !time.isBefore(from) || time.isBefore(until) : !time.isBefore(from) && time.isBefore(until);
    if (!quiet) {
      return Optional.empty();
    }
    ZonedDateTime end = local.toLocalDate().atTime(until).atZone(zone);
    if (night && !time.isBefore(from)) {
      end = local.toLocalDate().plusDays(1).atTime(until).atZone(zone);
    }
    // Where clocks are set back the end may seem past already.
    return Optional.of(end.isAfter(local) ? end.toInstant() : now.plusSeconds(60));
  }
}
