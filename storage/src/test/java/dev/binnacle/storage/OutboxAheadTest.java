package dev.binnacle.storage;

import static dev.binnacle.storage.AlertFacts.PHONE;
import static dev.binnacle.storage.AlertFacts.alert;
import static dev.binnacle.storage.AlertFacts.parcel;
import static dev.binnacle.storage.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.AlertState;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parcels are put in while the journal's disk is being waited for; nobody is told before it has the entry. */
class OutboxAheadTest extends OutboxScene {
  private final List<Long> asked = new CopyOnWriteArrayList<>();
  private final List<ChannelName> told = new CopyOnWriteArrayList<>();

  OutboxAheadTest() {
    router = entry -> {
      asked.add(entry.index());
      return List.of(parcel("n-" + entry.index() + ":phone", PHONE));
    };
  }

  @Override
  void openAndFollow(long lastIndex, String boot) {
    super.openAndFollow(lastIndex, boot);
    outbox.onAdded(told::add);
  }

  /** An entry that presses. */
  private static JournalEntry deciding(long index) {
    return entry(index, new Fact.AlertChanged(Facts.NOON, alert("a-" + index, AlertState.FIRING, 1), null));
  }

  /** From now on, or no longer, nothing can be put in. */
  private void refuse(boolean everything) throws Exception {
    try (Connection holder = file().openWriter()) {
      Sql.execute(holder, everything
          ? "CREATE TRIGGER stuck BEFORE INSERT ON parcel BEGIN SELECT raise(ABORT, 'no space'); END"
          : "DROP TRIGGER IF EXISTS stuck");
    }
  }

  private void followAtOnce() {
    outbox.close(SOON);
    openAndFollow(0, BOOT);
  }

  private long inTheFile() {
    return outbox.counts().getOrDefault(PHONE, Map.of()).getOrDefault(Outbox.State.WAITING, 0L);
  }

  private void becomesDurable(JournalEntry entry) {
    journal.add(entry);
    outbox.record(entry);
  }

  @Test
  void whatIsNotOnDiskIsThereAndNobodySeesIt() throws Exception {
    followAtOnce();
    outbox.announce(deciding(1));
    await().atMost(SOON).until(() -> inTheFile() == 1);

    assertThat(waiting(PHONE)).isEmpty();
    assertThat(outbox.pressing(PHONE, 10)).isEmpty();
    assertThat(told).isEmpty();

    becomesDurable(deciding(1));
    assertThat(told).as("on the thread that says that the disk has it").containsExactly(PHONE);
    assertThat(waiting(PHONE)).containsExactly("n-1:phone");
    assertThat(outbox.sync(1, SOON)).isTrue();
    assertThat(asked).containsExactly(1L);
  }

  @Test
  void whatNeverCameToTheDiskIsTakenBackAndItsNumberGivenAnew() throws Exception {
    followAtOnce();
    record(1);
    outbox.announce(deciding(2));
    await().atMost(SOON).until(() -> inTheFile() == 2);
    leaveAsAfterACrash();

    router = entry -> List.of(parcel("other-" + entry.index() + ":phone", PHONE), parcel("n-2:phone", PHONE));
    openAndFollow(1, BOOT);
    assertThat(waiting(PHONE)).containsExactly("n-1:phone");
    record(2);

    assertThat(waiting(PHONE)).containsExactly("n-1:phone", "other-2:phone", "n-2:phone");
    assertThat(first().possiblyRepeated()).as("nothing was sent").isFalse();
  }

  @Test
  void whatIsOnDiskBeforeTheFileHasItIsToldWhenTheFileHasIt() throws Exception {
    followAtOnce();
    becomesDurable(deciding(1));
    outbox.announce(deciding(1));

    assertThat(outbox.sync(1, SOON)).isTrue();
    assertThat(told).containsExactly(PHONE);
    assertThat(asked).containsExactly(1L);
  }

  @Test
  void anAnnouncedEntryThatFailsIsPutInWhenTheDiskHasIt() throws Exception {
    int[] failures = {0};
    router = entry -> {
      asked.add(entry.index());
      if (failures[0]++ < 3) {
        throw new IllegalStateException("not now");
      }
      return List.of(parcel("n-" + entry.index() + ":phone", PHONE));
    };
    followAtOnce();
    outbox.announce(deciding(1));
    await().atMost(SOON).until(() -> failures[0] == 3);
    becomesDurable(deciding(1));
    outbox.announce(deciding(2));
    becomesDurable(deciding(2));

    assertThat(outbox.sync(2, SOON)).isTrue();
    assertThat(waiting(PHONE)).containsExactly("n-2:phone");
    assertThat(outbox.unrouted(10)).extracting(Outbox.Unrouted::index).containsExactly(1L);
  }

  @Test
  void whatWasAnnouncedBeforeAnybodyFollowedIsNotForgotten() throws Exception {
    outbox.announce(deciding(1));
    outbox.follow(router);
    outbox.announce(deciding(2));
    Thread.sleep(100); // time enough for the second to be put in before the first
    becomesDurable(deciding(1));
    becomesDurable(deciding(2));

    assertThat(outbox.sync(2, SOON)).isTrue();
    assertThat(waiting(PHONE)).containsExactly("n-1:phone", "n-2:phone");
    assertThat(asked).containsExactly(1L, 2L);
  }

  /** Whatever is announced when, and whenever the disk is full, each entry is asked for once, in order, and its parcel is in once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverComesWhenEachEntryIsAskedForOnceAndInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    followAtOnce();
    List<JournalEntry> pending = new ArrayList<>();
    for (long index = 1; index <= 400; index++) {
      if (index % 80 == 40) {
        refuse(index % 160 == 40);
      }
      JournalEntry next = random.nextInt(4) == 0 ? deciding(index) : entry(index);
      boolean diskFirst = random.nextInt(5) == 0;
      if (diskFirst) {
        pending.forEach(this::becomesDurable);
        pending.clear();
        becomesDurable(next);
        outbox.announce(next);
      } else {
        outbox.announce(next);
        pending.add(next);
      }
      if (random.nextInt(3) == 0) {
        pending.forEach(this::becomesDurable);
        pending.clear();
      }
      if (random.nextInt(10) == 0) {
        Thread.sleep(1);
      }
    }
    pending.forEach(this::becomesDurable);
    refuse(false);

    assertThat(outbox.sync(400, SOON)).isTrue();
    assertThat(asked).isEqualTo(LongStream.rangeClosed(1, 400).boxed().toList());
    assertThat(waiting(PHONE)).isEqualTo(LongStream.rangeClosed(1, 400).mapToObj(index -> "n-" + index + ":phone").toList());
  }

  @Test
  void whatTheQueueAheadCouldNotKeepIsStillAskedForOnceAndInOrder() throws Exception {
    followAtOnce();
    Fact[] many = new Fact[900];
    for (int i = 0; i < many.length; i++) {
      many[i] = Facts.error("alpha", i + 1, "x");
    }
    List<JournalEntry> all = new ArrayList<>();
    for (long index = 1; index <= 100; index++) {
      JournalEntry next = entry(index, many);
      all.add(next);
      outbox.announce(next);
    }
    outbox.announce(deciding(101));
    all.add(deciding(101));
    all.forEach(this::becomesDurable);
    outbox.announce(deciding(102));
    becomesDurable(deciding(102));

    assertThat(outbox.sync(102, SOON)).isTrue();
    assertThat(asked).isEqualTo(LongStream.rangeClosed(1, 102).boxed().toList());
    assertThat(waiting(PHONE)).hasSize(102);
  }
}
