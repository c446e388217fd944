package dev.binnacle.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a scenario has happen to one bot, and when after its start. */
final class Script implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Script.class);

  private final List<Step> steps;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("script").daemon().factory());

  record Step(Duration at, Runnable act) {
    static Step at(int seconds, Runnable act) {
      return new Step(Duration.ofSeconds(seconds), act);
    }
  }

  Script(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  void start() {
    steps.forEach(step -> clock.schedule(() -> play(step), step.at.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static void play(Step step) {
    try {
      step.act.run();
    } catch (RuntimeException e) {
      log.error("what the script has for {} did not work", step.at, e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
