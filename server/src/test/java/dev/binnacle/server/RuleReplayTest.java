package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Severity;
import dev.binnacle.server.RuleReplay.Replayed;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleReplayTest {
  private static final String ERRORS = "name: errors\ncount: error\nabove: 3\nwithin: 10m\n";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Lately, as what is older than it is kept for would go. */
  private final Instant begin = Instant.now().minusSeconds(3_600);

  @TempDir
  Path folder;

  private Storage stored() throws InterruptedException {
    Storage storage = Storage.open(folder, StorageSettings.DEFAULTS);
    for (int seq = 1; seq <= 4; seq++) {
      Instant at = begin.plusSeconds(60L * seq);
      Event error = new Event.ErrorRaised(at, "OrderRejected", "no funds", Severity.ERROR, null);
      storage.journal().append(new JournalEntry(seq, at, List.of(
          new Fact.Accepted(new BotId("trend"), Envelope.sequenced(error, new InstanceId("i1"), seq), seq))));
    }
    assertThat(storage.journal().awaitDurable(4, PATIENCE)).isTrue();
    return storage;
  }

  private List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(each -> !each.endsWith("lock")).sorted().toList()) {
        files.add(file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  @Test
  void aFolderIsReadAndStaysAsItIs() throws Exception {
    stored().close();
    List<String> before = files();

    Replayed replayed = RuleReplay.run(ERRORS, folder, Duration.ofHours(2), Settings.DEFAULTS);

    assertThat(replayed.alerts()).isEqualTo(1);
    assertThat(replayed.fired()).singleElement().satisfies(would -> {
      assertThat(would.subject()).isEqualTo("trend");
      assertThat(would.from()).isEqualTo(begin.plusSeconds(240));
    });
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aFolderThatIsInUseIsRefused() throws Exception {
    try (Storage open = stored()) {
      assertThat(open.journal().durableIndex()).isEqualTo(4);

      assertThatThrownBy(() -> RuleReplay.run(ERRORS, folder, Duration.ofHours(2), Settings.DEFAULTS))
          .isInstanceOf(RuleReplay.ReplayException.class)
          .hasMessageContaining("is in use by process");
    }
  }

  @Test
  void whatIsNoDataFolderIsRefusedAndNotMadeOne() {
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> RuleReplay.run(ERRORS, none, Duration.ofHours(2), Settings.DEFAULTS))
        .isInstanceOf(RuleReplay.ReplayException.class)
        .hasMessageContaining("is no data folder");
    assertThat(none).doesNotExist();
  }

  @Test
  void aRuleThatCannotBeTriedSaysWhy() {
    assertThatThrownBy(() -> RuleReplay.run("name: x\nclock-skew: 1s\n", folder, Duration.ofHours(2), Settings.DEFAULTS))
        .hasMessageContaining("is not stored");
    assertThatThrownBy(() -> RuleReplay.run("name: x\nmetrc: y\n", folder, Duration.ofHours(2), Settings.DEFAULTS))
        .hasMessageContaining("metrc");
  }
}
