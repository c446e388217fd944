package dev.binnacle.demo;

import dev.binnacle.config.Author;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Source;
import dev.binnacle.config.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Ends a trial of other parameters that leads to a flood of orders, before it has cost much. Confined to the bot's thread. */
final class TrialWatch {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Author RULE = new Author("rule orders-per-minute", Source.CANARY, false);

  private final LiveConfig<? extends Paced> config;
  private final Deque<Instant> placed = new ArrayDeque<>();

  TrialWatch(LiveConfig<? extends Paced> config) {
    this.config = config;
  }

  void placed(int orders, Instant now) {
    for (int i = 0; i < orders; i++) {
      placed.add(now);
    }
    while (!placed.isEmpty() && placed.peekFirst().isBefore(now.minus(WINDOW))) {
      placed.removeFirst();
    }
    Trial trial = config.trial().filter(found -> found.state() == Trial.State.RUNNING).orElse(null);
    if (trial != null) {
      long since = placed.stream().filter(at -> at.isAfter(trial.since())).count();
      int most = config.get().ordersPerMinute();
      if (since > most) {
        config.endTrial(RULE, since + " orders within a minute of the trial, where " + most + " are allowed");
      }
    }
  }
}
