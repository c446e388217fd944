package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trade of the past, or a part of one that was closed by itself. At least one of {@code opened} and {@code closed} is there.
 *
 * @param index of the journal entry of the closing, or of the opening while there is no closing
 * @param opened null when the opening was never reported, or after the closing
 * @param closed null while the trade is open
 */
public record Trade(
    long index,
    BotId bot,
    @Nullable InstanceId instance,
    Event.@Nullable TradeOpened opened,
    Event.@Nullable TradeClosed closed) {

  public Trade {
    if (opened == null && closed == null) {
      throw new IllegalArgumentException("a trade has an opening or a closing");
    }
  }

  /** When it was closed, or opened if it is open: the time by which trades are sorted. */
  public Instant at() {
    if (closed != null) {
      return closed.at();
    }
    if (opened != null) {
      return opened.at();
    }
    throw new IllegalStateException("a trade has an opening or a closing");
  }

  /** Which trades to list. */
  public enum State {
    ANY,
    /** Openings without any closing; a trade closed in part is not among them. */
    OPEN,
    CLOSED
  }
}
