package dev.binnacle.storage;

import static dev.binnacle.storage.Facts.INSTANCE;
import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.balance;
import static dev.binnacle.storage.Facts.closed;
import static dev.binnacle.storage.Facts.entry;
import static dev.binnacle.storage.Facts.error;
import static dev.binnacle.storage.Facts.opened;
import static dev.binnacle.storage.Facts.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.protocol.EventWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the history follows the journal: through restarts, a full disk and old files, and what it lets go of. */
final class HistoryFollowingTest extends HistoryFixture {
  @Test
  void recordsAnEntryOnceHoweverOftenItIsTold() throws Exception {
    JournalEntry entry = entry(1, error("alpha", 1, "once"));
    record(entry);
    history.record(entry);
    close();
    open();
    record(entry, entry(2, error("alpha", 2, "twice")));

    assertThat(messages(history.errors(ALL).rows())).containsExactly("twice", "once");
  }

  @Test
  void catchesUpFromTheJournalAtTheStart() throws Exception {
    record(entry(1, error("alpha", 1, "seen")));
    close();
    LongStream.rangeClosed(2, 5_000).forEach(i -> journal.add(entry(i, error("alpha", i, "missed"))));

    open();
    sync();

    assertThat(history.projectedIndex()).isEqualTo(5_000);
    assertThat(allPages(history::errors, 1_000)).hasSize(5_000);
  }

  @Test
  void readsFromTheJournalWhatItsQueueHadNoRoomFor() throws Exception {
    // More than the queue takes, faster than the file can follow.
    for (int i = 1; i <= 60_000; i++) {
      record1(entry(i, balance("alpha", i, "1")));
    }
    sync();

    assertThat(history.projectedIndex()).isEqualTo(60_000);
    assertThat(allPages(history::balances, 1_000)).hasSize(60_000);
  }

  /** A stream is gathered for a moment; nobody need ask for what it brings. */
  @Test
  void whatFollowsAStreamComesToTheFileByItself() throws Exception {
    Fact[] many = IntStream.rangeClosed(1, 200).mapToObj(i -> balance("alpha", i, "1")).toArray(Fact[]::new);
    for (int i = 1; i <= 20; i++) {
      record1(entry(i, many));
    }
    record1(entry(21, error("alpha", 201, "the last")));

    await().atMost(SOON).until(() -> history.projectedIndex() == 21);
    assertThat(messages(history.errors(ALL).rows())).containsExactly("the last");
  }

  @Test
  void takesBackWhatTheJournalDoesNotHave() throws Exception {
    record(
        entry(1, opened("alpha", 1, "t-1"), order("alpha", 2, "o-1", OrderStatus.OPEN), opened("alpha", 3, "t-2")),
        entry(2, closed("alpha", 4, "t-1", "1")),
        entry(3, closed("alpha", 5, "t-2", "1"), order("alpha", 6, "o-1", OrderStatus.FILLED), error("alpha", 7, "beyond")));
    close();
    journal.takeBackTheLast();

    history = new SqliteHistory(file(), 2, journal, StorageSettings.DEFAULTS, () -> now);
    history.start();
    record(entry(3, error("alpha", 7, "instead")));

    assertThat(messages(history.errors(ALL).rows())).containsExactly("instead");
    assertThat(history.orders(ALL).rows()).extracting(row -> row.event().status()).containsExactly(OrderStatus.OPEN);
    assertThat(history.trades(ALL, Trade.State.OPEN).rows()).extracting(Trade::index).containsExactly(1L);
    assertThat(history.trades(ALL, Trade.State.CLOSED).rows()).hasSize(1);
  }

