package dev.binnacle.engine.rules;

import dev.binnacle.model.BotId;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
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
  private LinkedHashSet<Weighing> weighings = new LinkedHashSet<>();

  Desk(Judgements judgements) {
    this.judgements = judgements;
  }

  void dropped(String bound) {
    dropped.merge(bound, 1L, Long::sum);
  }

  Map<String, Long> dropped() {
    return dropped;
  }

  /** Two rules may ask of the same value: a model weighs it once. */
  void weigh(Weighing weighing) {
    weighings.add(weighing);
  }

  List<Weighing> takeWeighings() {
    if (weighings.isEmpty()) {
      return List.of();
    }
    List<Weighing> taken = List.copyOf(weighings);
    weighings = new LinkedHashSet<>();
    return taken;
  }

  @Nullable String group(BotId bot) {
    return groups.get(bot);
  }
}
