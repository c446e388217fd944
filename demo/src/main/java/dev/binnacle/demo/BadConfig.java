package dev.binnacle.demo;

import dev.binnacle.config.Author;
import dev.binnacle.config.Edit;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Node;
import dev.binnacle.config.Outcome;
import dev.binnacle.config.Proposal;
import dev.binnacle.config.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two mistakes with the trend bot's configuration, some time after its start: a save with a slipped decimal point, which is refused; and
 * a trial of averages so short that the bot turns with every bar, which the bot's own rule ends.
 */
final class BadConfig implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BadConfig.class);
  private static final Author PERSON = new Author("tired-trader", Source.CLI, false);
  private static final Duration TRIAL = Duration.ofMinutes(2);

  private final LiveConfig<?> config;
  private final Duration first;
  private final Duration between;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("bad-config").daemon().factory());

  BadConfig(LiveConfig<?> config, Duration first, Duration between) {
    this.config = config;
    this.first = first;
    this.between = between;
  }

  void start() {
    at(0, this::slip);
    at(1, this::mend);
    at(2, this::tryShortAverages);
  }

  private void at(int number, Runnable act) {
    clock.schedule(act, first.plus(between.multipliedBy(number)).toMillis(), TimeUnit.MILLISECONDS);
  }

  private void slip() {
    save(config.snapshot().content().replaceFirst("(?m)^quantity: [0-9.]+", "quantity: 15 "));
    log.warn("somebody saved {} with quantity 15", config.file());
  }

  private void mend() {
    save(config.snapshot().content());
    log.info("somebody put {} back", config.file());
  }

  private void tryShortAverages() {
    List<Edit> edits = List.of(number("/fast", "2"), number("/slow", "3"), number("/band", "0"));
    Outcome outcome = config.tryOut(Proposal.edits(config.version(), edits, PERSON, "catch every move"), TRIAL);
    log.warn("somebody tries out averages of 2 and 3 bars: {}", outcome);
  }

  private static Edit number(String pointer, String number) {
    return new Edit(pointer, new Node.Numeral(new BigDecimal(number)));
  }

  /** In place, as a simple editor does. */
  private void save(String text) {
    try {
      Files.writeString(config.file(), text);
    } catch (IOException e) {
      log.error("the file could not be written", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
