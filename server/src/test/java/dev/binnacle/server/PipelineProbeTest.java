package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PipelineProbeTest {
  @TempDir
  private Path folder;

  private Storage storage;
  private long nanos;
  private PipelineProbe probe;

  @BeforeEach
  void open() {
    storage = Storage.open(folder, StorageSettings.DEFAULTS, InstantSource.system());
    probe = new PipelineProbe(storage.outbox(), () -> nanos);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** Nothing follows the journal yet, as where its thread has died. */
  @Test
  void whatIsNotAnsweredIsIllAndAfterAMinuteHasFailed() {
    pass(Duration.ofSeconds(59));
    assertThat(probe.look().health()).isEqualTo(Health.DEGRADED);

    pass(Duration.ofSeconds(1));
    HealthProbe.Finding failed = probe.look();

    assertThat(failed.health()).isEqualTo(Health.FAILED);
    assertThat(failed.message()).isEqualTo("what is decided has not come into the outbox for 60 s");
    assertThat(failed.readings()).containsExactly(Sample.of("alert_pipeline_seconds", 60));
  }

  @Test
  void itIsWellAgainAtTheFirstLookAfterItIsAnswered() {
    pass(Duration.ofMinutes(5));
    assertThat(probe.look().health()).isEqualTo(Health.FAILED);

    storage.outbox().follow(entry -> List.of());

    assertThat(probe.look().health()).isEqualTo(Health.HEALTHY);
    assertThat(storage.outbox().counts()).as("it makes no message").isEmpty();
  }

  @Test
  void whileItIsWellItIsTriedEveryHalfMinute() {
    storage.outbox().follow(entry -> List.of());
    HealthProbe.Finding first = probe.look();

    pass(Duration.ofSeconds(29));
    assertThat(probe.look()).isSameAs(first);
    pass(Duration.ofSeconds(1));
    assertThat(probe.look()).isNotSameAs(first);
  }
}
