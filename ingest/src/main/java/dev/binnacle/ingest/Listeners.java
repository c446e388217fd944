package dev.binnacle.ingest;

import dev.binnacle.model.BotId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of each bot that have said who they are and are open. Thread-safe. */
final class Listeners {
  private final ConcurrentHashMap<BotId, Set<LinkSession>> sessions = new ConcurrentHashMap<>();

  void add(BotId bot, LinkSession session) {
    sessions.compute(
        bot,
        (name, present) -> {
          Set<LinkSession> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(session);
          return all;
        });
  }

  void remove(BotId bot, LinkSession session) {
    sessions.computeIfPresent(
        bot,
        (name, present) -> {
          present.remove(session);
          return present.isEmpty() ? null : present;
        });
  }

  Set<LinkSession> of(BotId bot) {
    return sessions.getOrDefault(bot, Set.of());
  }
}