  @Test
  void ofManyEntriesWrittenTogetherOnlyTheYoungestRowsStand() throws Exception {
    close();
    journal.add(entry(1, order("alpha", 1, "o-1", OrderStatus.OPEN), opened("alpha", 2, "t-1"),
        order("beta", 1, "o-1", OrderStatus.OPEN)));
    open();
    sync();
    close();
    // What is passed on while the history is closed is read in one piece.
    journal.add(entry(2, order("alpha", 3, "o-1", OrderStatus.PARTIALLY_FILLED), order("alpha", 4, "o-1", OrderStatus.FILLED)));
    journal.add(entry(3, opened("alpha", 5, "t-2"), closed("alpha", 6, "t-1", "1"), closed("alpha", 7, "t-2", "1")));
    journal.add(entry(4, closed("alpha", 8, "t-3", "1"), opened("alpha", 9, "t-3"), opened("alpha", 10, "t-4")));

    open();
    sync();

    assertThat(history.orders(ALL).rows()).extracting(Happened::bot, row -> row.event().status())
        .containsExactly(tuple(ALPHA, OrderStatus.FILLED), tuple(new BotId("beta"), OrderStatus.OPEN));
    assertThat(history.trades(ALL, Trade.State.OPEN).rows()).extracting(Trade::opened)
        .containsExactly((Event.TradeOpened) event(opened("alpha", 10, "t-4")));
    assertThat(history.trades(ALL, Trade.State.CLOSED).rows())
        .extracting(Trade::opened)
        .containsExactly(
            (Event.TradeOpened) event(opened("alpha", 9, "t-3")),
            (Event.TradeOpened) event(opened("alpha", 5, "t-2")),
            (Event.TradeOpened) event(opened("alpha", 2, "t-1")));
  }

  @Test
  void asksForManyOrdersAtOnceByTheirIndex() throws Exception {
    try (Connection connection = file().openReader();
        Statement statement = connection.createStatement()) {
      for (String sql : List.of(Succession.CLOSED, Succession.SUPERSEDE)) {
        ResultSet plan = statement.executeQuery("EXPLAIN QUERY PLAN " + sql);
        assertThat(plan.next()).isTrue();
        assertThat(plan.getString("detail")).contains("event_ref (bot=? AND ref=?)");
      }
    }
  }

  @Test
  void bringsAFileOfTheFirstVersionUpToDate() throws Exception {
    close();
    SqliteFile old = new SqliteFile(directory.resolve("old.db"), SqliteFile.Durability.NORMAL);
    try (Connection connection = old.openWriter(new Schema("history", 1))) {
      Sql.execute(connection, "INSERT INTO bot VALUES (7, 'alpha')");
      String insert = "INSERT INTO event VALUES (?, ?, ?, 7, ?, ?, 'BTC/USD', ?)";
      Sql.update(connection, insert, 3, 0, HistoryFile.nanos(NOON.plusSeconds(1)), -1, "t-1", body(opened("alpha", 1, "t-1")));
      Sql.update(connection, insert, 3, 2, HistoryFile.nanos(NOON.plusSeconds(2)), 2, "t-1",
          body(closed("alpha", 2, "t-1", "1")));
      Sql.execute(connection, "INSERT INTO decision VALUES (4, 1, 9, 7, 10, 'gap', 'i1', NULL, NULL, 3, 5)");
      Sql.execute(connection, "UPDATE progress SET idx = 4");
    }

    history = new SqliteHistory(old, Long.MAX_VALUE, journal, StorageSettings.DEFAULTS, () -> now);

    assertThat(history.projectedIndex()).isEqualTo(4);
    assertThat(history.trades(ALL, Trade.State.CLOSED).rows())
        .containsExactly(
            new Trade(
                3, ALPHA, INSTANCE, (Event.TradeOpened) event(opened("alpha", 1, "t-1")),
                (Event.TradeClosed) event(closed("alpha", 2, "t-1", "1"))));
    assertThat(history.irregularities(ALL).rows())
        .containsExactly(new Fact.GapFound(ALPHA, INSTANCE, 3, 5, Instant.ofEpochSecond(0, 9)));
    try (Connection connection = old.openReader()) {
      assertThat(Sql.number(connection, "SELECT 100 * idx + ord FROM closed_trade WHERE trade_id = 't-1'")).isEqualTo(302);
    }
  }

