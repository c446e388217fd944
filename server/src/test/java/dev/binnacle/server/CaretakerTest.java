package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.Engine;
import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.Input;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import dev.binnacle.storage.JournalHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaretakerTest {
  private static final Instant START = Instant.parse("2026-01-05T12:00:00Z");

  private final Clock clock = new Clock();
  private final Seen seen = new Seen();
  private Health disk = Health.HEALTHY;
  private int looks;

  private static final class Clock implements InstantSource {
    private Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static final class Seen implements Caretaker.Duties {
    private final List<String> readings = new ArrayList<>();
    private final List<String> due = new ArrayList<>();
    private int beats;

    @Override
    public void observed(String part, Sample reading) {
      readings.add(part + "/" + reading.metric());
    }

    @Override
    public void due(Occasion occasion) {
      due.add(occasion.key());
    }

    @Override
    public void beat(Secret url) {
      beats++;
    }
  }

  private HealthChecks checks() {
    HealthProbe probe =
        new ServerProbes.Probe(
            "disk",
            () -> {
              looks++;
              return new HealthProbe.Finding(disk, "so so", List.of(Sample.of("disk_free_percent", 50)));
            });
    return new HealthChecks(() -> FLEET, List.of(probe), clock, () -> 0);
  }

  private static final FleetSnapshot FLEET = fleet();

  private static FleetSnapshot fleet() {
    Engine engine = new Engine(EngineSettings.DEFAULT);
    engine.apply(START, new Input.Declared(List.of(new BotId("a"))));
    return engine.snapshot(START);
  }

  private static Settings settings(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> null);
  }

  private void run(Caretaker caretaker, Duration time) {
    Instant end = clock.now.plus(time);
    while (clock.now.isBefore(end)) {
      caretaker.turn();
      clock.now = clock.now.plusSeconds(1);
    }
  }

  @Test
  void ownPartsAreLookedAtEveryFiveSeconds() {
    try (Caretaker caretaker = new Caretaker(checks(), seen, settings(""), clock)) {
      run(caretaker, Duration.ofSeconds(60));
    }

    assertThat(looks).isEqualTo(12);
    assertThat(seen.readings).hasSize(12).containsOnly("disk/disk_free_percent");
  }

  @Test
  void everythingIsLookedAtAtTheInterval() {
    try (Caretaker caretaker = new Caretaker(checks(), seen, settings("monitoring: {health-check-interval: 180s}"), clock)) {
      caretaker.turn();
      Instant first = Objects.requireNonNull(caretaker.last()).at();
      run(caretaker, Duration.ofSeconds(179));
      assertThat(Objects.requireNonNull(caretaker.last()).at()).isEqualTo(first);
      run(caretaker, Duration.ofSeconds(10));
      assertThat(Objects.requireNonNull(caretaker.last()).at()).isEqualTo(first.plusSeconds(180));
      caretaker.settle(settings("monitoring: {health-check-interval: 30s}"));
      run(caretaker, Duration.ofSeconds(40));
      assertThat(Objects.requireNonNull(caretaker.last()).at()).isAfter(first.plusSeconds(180));
      // Asked for, it looks at once.
      assertThat(caretaker.look().at()).isEqualTo(clock.now);
    }
  }

  @Test
  void theWatcherIsToldWhileTheServerIsWellAndNotWhileAPartHasFailed() {
    Settings settings = settings("alerts: {heartbeat: {url: 'https://watcher.example', interval: 30s}}");
    try (Caretaker caretaker = new Caretaker(checks(), seen, settings, clock)) {
      run(caretaker, Duration.ofMinutes(10));
      assertThat(seen.beats).isEqualTo(20);
      disk = Health.FAILED;
      run(caretaker, Duration.ofMinutes(10));
      assertThat(seen.beats).isEqualTo(20);
      disk = Health.DEGRADED;
      run(caretaker, Duration.ofMinutes(10));
      assertThat(seen.beats).isEqualTo(40);
      caretaker.settle(settings(""));
      run(caretaker, Duration.ofMinutes(10));
      assertThat(seen.beats).isEqualTo(40);
    }
  }

  @Test
  void whatIsDueIsSaidOnce() {
    Settings settings = settings("alerts: {daily-summary: '18:00', all-clear: '09:00', weekly-report: mon 18:00}");
    try (Caretaker caretaker = new Caretaker(checks(), seen, settings, clock)) {
      run(caretaker, Duration.ofDays(1));
    }

    // It was started at noon: what was due at nine is less than six hours ago.
    assertThat(seen.due)
        .containsExactly(
            "all-clear:2026-01-05", "daily:2026-01-05", "weekly:2026-01-05", "all-clear:2026-01-06");
  }

  @Test
  void whatWasDueLongBeforeTheStartIsNotSaid() {
    try (Caretaker caretaker =
        new Caretaker(checks(), seen, settings("alerts: {daily-summary: '05:00', weekly-report: off}"), clock)) {
      run(caretaker, Duration.ofHours(1));
    }

    assertThat(seen.due).isEmpty();
  }

  @Test
  void aClockThatIsSetBackSaysNothingTwiceAndStopsNoLook() {
    try (Caretaker caretaker =
        new Caretaker(checks(), seen, settings("alerts: {daily-summary: '12:01', weekly-report: off}"), clock)) {
      run(caretaker, Duration.ofMinutes(5));
      clock.now = START.minus(Duration.ofHours(1));
      int before = looks;
      run(caretaker, Duration.ofMinutes(90));
      assertThat(looks - before).isGreaterThan(1_000);
    }

    assertThat(seen.due).containsExactly("daily:2026-01-05");
  }

  @Test
  void aReportHasThePartsAndTheBots() {
    HealthReport report = checks().look();

    assertThat(report.health()).isEqualTo(Health.HEALTHY);
    assertThat(report.server())
        .containsExactly(
            new HealthReport.Part(
                "disk", Health.HEALTHY, Duration.ZERO, "so so", List.of(Sample.of("disk_free_percent", 50))));
    assertThat(report.bots()).singleElement().satisfies(bot -> {
      assertThat(bot.id()).isEqualTo(new BotId("a"));
      assertThat(bot.status()).isEqualTo(BotStatus.OFFLINE);
      assertThat(bot.silence()).isNull();
    });
  }

  @Test
  void aProbeThatFailsIsAPartThatHasFailed() {
    HealthProbe broken =
        new ServerProbes.Probe(
            "disk",
            () -> {
              throw new IllegalStateException("gone");
            });
    HealthReport report = new HealthChecks(() -> FLEET, List.of(broken), clock, () -> 0).look();

    assertThat(report.health()).isEqualTo(Health.FAILED);
    assertThat(report.server().getFirst().message()).contains("gone");
  }

  @Test
  void theServersPartsSayWhatIsWrongWithThem(@TempDir Path folder) {
    Instant now = START;

    assertThat(ServerProbes.engine(Optional::empty, () -> now.minusMillis(1500), () -> now).look())
        .isEqualTo(
            new HealthProbe.Finding(Health.HEALTHY, "keeps up", List.of(Sample.of("engine_lag_seconds", 1.5))));
    assertThat(ServerProbes.engine(Optional::empty, () -> now.minusSeconds(6), () -> now).look().health())
        .isEqualTo(Health.DEGRADED);
    assertThat(ServerProbes.engine(() -> Optional.of(new Error()), () -> now, () -> now).look().health())
        .isEqualTo(Health.FAILED);
    JournalHealth failing = new JournalHealth(true, "disk full", now, 3, 3, 9);
    assertThat(ServerProbes.journal(() -> failing, () -> 7).look())
        .isEqualTo(
            new HealthProbe.Finding(
                Health.FAILED, "cannot be written: disk full",
                List.of(Sample.of("journal_failing", 1), Sample.of("journal_backlog", 7))));
    assertThat(ServerProbes.history(() -> Duration.ofSeconds(61)).look().health()).isEqualTo(Health.DEGRADED);
    assertThat(ServerProbes.disk(1 << 20, 100 << 20).health()).isEqualTo(Health.FAILED);
    assertThat(ServerProbes.disk(9 << 20, 100 << 20).health()).isEqualTo(Health.DEGRADED);
    assertThat(ServerProbes.disk(50 << 20, 100 << 20).message()).isEqualTo("50.0 % of it are free, 50 MiB");
    assertThat(ServerProbes.disk(folder).look().readings()).hasSize(2);
    assertThat(ServerProbes.disk(folder.resolve("none")).look().health()).isEqualTo(Health.FAILED);
  }
}
