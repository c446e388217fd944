package dev.binnacle.storage;

import static dev.binnacle.storage.AlertFacts.PHONE;
import static dev.binnacle.storage.AlertFacts.parcel;
import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.AlertState;
import dev.binnacle.model.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an outbox is after an end of whichever kind, and when its disk fails. */
final class OutboxRestartTest extends OutboxScene {
  @Test
  void catchesUpFromTheJournalAndPutsNothingInTwice() throws Exception {
    outbox.follow(router);
    record(1, 2);
    outbox.close(SOON);
    journal.add(entry(3));
    journal.add(entry(4));

    openAndFollow(4, BOOT);
    assertThat(outbox.sync(4, SOON)).isTrue();

    assertThat(waiting(PHONE)).containsExactly("n-1:phone", "n-2:phone", "n-3:phone", "n-4:phone");
    assertThatThrownBy(() -> outbox.follow(router)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theJournalKeepsWhatIsNotOnTheOutboxesDisk() throws Exception {
    journal.add(entry(1));
    outbox.record(entry(1));
    assertThat(outbox.forcedIndex()).isZero();
    assertThat(outbox.sync(1, Duration.ZERO)).isFalse();

    outbox.follow(entry -> List.of());
    assertThat(outbox.sync(1, SOON)).isTrue();

    assertThat(outbox.forcedIndex()).isEqualTo(1);
  }

  @Test
  void aNewOutboxBesideAnOldJournalTellsNothingOfThePast() throws Exception {
    outbox.close(SOON);
    Files.delete(file().path());
    journal.add(entry(1));
    journal.add(entry(2));

    openAndFollow(2, BOOT);
    record(3);

    assertThat(waiting(PHONE)).containsExactly("n-3:phone");
  }

  @Test
  void afterAKillOnlyWhatWasBeingSentIsInDoubt() throws Exception {
    outbox.follow(router);
    record(1, 2, 3);
    outbox.attempting(List.of(1L, 2L), NOON);
    outbox.delivered(List.of(1L), NOON, null);
    leaveAsAfterACrash();

    openAndFollow(3, BOOT);
    record(4);

    assertThat(waiting(PHONE)).containsExactly("n-2:phone", "n-3:phone", "n-4:phone");
    assertThat(outbox.waiting(PHONE, 10)).extracting(Outbox.Entry::possiblyRepeated).containsExactly(true, false, false);
    assertThat(first().state()).isEqualTo(Outbox.State.WAITING);
    assertThat(first().why()).isEqualTo("the program ended while this was being sent");
  }

  @Test
  void afterAKillBetweenParcelsAndLogNothingIsRoutedAgain() throws Exception {
    AlertLog log = outbox.alerts();
    outbox.follow(router);
    JournalEntry entry = entry(1, AlertFacts.changed(AlertFacts.alert("a-1", AlertState.FIRING, 1)));
    journal.add(entry);
    outbox.record(entry);
    assertThat(outbox.sync(1, SOON)).isTrue();
    assertThat(log.alerts(AlertQuery.newest(10)).rows()).hasSize(1);
    try (Connection connection = file().openWriter()) {
      for (String table : List.of("alert", "alert_change", "change")) {
        Sql.execute(connection, "DELETE FROM " + table);
      }
      Sql.execute(connection, "UPDATE progress SET logged = 0");
    }
    leaveAsAfterACrash();

    // Other settings, by which the entry would be told again under another key.
    router = again -> List.of(parcel("other-" + again.index(), PHONE));
    open(1, BOOT);
    try (Connection connection = file().openWriter()) {
      assertThat(Sql.number(connection, "SELECT idx FROM progress")).isEqualTo(1);
    }
    outbox.follow(router);
    assertThat(outbox.sync(1, SOON)).isTrue();

    assertThat(waiting(PHONE)).containsExactly("n-1:phone");
    assertThat(outbox.alerts().alerts(AlertQuery.newest(10)).rows()).hasSize(1);
  }

  /** The newest commits may be undone by it: marks of attempts, and parcels that were sent already. */
  @Test
  void afterALossOfPowerAllThatMayHaveBeenSentIsInDoubt() throws Exception {
    outbox.follow(router);
    record(1, 2);
    outbox.delivered(List.of(1L), NOON, null);
    leaveAsAfterACrash();
    // Was routed, sent and forgotten.
    journal.add(entry(3));

    open(3, "boot-2");
    assertThat(outbox.waiting(PHONE, 10)).extracting(Outbox.Entry::possiblyRepeated).containsExactly(true);
    // Killed before it has caught up: it is not forgotten what the loss of power left in doubt.
    leaveAsAfterACrash();
    openAndFollow(3, "boot-2");
    record(4);

    assertThat(waiting(PHONE)).containsExactly("n-2:phone", "n-3:phone", "n-4:phone");
    assertThat(outbox.waiting(PHONE, 10)).extracting(Outbox.Entry::possiblyRepeated).containsExactly(true, true, false);
  }

  @Test
  void anOrderlyEndLeavesNoDoubtOnAnotherBoot() throws Exception {
    outbox.follow(router);
    record(1);
    outbox.close(SOON);

    openAndFollow(1, "boot-2");

    assertThat(first().possiblyRepeated()).isFalse();
  }

  @Test
  void takesBackWhatARestoredJournalDoesNotHave() throws Exception {
    outbox.follow(router);
    outbox.add(parcel("daily:2026-01-05:phone", PHONE));
    record(1, 2);
    outbox.close(SOON);
    journal.takeBackTheLast();

    openAndFollow(1, BOOT);
    record(2);

    assertThat(waiting(PHONE)).containsExactly("daily:2026-01-05:phone", "n-1:phone", "n-2:phone");
  }

  @Test
  void outcomesAreKeptWhileTheDiskIsFullAndWrittenWhenItHasRoom() throws Exception {
    outbox.close(SOON);
    SqliteFile small = file();
    outbox = new SqliteOutbox(small, 0, journal, StorageSettings.DEFAULTS, () -> now, BOOT);
    outbox.follow(router);
    record(1, 2, 3, 4);
    outbox.attempting(List.of(1L, 2L, 3L, 4L), NOON);
    try (Connection holder = file().openWriter()) {
      Sql.execute(holder, "PRAGMA user_version = 99");
      Sql.execute(holder, "ALTER TABLE parcel RENAME TO hidden");
    }

    outbox.delivered(List.of(1L), NOON, "a");
    outbox.later(List.of(2L), NOON.plusSeconds(5), "503", true);
    outbox.dead(List.of(3L), NOON, "refused");
    assertThatThrownBy(() -> outbox.attempting(List.of(2L), NOON)).isInstanceOf(StorageException.class)
        .hasMessageContaining("alerts.db");
    assertThatThrownBy(() -> outbox.add(parcel("k", PHONE))).isInstanceOf(StorageException.class);
    assertThat(outbox.health().unsaved()).isEqualTo(3);
    await().atMost(SOON).until(() -> outbox.health().failing());
    assertThat(outbox.health().reason()).contains("alerts.db");
    assertThat(outbox.health().since()).isEqualTo(NOON);

    try (Connection holder = file().openWriter()) {
      Sql.execute(holder, "ALTER TABLE hidden RENAME TO parcel");
    }
    await().atMost(SOON).until(() -> outbox.health().unsaved() == 0 && !outbox.health().failing());

    assertThat(outbox.entry(1).orElseThrow().state()).isEqualTo(Outbox.State.DELIVERED);
    assertThat(outbox.entry(2).orElseThrow().attempts()).isEqualTo(1);
    assertThat(outbox.entry(3).orElseThrow().why()).isEqualTo("refused");
    assertThat(waiting(PHONE)).containsExactly("n-2:phone", "n-4:phone");
  }

  @Test
  void aWorkerSeesItsOutcomesThoughTheFileCannotBeWritten() throws Exception {
    outbox.follow(router);
    record(1, 2, 3);
    try (Connection holder = file().openWriter()) {
      Sql.execute(holder, "CREATE TRIGGER stuck BEFORE UPDATE ON parcel BEGIN SELECT raise(ABORT, 'no space'); END");

      outbox.delivered(List.of(1L), NOON, "a");
      outbox.unknown(List.of(2L), NOON.plusSeconds(5), "no answer");

      assertThat(waiting(PHONE)).containsExactly("n-2:phone", "n-3:phone");
      assertThat(first().possiblyRepeated()).isTrue();
      assertThat(first().attempts()).isEqualTo(1);
      Sql.execute(holder, "DROP TRIGGER stuck");
    }
    assertThat(waiting(PHONE)).containsExactly("n-2:phone", "n-3:phone");
    await().atMost(SOON).until(() -> outbox.health().unsaved() == 0);
    assertThat(first().attempts()).isEqualTo(1);
  }

  @Test
  void letsGoOfOldDeliveredParcelsButNotOfWhatWaits() throws Exception {
    outbox.follow(router);
    record(1, 2, 3);
    outbox.delivered(List.of(1L), NOON, null);
    outbox.dead(List.of(2L), NOON, "refused");
    now = NOON.plus(Outbox.DELIVERED_KEPT).plus(Duration.ofDays(1));
    record(4);
    outbox.delivered(List.of(4L), now, null);

    await().atMost(SOON).until(() -> outbox.entry(1).isEmpty());

    assertThat(outbox.list(OutboxQuery.newest(10)).rows()).extracting(Outbox.Entry::id).containsExactly(4L, 3L, 2L);
    assertThat(outbox.counts().get(PHONE)).containsEntry(Outbox.State.WAITING, 1L);
  }

  @Test
  void aDamagedFileIsNamedWithWhatHelps() throws Exception {
    outbox.close(SOON);
    Files.write(file().path(), "this is not a database, whatever its name says: ".repeat(100).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> open(0, BOOT)).isInstanceOf(StorageDamagedException.class).hasMessageContaining("alerts.db")
        .hasMessageContaining("restore it from a backup");
    Files.delete(file().path());
    open(0, BOOT);
  }
}
