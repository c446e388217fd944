package dev.binnacle.engine.alerts;

import dev.binnacle.engine.alerts.AlertsState.MemoryState;
import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is remembered of a rule and a subject beyond one alert: how often it fired of late, and what people were told. */
final class Memory {
  private static final int MOST_BEGINS = 16;

  private final ArrayDeque<Instant> begins = new ArrayDeque<>();
  private @Nullable Instant toldAt;
  private @Nullable Level toldLevel;
  private long heldBack;

  // While a turn goes on.
  private @Nullable Level telling;

  static Memory restore(MemoryState state) {
    Memory memory = new Memory();
    memory.begins.addAll(state.begins());
    memory.toldAt = state.toldAt();
    memory.toldLevel = state.toldLevel();
    memory.heldBack = state.heldBack();
    return memory;
  }

  MemoryState state(RuleName rule, Subject subject) {
    return new MemoryState(rule, subject, List.copyOf(begins), toldAt, toldLevel, heldBack);
  }

  /** It fired; whether people are told is another matter. */
  void fired(Instant at) {
    begins.add(at);
    if (begins.size() > MOST_BEGINS) {
      begins.removeFirst();
    }
    heldBack++;
  }

  void told(Instant at, Level level) {
    toldAt = at;
    toldLevel = level;
    heldBack = 0;
    telling = null;
  }

  void telling(Level level) {
    telling = level;
  }

  /** It is not told after all. */
  void notTelling() {
    telling = null;
  }

  long heldBack() {
    return heldBack;
  }

  /** Whether one more begin now is one too many. */
  boolean wouldFlap(Instant now, AlertSettings.Flapping flapping) {
    Instant horizon = now.minus(flapping.within());
    return begins.stream().filter(begin -> begin.isAfter(horizon)).count() >= Math.min(flapping.most(), MOST_BEGINS);
  }

  /** Whether to tell this would repeat what was told of late. */
  boolean holdsBack(Level level, Instant now, Map<Level, Duration> cooldowns) {
    if (telling != null) {
      return level.compareTo(telling) <= 0;
    }
    Level known = toldLevel;
    return toldAt != null
        && known != null
        && level.compareTo(known) <= 0
        && now.isBefore(toldAt.plus(cooldowns.getOrDefault(known, Duration.ZERO)));
  }

  boolean wasTold() {
    return toldAt != null;
  }
}
