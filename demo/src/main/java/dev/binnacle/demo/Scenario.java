package dev.binnacle.demo;

import dev.binnacle.exchange.Faults;
import dev.binnacle.exchange.PaperExchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How the venue behaves, stretch by stretch, over and over. */
final class Scenario implements AutoCloseable {
  private static final Map<String, List<Stretch>> SCENARIOS = Map.of(
      "calm", calm(),
      // In these the venue is not to blame: what happens comes from elsewhere.
      "bad-config", calm(),
      "errors", calm(),
      "drawdown", calm(),
      "silent-death", calm(),
      "halt", calm(),
      "telegram", calm(),
      "discord", calm(),
      "trading-day",
      List.of(
          new Stretch(Duration.ofSeconds(50), new Faults(2, 0, 0.001, 0, false)),
          new Stretch(Duration.ofSeconds(8), new Faults(180, 0, 0.02, 0, false)),
          new Stretch(Duration.ofSeconds(40), new Faults(4, 0.03, 0, 0, false)),
          new Stretch(Duration.ofSeconds(12), new Faults(40, 0.05, 0.01, 0.002, false))));

  private final List<Stretch> stretches;
  private final PaperExchange exchange;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("scenario").daemon().factory());

  record Stretch(Duration length, Faults faults) {}

  private static List<Stretch> calm() {
    return List.of(new Stretch(Duration.ofHours(1), Faults.NONE));
  }

  private Scenario(List<Stretch> stretches, PaperExchange exchange) {
    this.stretches = stretches;
    this.exchange = exchange;
  }

  /**
   * @throws IllegalArgumentException if there is no scenario of this name
   */
  static Scenario named(String name, PaperExchange exchange) {
    return new Scenario(stretches(name), exchange);
  }

  /**
   * @throws IllegalArgumentException if there is no scenario of this name
   */
  static List<Stretch> stretches(String name) {
    return Optional.ofNullable(SCENARIOS.get(name))
        .orElseThrow(() -> new IllegalArgumentException("scenario must be one of " + SCENARIOS.keySet() + ", was " + name));
  }

  void start() {
    play(0);
  }

  private void play(int number) {
    Stretch stretch = stretches.get(number % stretches.size());
    exchange.inject(stretch.faults);
    clock.schedule(() -> play((number + 1) % stretches.size()), stretch.length.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
