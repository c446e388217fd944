package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import dev.binnacle.web.view.Listed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seven halts of which the engine knows the last three of those that were released, and one that is in force. */
final class PastHaltsTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @TempDir
  private Path folder;
  private Storage storage;
  private ControlSnapshot now;

  @BeforeEach
  void open() throws Exception {
    storage = Storage.open(folder, StorageSettings.DEFAULTS, () -> NOON);
    storage.outbox().follow(entry -> List.of());
    List<Halt> released = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      Halt halt = halt(i, i == 4 ? HaltState.HALTED : HaltState.REQUESTED, null);
      record(2L * i - 1, new Fact.HaltBegun(at(i), halt));
      if (i != 4) {
        Halt.Release release = new Halt.Release("ann", "all is well", at(i));
        record(2L * i, new Fact.HaltReleased(at(i), halt.id(), i, release));
        released.addFirst(halt(i, HaltState.RELEASED, release));
      }
    }
    now = new ControlSnapshot(
        14, NOON, List.of(halt(4, HaltState.HALTED, null)), released.subList(0, 3), List.of(), List.of(),
        new ControlSnapshot.TriggersView(TriggerSettings.OFF, Map.of()), new ControlSnapshot.Counters(0, Map.of()));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private static Instant at(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  private void record(long index, Fact fact) throws Exception {
    JournalEntry entry = new JournalEntry(index, NOON, List.of(fact));
    storage.journal().append(entry);
    assertThat(storage.journal().awaitDurable(index, Duration.ofSeconds(60))).isTrue();
    assertThat(storage.outbox().sync(index, Duration.ofSeconds(60))).isTrue();
  }

  private static Halt halt(int number, HaltState state, Halt.@Nullable Release release) {
    return new Halt(
        new HaltId("h" + number), number, new HaltScope.OfFleet(), HaltMode.STOP, null, state, at(number),
        List.of(new HaltRequest(HaltOrigin.PERSON, "ann", "x", at(number))), List.of(), release);
  }

  private PastHalts past(int mostKnown) {
    return new PastHalts(now, storage.control(), mostKnown);
  }

  @Test
  void afterThoseThatTheEngineKnowsComeThoseThatOnlyTheLogKnows() {
    List<String> ids = new ArrayList<>();
    String cursor = null;
    do {
      Listed<Halt> page = past(3).page(2, cursor);
      page.rows().forEach(halt -> ids.add(halt.id().value()));
      assertThat(page.rows()).allMatch(Halt::isOver);
      cursor = page.next();
    } while (cursor != null);

    assertThat(ids).containsExactly("h7", "h6", "h5", "h3", "h2", "h1");
  }

  @Test
  void whileTheEngineKnowsAllTheLogIsNotAsked() {
    assertThat(past(4).page(3, null).next()).isNull();
  }

  @Test
  void cursorOfAnotherListIsRefused() {
    assertThatThrownBy(() -> past(3).page(2, "log:rubbish")).isInstanceOf(InvalidValueException.class);
  }
}