  private static String body(Fact fact) {
    return new String(EventWriter.toBytes(((Fact.Accepted) fact).envelope()), StandardCharsets.UTF_8);
  }

  /**
   * Entries that came while a write failed were written before those of the failed write, which were then taken for written and never
   * came into the history.
   */
  @Test
  void passesOverNothingWhenAWriteFailsAndMoreHasCome() throws Exception {
    close();
    SqliteFile small = file();
    small.limitPages(40);
    history = new SqliteHistory(small, Long.MAX_VALUE, journal, StorageSettings.DEFAULTS, () -> now);
    history.start();
    record(entry(1, error("alpha", 1, "before")));
    Fact[] manyErrors =
        LongStream.rangeClosed(2, 1_001).mapToObj(i -> error("alpha", i, "x".repeat(500))).toArray(Fact[]::new);

    try (Connection holder = file().openWriter()) {
      Sql.execute(holder, "BEGIN IMMEDIATE");
      record1(entry(2, manyErrors));
      awaitWriting();
      record1(entry(3, error("alpha", 1_002, "after")));
      Sql.execute(holder, "ROLLBACK");
    }
    assertThat(history.sync(3, Duration.ofMillis(500))).isFalse();
    assertThat(history.projectedIndex()).isEqualTo(1);

    small.limitPages(100_000);
    sync();

    assertThat(allPages(history::errors, 1_000)).hasSize(1_002);
  }

  /** Waits until the historian has taken what is queued and stands before the file's lock. */
  private static void awaitWriting() {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (Thread.getAllStackTraces().entrySet().stream().noneMatch(HistoryFollowingTest::isWriting)) {
      assertThat(System.nanoTime()).as("the historian writes before the deadline").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean isWriting(Map.Entry<Thread, StackTraceElement[]> thread) {
    return thread.getKey().getName().equals("binnacle-historian")
        && Stream.of(thread.getValue()).anyMatch(frame -> frame.getClassName().equals(HistoryFile.class.getName()));
  }

  @Test
  void goesOnWhenTheDiskHasRoomAgain() throws Exception {
    close();
    SqliteFile small = file();
    small.limitPages(40);
    history = new SqliteHistory(small, Long.MAX_VALUE, journal, StorageSettings.DEFAULTS, () -> now);
    history.start();
    for (int i = 1; i <= 1_000; i++) {
      record1(entry(i, error("alpha", i, "x".repeat(500))));
    }
    assertThat(history.sync(1_000, Duration.ofMillis(500))).isFalse();

    small.limitPages(100_000);
    sync();

    assertThat(allPages(history::errors, 1_000)).hasSize(1_000);
  }

  @Test
  void letsGoOfOldRowsButNotOfTradesAndBalances() throws Exception {
    record(
        entry(1, opened("alpha", 1, "t-1"), closed("alpha", 2, "t-1", "1"), balance("alpha", 3, "1"), error("alpha", 4, "old")));
    record(
        entry(2, order("alpha", 5, "o-1", OrderStatus.OPEN), order("alpha", 6, "o-1", OrderStatus.FILLED)),
        entry(3, new Fact.StatusChanged(ALPHA, NOON, BotStatus.ONLINE, BotStatus.STALE, "old")));
    now = NOON.plus(StorageSettings.DEFAULTS.eventRetention()).plus(Duration.ofDays(1));
    record(entry(4, error("alpha", Duration.between(NOON, now).toSeconds(), "young")));

    assertThat(messages(history.errors(ALL).rows())).containsExactly("young");
    assertThat(history.orders(ALL).rows()).isEmpty();
    assertThat(history.statusChanges(ALL).rows()).isEmpty();
    assertThat(history.trades(ALL, Trade.State.ANY).rows()).hasSize(1)
        .allSatisfy(trade -> assertThat(trade.opened()).isNotNull());
    assertThat(history.balances(ALL).rows()).hasSize(1);
    try (Connection connection = file().openReader()) {
      assertThat(Sql.number(connection, "SELECT count(*) FROM event WHERE list = -3")).isZero();
    }
  }
}
