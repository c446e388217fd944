package dev.binnacle.engine.rules;

import dev.binnacle.model.BotId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all judges share while they judge. */
final class Desk {
  final Judgements judgements;
  Instant now = Instant.EPOCH;
  double jump;
  int mostSubjects;
  Map<BotId, String> groups = Map.of();

  /** Values that were not believed. */
  long odd;

  /** How often any rule was asked, for the tests of how much work is done. */
  long asked;

  private final Map<String, Long> dropped = new TreeMap<>();

  Desk(Judgements judgements) {
    this.judgements = judgements;
  }

  void dropped(String bound) {
    dropped.merge(bound, 1L, Long::sum);
  }

  Map<String, Long> dropped() {
    return dropped;
  }

  @Nullable String group(BotId bot) {
    return groups.get(bot);
  }
}
