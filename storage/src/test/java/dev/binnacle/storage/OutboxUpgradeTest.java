package dev.binnacle.storage;

import static dev.binnacle.storage.AlertFacts.PHONE;
import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.OrderId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that was released before has left its file: everything in it goes on as it was. */
final class OutboxUpgradeTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Fact ACTION =
      new Fact.ActionTaken(
          NOON,
          new Action(
              new ActionId("a1"), new BotId("alpha"), Action.Kind.CANCEL_ORDER, null, new OrderId("7"), "cancel order 7", true,
              "ann",
              NOON, Action.Stage.DONE, "cancelled"));
  private static final JournalEntry LAST = entry(3, ACTION);
  private static final int DELIVERED = 2;
  private static final int WAITING = 0;

  @TempDir
  private Path directory;
  private final FakeJournal journal = new FakeJournal();

  @BeforeEach
  void fillTheJournal() {
    journal.add(entry(1));
    journal.add(entry(2));
    journal.add(LAST);
  }

  private SqliteFile file() {
    return new SqliteFile(directory.resolve("alerts.db"), SqliteFile.Durability.NORMAL);
  }

  /** In the words of the version, which this program does not write any more. */
  private static void parcel(Connection connection, String key, String kind, int state) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO parcel (key, idx, channel, kind, level, bot, alerts, at, state, attempts, doubt, body)
        VALUES (?, 1, 'phone', ?, 2, 'alpha', '', ?, ?, 0, 0, ?)""",
        key, kind, HistoryFile.nanos(NOON), state, key.getBytes(StandardCharsets.UTF_8));
  }

  private void leftBy(int version) throws Exception {
    try (Connection connection = file().openWriter(new Schema("alerts", version))) {
      parcel(connection, "sent", "alert", DELIVERED);
      parcel(connection, "trade-1", "trade_opened", WAITING);
      parcel(connection, "alert-1", "alert", WAITING);
      parcel(connection, "trade-2", "trade_opened", WAITING);
      parcel(connection, "halt-1", "halt", WAITING);
      new AlertsFile(connection).write(entry(2, AlertFacts.noticed("n-1", 1, AlertFacts.alert("a-1", AlertState.FIRING, 1))));
      if (version >= 2) {
        new ControlFile(connection).write(LAST);
      }
      // The first version has not written what it did not know of: the entry's parcels are in, and so is what it says of alerts.
      Sql.update(connection, "INSERT INTO progress VALUES (1, 3, 3, 0, NULL)");
      assertThat(Sql.number(connection, "PRAGMA user_version")).isEqualTo(version);
    }
  }

  private void goesOn(List<Fact> control) throws Exception {
    SqliteOutbox outbox = new SqliteOutbox(file(), 3, journal, StorageSettings.DEFAULTS, () -> NOON, OutboxScene.BOOT);
    try {
      outbox.follow(entry -> List.of(AlertFacts.parcel("n-" + entry.index(), PHONE)));
      JournalEntry next = entry(4);
      journal.add(next);
      outbox.record(next);
      assertThat(outbox.sync(4, SOON)).isTrue();

      assertThat(OutboxScene.keys(outbox.waiting(PHONE, 10))).containsExactly("trade-1", "alert-1", "trade-2", "halt-1", "n-4");
      assertThat(OutboxScene.keys(outbox.pressing(PHONE, 10))).containsExactly("alert-1", "halt-1", "n-4");
      assertThat(outbox.counts()).isEqualTo(Map.of(PHONE, Map.of(Outbox.State.DELIVERED, 1L, Outbox.State.WAITING, 5L)));
      assertThat(outbox.waiting(PHONE, 10)).noneMatch(Outbox.Entry::possiblyRepeated);
      assertThat(outbox.waiting(PHONE, 10)).extracting(Outbox.Entry::decided).containsExactly(NOON, NOON, NOON, NOON,
          next.time());
      assertThat(outbox.alerts().facts(AlertLog.Topic.NOTICES, HistoryQuery.newest(10)).rows()).hasSize(1);
      assertThat(outbox.control().facts(HistoryQuery.newest(10)).rows()).isEqualTo(control);
    } finally {
      outbox.close(SOON);
    }
    try (Connection connection = file().openWriter()) {
      assertThat(Sql.number(connection, "PRAGMA user_version")).isEqualTo(4);
      assertThat(Sql.integrity(connection)).isEmpty();
    }
  }

  @Test
  void theFirstVersionsFileIsBroughtThroughAllVersions() throws Exception {
    leftBy(1);

    goesOn(List.of());
  }

  @Test
  void theSecondVersionsFileKeepsWhatItHasOfHalts() throws Exception {
    leftBy(2);

    goesOn(List.of(ACTION));
  }

  @Test
  void theThirdVersionsParcelsWereDecidedWhenItHappened() throws Exception {
    leftBy(3);

    goesOn(List.of(ACTION));
  }
}
