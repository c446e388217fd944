package dev.binnacle.server;

import dev.binnacle.config.ApplyGate;
import dev.binnacle.config.MarketCalendar;
import java.time.Instant;

/**
 * The market that a bot trades at, as far as it matters when it is closed.
 *
 * <p><b>Threads:</b> immutable.
 */
public sealed interface Market permits Market.Named, MarketHours {

  /** Whether what waits for a closed market may be applied at this time. */
  ApplyGate.Verdict closedAt(Instant at);

  /** One of the calendars that are known by name: {@code 24/7}, {@code NYSE}, {@code NSE}. */
  record Named(String name) implements Market {
    public Named {
      MarketCalendar.named(name);
    }

    @Override
    public ApplyGate.Verdict closedAt(Instant at) {
      return switch (MarketCalendar.named(name).at(at)) {
        case MarketCalendar.Open(MarketCalendar.Session session, String reason) -> new ApplyGate.Closed(reason, session.closes());
        case MarketCalendar.Closed closed -> new ApplyGate.Open();
        case MarketCalendar.Unknown(String reason) -> new ApplyGate.Unknown(reason);
      };
    }
  }
}
