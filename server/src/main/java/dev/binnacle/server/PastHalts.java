package dev.binnacle.server;

import dev.binnacle.engine.control.ControlSettings.ControlBounds;
import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.storage.ControlLog;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.InvalidCursorException;
import dev.binnacle.storage.Page;
import dev.binnacle.web.view.Listed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Halts that were released, page by page: those that the engine knows by their release, the newest first, and behind them those that only
 * the log knows, by their begin. A cursor is the name of a halt among the first, and a place in the log for the others.
 */
final class PastHalts {
  private static final String LOG = "log:";

  private final ControlSnapshot now;
  private final ControlLog log;
  private final int mostKnown;

  PastHalts(ControlSnapshot now, ControlLog log) {
    this(now, log, ControlBounds.DEFAULT.released());
  }

  /** @param mostKnown how many the engine keeps: while it has fewer, the log has no others */
  PastHalts(ControlSnapshot now, ControlLog log, int mostKnown) {
    this.now = now;
    this.log = log;
    this.mostKnown = mostKnown;
  }

  Listed<Halt> page(int limit, @Nullable String cursor) {
    if (cursor != null && cursor.startsWith(LOG)) {
      String place = cursor.substring(LOG.length());
      return ofLog(limit, place.isEmpty() ? null : place);
    }
    List<Halt> released = now.released();
    int from = cursor == null ? 0 : after(cursor);
    int to = Math.min(released.size(), from + limit);
    String end = released.size() < mostKnown ? null : LOG;
    return new Listed<>(released.subList(from, to), to < released.size() ? released.get(to - 1).id().value() : end);
  }

  private int after(String cursor) {
    List<Halt> released = now.released();
    for (int i = 0; i < released.size(); i++) {
      if (released.get(i).id().value().equals(cursor)) {
        return i + 1;
      }
    }
    // It was forgotten since: what comes after it is in the log.
    return released.size();
  }

  private Listed<Halt> ofLog(int limit, @Nullable String place) {
    List<Halt> halts = new ArrayList<>();
    String next = place;
    do {
      Page<Fact.HaltBegun> page = read(HistoryQuery.newest(limit).after(next));
      for (Fact.HaltBegun begun : page.rows()) {
        if (now.halt(begun.halt().id()).isEmpty()) {
          log.halt(begun.halt().id()).filter(halt -> halt.isOver() && !isAmong(halts, halt)).ifPresent(halts::add);
        }
      }
      next = page.next();
    } while (halts.isEmpty() && next != null);
    return new Listed<>(halts, next == null ? null : LOG + next);
  }

  /** One that was released may begin again under its name. */
  private static boolean isAmong(List<Halt> halts, Halt one) {
    return halts.stream().anyMatch(halt -> halt.id().equals(one.id()));
  }

  private Page<Fact.HaltBegun> read(HistoryQuery query) {
    try {
      return log.halts(query);
    } catch (InvalidCursorException e) {
      throw new InvalidValueException("cursor", "cursor", String.valueOf(e.getMessage()));
    }
  }
}
