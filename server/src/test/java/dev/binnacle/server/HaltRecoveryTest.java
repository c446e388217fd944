package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.engine.Input;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.Liquidation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HaltRecoveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private Path folder;

  private final MatrixTime time = new MatrixTime();
  private final MatrixVenue venue = new MatrixVenue(time, 1);
  private MatrixServer server;

  @BeforeEach
  void open() {
    MatrixServer.Doom none = new MatrixServer.Doom(entry -> MortalJournal.Fate.KEPT, by -> {}, by -> {}, fact -> {});
    server = new MatrixServer(folder, time, venue, none);
  }

  @AfterEach
  void bury() {
    server.bury();
  }

  private void restartAfter(HaltId halt) {
    server.bury();
    try (HaltLog log = HaltLog.open(folder.resolve("halt.log"))) {
      assertThat(log.record(new HaltLog.Line(halt, MatrixServer.BOT, null, Liquidation.ALL_AT_MARKET))).isTrue();
    }
    open();
  }

  private HaltId halt(HaltMode mode) {
    return Objects.requireNonNull(server.command(
        new Input.Command.RequestHalt(
            new HaltScope.OfBot(MatrixServer.BOT), mode, mode == HaltMode.LIQUIDATE ? Liquidation.ALL_AT_MARKET : null, "x",
            HaltOrigin.PERSON),
        "ann").orElseThrow().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().halt());
  }

  private List<Halt> halts() {
    return server.control().halts();
  }

  @Test
  void aHaltThatTheJournalLostIsAskedForAgain() {
    restartAfter(new HaltId("h57-094213"));

    await().atMost(PATIENCE).until(() -> halts().size() == 1);
    assertThat(halts().getFirst().mode()).isEqualTo(HaltMode.LIQUIDATE);
    assertThat(halts().getFirst().begun().reason()).contains("h57-094213");
  }

  @Test
  void aHaltThatTheJournalKnowsIsNotAskedForAgain() {
    HaltId id = halt(HaltMode.LIQUIDATE);

    restartAfter(id);

    HaltId next = halt(HaltMode.LIQUIDATE);
    assertThat(next).isEqualTo(id);
    assertThat(halts()).hasSize(1);
    assertThat(halts().getFirst().requests()).hasSize(2);
  }

  /** The halt was known, and that it had come to close positions was lost: the line was cleared, and positions were left half closed. */
  @Test
  void aHaltThatWasWidenedAndLostThatIsWidenedAgain() {
    HaltId id = halt(HaltMode.CANCEL);

    restartAfter(id);

    await().atMost(PATIENCE).until(() -> halts().getFirst().mode() == HaltMode.LIQUIDATE);
    assertThat(halts()).hasSize(1);
    assertThat(halts().getFirst().id()).isEqualTo(id);
  }
}
