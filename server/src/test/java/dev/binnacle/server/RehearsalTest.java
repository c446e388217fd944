package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day that was stored, and what rules would have made of it. */
final class RehearsalTest {
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final BotId TREND = new BotId("trend");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private Path folder;

  private Storage storage;
  private long index;

  @BeforeEach
  void open() {
    storage = Storage.open(folder.resolve("data"), StorageSettings.DEFAULTS, InstantSource.fixed(NOON));
    status(TEN.minusSeconds(7200), BotStatus.OFFLINE, BotStatus.ONLINE);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void decided(Instant at, Fact fact) {
    storage.journal().append(new JournalEntry(++index, at, List.of(fact)));
  }

  private void status(Instant at, BotStatus from, BotStatus to) {
    decided(at, new Fact.StatusChanged(TREND, at, from, to, "told"));
  }

  private void sample(int second, double value) {
    storage.samples().keep(TREND, TEN.plusSeconds(second), List.of(Sample.of("temperature", value)));
  }

  private FiredAlerts of(String yaml) throws InterruptedException {
    assertThat(storage.journal().awaitDurable(index, PATIENCE)).isTrue();
    assertThat(storage.history().sync(index, PATIENCE)).isTrue();
    return new Rehearsal(storage, Settings.DEFAULTS, List.of(rule(yaml)), TEN, NOON, PATIENCE).run();
  }

  private static Rule rule(String yaml) {
    if (RuleDraft.read(yaml, Set.of()) instanceof RuleDraft.Usable(RuleSection.Written(var _, Rule rule, var _))
        && rule != null) {
      return rule;
    }
    throw new AssertionError(yaml);
  }

  @Test
  void aLimitThatWasPassedLongEnoughWouldHaveFiredOnce() throws InterruptedException {
    for (int second = 600; second < 900; second++) {
      sample(second, second >= 700 && second < 760 ? 95 : second == 800 ? 99 : 70);
    }

    FiredAlerts fired = of("name: hot\nmetric: temperature\nabove: 80\nfor: 10s\n");

    assertThat(fired.alerts()).isEqualTo(1);
    assertThat(fired.notices()).isEqualTo(2);
    assertThat(fired.newest()).singleElement().satisfies(alert -> {
      assertThat(alert.subject().bot()).isEqualTo(TREND);
      assertThat(alert.from()).isBetween(TEN.plusSeconds(710), TEN.plusSeconds(711));
      assertThat(alert.until()).isBetween(TEN.plusSeconds(760), TEN.plusSeconds(761));
      assertThat(alert.value()).isEqualTo(95);
    });
  }

  @Test
  void aBotThatFellSilentWouldHaveBeenMissed() throws InterruptedException {
    // It was said to be stale when it had been silent for 15 seconds.
    status(TEN.plusSeconds(1015), BotStatus.ONLINE, BotStatus.STALE);
    status(TEN.plusSeconds(1300), BotStatus.STALE, BotStatus.ONLINE);

    FiredAlerts fired = of("name: quiet\nabsent: heartbeat\nfor: 60s\nlevel: critical\n");

    assertThat(fired.newest()).singleElement().satisfies(alert -> {
      assertThat(alert.from()).isBetween(TEN.plusSeconds(1055), TEN.plusSeconds(1062));
      assertThat(alert.until()).isBetween(TEN.plusSeconds(1299), TEN.plusSeconds(1306));
    });
  }

  @Test
  void eventsOfTheJournalAreToldOnceMore() throws InterruptedException {
    for (int seq = 1; seq <= 4; seq++) {
      Instant at = TEN.plusSeconds(60L * seq);
      Event error = new Event.ErrorRaised(at, "OrderRejected", "no funds", Severity.ERROR, null);
      decided(at, new Fact.Accepted(TREND, Envelope.sequenced(error, new InstanceId("i1"), seq), seq));
    }

    assertThat(of("name: errors\ncount: error\nabove: 3\nwithin: 10m\n").alerts()).isEqualTo(1);
    assertThat(of("name: errors\ncount: error\nabove: 4\nwithin: 10m\n").alerts()).isZero();
  }

  @Test
  void whatTakesLongerThanItMayEnds() throws InterruptedException {
    sample(600, 95);
    assertThat(storage.history().sync(index, PATIENCE)).isTrue();
    Rule hot = rule("name: hot\nmetric: temperature\nabove: 80\n");

    assertThatThrownBy(() -> new Rehearsal(storage, Settings.DEFAULTS, List.of(hot), TEN, NOON, Duration.ZERO).run())
        .isInstanceOf(Rehearsal.TooLongException.class);
  }
}
