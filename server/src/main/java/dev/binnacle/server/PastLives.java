package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Fact;
import dev.binnacle.storage.History;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * When bots were heard. Signs of life are not kept, but what was made of them is: a bot that was said to be stale had been silent for a
 * known time.
 *
 * <p><b>Threads:</b> immutable.
 */
final class PastLives {
  private static final int MOST_PAGES = 20;

  private final Map<BotId, List<Life>> lives = new TreeMap<>();

  /** @param to the first time at which it was silent */
  private record Life(Instant from, Instant to) {}

  /** Reads what is known up to a time. */
  static PastLives read(History history, Settings.Fleet fleet, Instant to) {
    Map<BotId, Deque<Fact.StatusChanged>> changes = new TreeMap<>();
    String cursor = null;
    int pages = 0;
    do {
      Page<Fact.StatusChanged> page =
          history.statusChanges(HistoryQuery.newest(HistoryQuery.LARGEST).between(null, to).after(cursor));
      page.rows().forEach(change -> changes.computeIfAbsent(change.bot(), bot -> new ArrayDeque<>()).push(change));
      cursor = page.next();
    } while (cursor != null && ++pages < MOST_PAGES);
    PastLives past = new PastLives();
    changes.forEach((bot, oldestFirst) -> past.lives.put(bot, lives(oldestFirst, fleet)));
    return past;
  }

  private static List<Life> lives(Iterable<Fact.StatusChanged> oldestFirst, Settings.Fleet fleet) {
    List<Life> lives = new ArrayList<>();
    Instant since = null;
    for (Fact.StatusChanged change : oldestFirst) {
      boolean heard = isHeard(change.to());
      if (heard && since == null) {
        since = change.at();
      } else if (!heard && since != null) {
        Instant last = change.at().minus(silence(change, fleet));
        lives.add(new Life(since, last.isBefore(since) ? since : last));
        since = null;
      }
    }
    if (since != null) {
      lives.add(new Life(since, Instant.MAX));
    }
    return lives;
  }

  private static boolean isHeard(BotStatus status) {
    return switch (status) {
      case ONLINE, HALTED, ERROR -> true;
      case STALE, OFFLINE -> false;
    };
  }

  /** One that said good-bye was not silent before it. */
  private static Duration silence(Fact.StatusChanged change, Settings.Fleet fleet) {
    return change.to() == BotStatus.STALE ? fleet.staleAfter() : Duration.ZERO;
  }

  Set<BotId> bots() {
    return lives.keySet();
  }

  boolean isHeard(BotId bot, Instant at) {
    for (Life life : lives.getOrDefault(bot, List.of())) {
      if (!at.isBefore(life.from) && at.isBefore(life.to)) {
        return true;
      }
    }
    return false;
  }
}
