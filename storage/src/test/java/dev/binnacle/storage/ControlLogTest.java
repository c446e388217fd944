package dev.binnacle.storage;

import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.OrderId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlLogTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final BotId ALPHA = new BotId("alpha");
  private static final HaltId H1 = new HaltId("h1-120000");
  private static final HaltId H2 = new HaltId("h2-120001");
  private static final HistoryQuery ALL = HistoryQuery.newest(100);

  @TempDir
  private Path directory;
  private final FakeJournal journal = new FakeJournal();
  private SqliteOutbox outbox;
  private ControlLog log;
  private long index;

  @BeforeEach
  void openTheFirst() {
    open(0);
  }

  private void open(long lastIndex) {
    SqliteFile file = new SqliteFile(directory.resolve("alerts.db"), SqliteFile.Durability.NORMAL);
    outbox = new SqliteOutbox(file, lastIndex, journal, StorageSettings.DEFAULTS, () -> NOON, "boot");
    outbox.follow(entry -> List.of());
    log = outbox.control();
  }

  @AfterEach
  void close() {
    outbox.close(SOON);
  }

  private void record(Fact... facts) throws Exception {
    JournalEntry entry = entry(++index, facts);
    journal.add(entry);
    outbox.record(entry);
    assertThat(outbox.sync(index, SOON)).isTrue();
  }

  private static Instant second(long second) {
    return NOON.plusSeconds(second);
  }

  private static Fact.HaltBegun begun(HaltId id, long second) {
    HaltRequest request = new HaltRequest(HaltOrigin.PERSON, "ann", "it burns", second(second));
    return new Fact.HaltBegun(
        second(second),
        new Halt(
            id, second, new HaltScope.OfBot(ALPHA), HaltMode.STOP, null, HaltState.REQUESTED, second(second),
            List.of(request), List.of(), null));
  }

  private static Fact.BotHaltMoved moved(HaltId id, HaltState state, long second) {
    BotHalt bot =
        new BotHalt(
            ALPHA, state, second(second), "because", BotHalt.Proof.NONE, List.of(), List.of(), 0, List.of(), List.of());
    return new Fact.BotHaltMoved(second(second), id, bot);
  }

  private static Fact.HaltReleased released(HaltId id, long second) {
    return new Fact.HaltReleased(second(second), id, 9, new Halt.Release("bob", "it is out", second(second)));
  }

  @Test
  void givesAllThatBecameOfAHaltTheNewestFirst() throws Exception {
    record(begun(H1, 1), moved(H1, HaltState.STOPPING, 1));
    record(begun(H2, 2));
    record(Facts.balance("alpha", 1, "5"));
    record(moved(H1, HaltState.HALTED, 3));
    record(released(H1, 4));

    assertThat(log.timeline(H1, 100, null).rows())
        .containsExactly(
            released(H1, 4), moved(H1, HaltState.HALTED, 3), moved(H1, HaltState.STOPPING, 1), begun(H1, 1));
    assertThat(log.timeline(new HaltId("nothing"), 100, null).rows()).isEmpty();
  }

  @Test
  void listsHowHaltsBeganAndWhatWasDecidedOfABot() throws Exception {
    Fact.ActionTaken action =
        new Fact.ActionTaken(
            second(5),
            new Action(
                new ActionId("a1"), ALPHA, Action.Kind.CANCEL_ORDER, null, new OrderId("o-7"), "cancel order o-7", true, "ann",
                second(5),
                Action.Stage.DONE, "cancelled"));
    record(begun(H1, 1), moved(H1, HaltState.STOPPING, 1));
    record(begun(H2, 2));
    record(action);

    assertThat(log.halts(ALL).rows()).containsExactly(begun(H2, 2), begun(H1, 1));
    assertThat(log.halts(ALL.between(second(2), second(3))).rows()).containsExactly(begun(H2, 2));
    assertThat(log.facts(ALL.of(ALPHA)).rows()).containsExactly(action, moved(H1, HaltState.STOPPING, 1));
    assertThat(log.facts(ALL.of(new BotId("beta"))).rows()).isEmpty();
    assertThat(log.facts(ALL.between(null, second(2))).rows())
        .containsExactly(moved(H1, HaltState.STOPPING, 1), begun(H1, 1));
  }

  /** What is expected is the halt as the engine would have it: the newest of each, and who asked in order. */
  @Test
  void aHaltIsPutTogetherAgainFromAllThatWasDecidedOfIt() throws Exception {
    HaltRequest second = new HaltRequest(HaltOrigin.TRIGGER, "memory", "it burns more", second(2));
    record(begun(H1, 1), moved(H1, HaltState.STOPPING, 1));
    record(begun(H2, 2));
    record(new Fact.HaltJoined(second(2), H1, 7, new HaltScope.OfBot(ALPHA), HaltMode.CANCEL, null, second, List.of()));
    record(moved(H1, HaltState.HALTED, 3), new Fact.HaltMoved(second(3), H1, HaltState.HALTED));

    Halt before = log.halt(H1).orElseThrow();
    assertThat(before.state()).isEqualTo(HaltState.HALTED);
    record(released(H1, 4));

    HaltRequest first = new HaltRequest(HaltOrigin.PERSON, "ann", "it burns", second(1));
    assertThat(log.halt(H1)).hasValue(
        new Halt(
            H1, 9, new HaltScope.OfBot(ALPHA), HaltMode.CANCEL, null, HaltState.RELEASED, second(4), List.of(first, second),
            List.of(moved(H1, HaltState.HALTED, 3).bot()), new Halt.Release("bob", "it is out", second(4))));
    assertThat(log.halt(new HaltId("nothing"))).isEmpty();
  }

  @Test
  void ofAHaltWhoseBeginIsNotKeptNothingIsMadeUp() throws Exception {
    record(moved(H1, HaltState.HALTED, 3));

    assertThat(log.halt(H1)).isEmpty();
  }

  @Test
  void aHaltIsToldAgainTheOldestFirst() throws Exception {
    List<Fact.OfControl> told = new ArrayList<>();
    record(begun(H1, 1));
    record(released(H1, 4), begun(H2, 4));

    log.replay(H1, told::add);

    assertThat(told).containsExactly(begun(H1, 1), released(H1, 4));
  }

  @Test
  void pagesGoOnWhereTheOneBeforeEnded() throws Exception {
    List<Fact> expected = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      Fact fact = moved(H1, i % 2 == 0 ? HaltState.STOPPING : HaltState.CANCELLING, 1);
      record(fact);
      expected.addFirst(fact);
    }

    List<Fact> timeline = new ArrayList<>();
    List<Fact> facts = new ArrayList<>();
    String cursor = null;
    do {
      Page<Fact.OfControl> page = log.timeline(H1, 3, cursor);
      timeline.addAll(page.rows());
      cursor = page.next();
    } while (cursor != null);
    do {
      Page<Fact.OfControl> page = log.facts(HistoryQuery.newest(2).after(cursor));
      facts.addAll(page.rows());
      cursor = page.next();
    } while (cursor != null);

    assertThat(timeline).isEqualTo(expected);
    assertThat(facts).isEqualTo(expected);
    assertThatThrownBy(() -> log.halts(ALL.after(log.facts(HistoryQuery.newest(2)).next())))
        .isInstanceOf(InvalidCursorException.class);
  }

  @Test
  void takesBackWhatARestoredJournalDoesNotHave() throws Exception {
    record(begun(H1, 1));
    record(begun(H2, 2));
    close();
    journal.takeBackTheLast();
    index = 1;

    open(1);
    record(released(H1, 3));

    assertThat(log.halts(ALL).rows()).containsExactly(begun(H1, 1));
    assertThat(log.facts(ALL).rows()).containsExactly(released(H1, 3), begun(H1, 1));
  }
}
