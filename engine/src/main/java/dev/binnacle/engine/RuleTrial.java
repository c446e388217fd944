package dev.binnacle.engine;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries rules out: inputs go through an engine of its own, time passes in ticks of a second between them, and what becomes of alerts comes
 * out. The same inputs give the same answer. By it rules are tested and replayed over what was recorded.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class RuleTrial {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Engine engine;
  private final Duration every;
  private @Nullable Instant ticked;

  public RuleTrial(EngineSettings settings) {
    this(settings, TICK);
  }

  /** @param every how often time passes; longer than a second to be done sooner, and less exact */
  public RuleTrial(EngineSettings settings, Duration every) {
    this.engine = new Engine(settings);
    this.every = every;
  }

  /**
   * Takes in what was decided of bots before the trial, so that it begins with what was known. Alerts of that time are passed over.
   *
   * @throws IllegalStateException if an input was applied already
   */
  public void recall(JournalEntry entry) {
    List<Fact> known = entry.facts().stream().filter(Fact.OfBot.class::isInstance).toList();
    if (!known.isEmpty()) {
      engine.replay(new JournalEntry(entry.index(), entry.time(), known));
    }
  }

  /** Lets time pass up to {@code at} and applies the input then. @return what was decided of alerts since the call before */
  public List<Fact.OfAlerts> apply(Instant at, Input input) {
    List<Fact.OfAlerts> decided = new ArrayList<>(pass(at));
    decided.addAll(decided(engine.apply(at, input)));
    return decided;
  }

  /** Lets time pass. @return what was decided of alerts since the call before */
  public List<Fact.OfAlerts> pass(Instant until) {
    List<Fact.OfAlerts> decided = new ArrayList<>();
    Instant next = ticked == null ? until : ticked.plus(every);
    while (!next.isAfter(until)) {
      decided.addAll(decided(engine.apply(next, new Input.Tick())));
      ticked = next;
      next = next.plus(every);
    }
    return decided;
  }

  public AlertsSnapshot snapshot(Instant at) {
    return engine.alerts(at);
  }

  private static List<Fact.OfAlerts> decided(Outcome outcome) {
    List<Fact.OfAlerts> facts = new ArrayList<>();
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Record(var entry)) {
        entry.facts().stream().filter(Fact.OfAlerts.class::isInstance).map(Fact.OfAlerts.class::cast).forEach(facts::add);
      }
    }
    return facts;
  }
}
