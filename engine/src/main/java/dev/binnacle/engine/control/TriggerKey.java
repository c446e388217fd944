package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.TriggerKind;
import java.util.Comparator;

/** What a trigger counts by itself: its kind, for one bot, and one part of that. */
record TriggerKey(BotId bot, TriggerKind kind, String part) implements Comparable<TriggerKey> {
  private static final Comparator<TriggerKey> ORDER =
      Comparator.comparing(TriggerKey::bot).thenComparing(TriggerKey::kind).thenComparing(TriggerKey::part);

  static TriggerKey of(Trigger trigger) {
    return new TriggerKey(trigger.bot(), trigger.kind(), trigger.part());
  }

  @Override
  public int compareTo(TriggerKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.word() + (part.isEmpty() ? "" : " (" + part + ")");
  }
}
