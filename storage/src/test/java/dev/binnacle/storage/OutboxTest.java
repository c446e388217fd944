package dev.binnacle.storage;

import static dev.binnacle.storage.AlertFacts.MAIL;
import static dev.binnacle.storage.AlertFacts.PHONE;
import static dev.binnacle.storage.AlertFacts.parcel;
import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a parcel goes through, and who sees it. */
final class OutboxTest extends OutboxScene {
  @Test
  void givesBackAParcelAsItWasPutIn() throws Exception {
    Parcel whole = parcel("n-1:phone", PHONE, Level.CRITICAL);
    Parcel bare =
        new Parcel("daily:2026-01-05", PHONE, "daily-summary", Level.INFO, null, List.of(), NOON.plusNanos(1), new byte[0]);
    outbox.follow(entry -> List.of(whole, bare));
    record(1);

    List<Outbox.Entry> entries = outbox.waiting(PHONE, 10);

    assertThat(entries).hasSize(2);
    assertThat(entries.get(0).parcel()).usingRecursiveComparison().isEqualTo(whole);
    assertThat(entries.get(1).parcel()).usingRecursiveComparison().isEqualTo(bare);
    assertThat(entries.get(0))
        .usingRecursiveComparison()
        .isEqualTo(new Outbox.Entry(1, whole, entry(1).time(), Outbox.State.WAITING, 0, null, null, null, null, null, false));
  }

  @Test
  void knowsWhenAParcelWasDecidedByThisMachinesClockAndNotABots() throws Exception {
    now = NOON.plusSeconds(77);
    outbox.follow(router);
    record(5);
    outbox.add(parcel("daily", MAIL));
    outbox.later(List.of(first().id()), NOON.plusSeconds(90), "busy", true);

    assertThat(first().decided()).isEqualTo(NOON.plusSeconds(5));
    assertThat(first().parcel().at()).isEqualTo(NOON);
    assertThat(outbox.waiting(MAIL, 1).getFirst().decided()).isEqualTo(now);
  }

  @Test
  void aProbeIsAnsweredOnlyWhileTheFileCanBeWritten() throws Exception {
    assertThat(outbox.probe(Duration.ofMillis(1))).as("nothing follows yet").isFalse();
    outbox.follow(router);
    record(1);
    assertThat(outbox.probe(SOON)).isTrue();

    try (Connection holder = file().openWriter()) {
      Sql.execute(holder, "BEGIN IMMEDIATE");
      assertThat(outbox.probe(Duration.ofMillis(300))).isFalse();
      Sql.execute(holder, "ROLLBACK");
    }

    assertThat(outbox.probe(SOON)).isTrue();
    assertThat(outbox.counts()).as("it leaves nothing").isEqualTo(Map.of(PHONE, Map.of(Outbox.State.WAITING, 1L)));
  }

  @Test
  void keepsTheOrderOfEachChannel() throws Exception {
    outbox.follow(entry -> List.of(parcel(entry.index() + ":phone", PHONE), parcel(entry.index() + ":mail", MAIL)));

    record(3, 5, 9);

    assertThat(waiting(PHONE)).containsExactly("3:phone", "5:phone", "9:phone");
    assertThat(waiting(MAIL)).containsExactly("3:mail", "5:mail", "9:mail");
    assertThat(keys(outbox.waiting(PHONE, 2))).containsExactly("3:phone", "5:phone");
    assertThat(outbox.health().routedIndex()).isEqualTo(9);
  }

  @Test
  void aKeyIsPutInOnceOnly() throws Exception {
    assertThat(outbox.add(parcel("daily:2026-01-05:phone", PHONE))).isTrue();
    assertThat(outbox.add(parcel("daily:2026-01-05:phone", MAIL))).isFalse();
    outbox.delivered(List.of(first().id()), NOON, null);

    assertThat(outbox.add(parcel("daily:2026-01-05:phone", PHONE))).isFalse();
    assertThat(outbox.counts()).isEqualTo(Map.of(PHONE, Map.of(Outbox.State.DELIVERED, 1L)));
  }

  @Test
  void anAttemptGoesThroughItsStates() throws Exception {
    outbox.follow(router);
    record(1);
    List<Long> id = List.of(first().id());

    outbox.attempting(id, NOON.plusSeconds(1));
    assertThat(first().state()).isEqualTo(Outbox.State.ATTEMPTING);
    assertThat(first().attempted()).isEqualTo(NOON.plusSeconds(1));

    outbox.later(id, NOON.plusSeconds(9), "429: retry after 8 s", false);
    assertThat(first().attempts()).isZero();
    assertThat(first().notBefore()).isEqualTo(NOON.plusSeconds(9));
    assertThat(first().why()).isEqualTo("429: retry after 8 s");

    outbox.later(id, NOON.plusSeconds(20), "503", true);
    assertThat(first().attempts()).isEqualTo(1);
    assertThat(first().possiblyRepeated()).isFalse();

    outbox.unknown(id, NOON.plusSeconds(30), "no answer within 10 s");
    assertThat(first().attempts()).isEqualTo(2);
    assertThat(first().possiblyRepeated()).isTrue();

    outbox.attempting(id, NOON.plusSeconds(30));
    outbox.delivered(id, NOON.plusSeconds(31), "message 77");
    Outbox.Entry last = outbox.entry(id.getFirst()).orElseThrow();
    assertThat(last.state()).isEqualTo(Outbox.State.DELIVERED);
    assertThat(last.ended()).isEqualTo(NOON.plusSeconds(31));
    assertThat(last.reference()).isEqualTo("message 77");
    assertThat(last.why()).isNull();
    assertThat(last.possiblyRepeated()).isTrue();
    assertThat(waiting(PHONE)).isEmpty();
  }

  @Test
  void whatIsDeliveredOrDeadDoesNotChangeByALateOutcome() throws Exception {
    outbox.follow(router);
    record(1, 2);
    outbox.delivered(List.of(1L), NOON, "a");
    outbox.dead(List.of(2L), NOON, "chat not found");

    outbox.later(List.of(1L, 2L), NOON, "late", true);
    outbox.attempting(List.of(1L, 2L), NOON);

    assertThat(outbox.entry(1).orElseThrow().state()).isEqualTo(Outbox.State.DELIVERED);
    assertThat(outbox.entry(2).orElseThrow().why()).isEqualTo("chat not found");
  }

  @Test
  void aDeadParcelWaitsAgainInItsPlace() throws Exception {
    outbox.follow(router);
    record(1, 2);
    outbox.later(List.of(1L), NOON, "x", true);
    outbox.dead(List.of(1L), NOON, "chat not found");
    List<ChannelName> told = new CopyOnWriteArrayList<>();
    outbox.onAdded(told::add);

    assertThat(outbox.again(1)).isTrue();
    assertThat(outbox.again(2)).isFalse();
    assertThat(outbox.again(3)).isFalse();

    assertThat(waiting(PHONE)).containsExactly("n-1:phone", "n-2:phone");
    assertThat(first().attempts()).isZero();
    assertThat(first().why()).isNull();
    assertThat(told).containsExactly(PHONE);
  }

  @Test
  void listsTheYoungestFirstByPages() throws Exception {
    outbox.follow(entry -> List.of(parcel("p-" + entry.index(), entry.index() % 2 == 0 ? MAIL : PHONE)));
    record(1, 2, 3, 4, 5, 6, 7);
    outbox.dead(List.of(3L, 4L), NOON, "refused");

    OutboxQuery query = OutboxQuery.newest(2).to(PHONE);
    Page<Outbox.Entry> one = outbox.list(query);
    Page<Outbox.Entry> two = outbox.list(query.after(one.next()));

    assertThat(keys(one.rows())).containsExactly("p-7", "p-5");
    assertThat(keys(two.rows())).containsExactly("p-3", "p-1");
    assertThat(two.next()).isNull();
    assertThat(keys(outbox.list(OutboxQuery.newest(10).in(Outbox.State.DEAD)).rows())).containsExactly("p-4", "p-3");
    assertThat(keys(outbox.list(OutboxQuery.newest(10).in(Outbox.State.DEAD).to(MAIL)).rows())).containsExactly("p-4");
    assertThat(outbox.list(OutboxQuery.newest(10).of(new BotId("beta"))).rows()).isEmpty();
    assertThat(outbox.list(OutboxQuery.newest(10).of(new BotId("alpha"))).rows()).hasSize(7);
    assertThatThrownBy(() -> outbox.list(query.after("bm8"))).isInstanceOf(InvalidCursorException.class);
    assertThat(outbox.counts())
        .isEqualTo(
            Map.of(
                PHONE, Map.of(Outbox.State.WAITING, 3L, Outbox.State.DEAD, 1L),
                MAIL, Map.of(Outbox.State.WAITING, 2L, Outbox.State.DEAD, 1L)));
  }

  @Test
  void tellsListenersAfterTheParcelCanBeTaken() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    outbox.onAdded(
        channel -> {
          throw new IllegalStateException("a listener that fails");
        });
    outbox.onAdded(channel -> seen.addAll(waiting(channel)));
    outbox.follow(router);

    record(1);

    await().atMost(SOON).until(() -> seen.equals(List.of("n-1:phone")));
  }

  @Test
  void anEntryOnWhichTheRouterFailsIsKeptAndHoldsUpNobody() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    outbox.follow(
        entry -> {
          if (entry.index() == 2) {
            asked.incrementAndGet();
            throw new IllegalArgumentException("no such template");
          }
          return router.route(entry);
        });

    record(1, 2, 3);

    assertThat(waiting(PHONE)).containsExactly("n-1:phone", "n-3:phone");
    assertThat(asked).hasValue(3);
    assertThat(outbox.unrouted(10))
        .containsExactly(new Outbox.Unrouted(2, NOON.plusSeconds(2), "java.lang.IllegalArgumentException: no such template"));
    assertThat(outbox.health().unrouted()).isEqualTo(1);
    assertThat(outbox.health().failing()).isFalse();
    outbox.close(SOON);
    open(3, BOOT);
    assertThat(outbox.health().unrouted()).isEqualTo(1);
  }

  @Test
  void aRouterThatFailsOnceIsAskedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    outbox.follow(
        entry -> {
          if (asked.getAndIncrement() == 0) {
            throw new IllegalStateException("not yet");
          }
          return router.route(entry);
        });

    record(1);

    assertThat(waiting(PHONE)).containsExactly("n-1:phone");
    assertThat(outbox.unrouted(10)).isEmpty();
  }

  @Test
  void givesUpTheOldestOfTheLowestLevelWhenTooManyWait() throws Exception {
    List<Parcel> many = new ArrayList<>();
    for (int i = 0; i < Outbox.MOST_WAITING; i++) {
      many.add(parcel("many-" + i, PHONE, i % 2 == 0 ? Level.CRITICAL : Level.INFO));
    }
    outbox.follow(entry -> entry.index() == 1 ? many : entry.index() == 2 ? first500() : List.of());

    record(1, 2);

    assertThat(outbox.counts().get(PHONE))
        .isEqualTo(Map.of(Outbox.State.WAITING, (long) Outbox.MOST_WAITING, Outbox.State.DEAD, 500L));
    assertThat(outbox.health().overflowed()).isEqualTo(500);
    List<Outbox.Entry> dead = outbox.list(OutboxQuery.newest(1_000).in(Outbox.State.DEAD)).rows();
    assertThat(dead).allMatch(entry -> entry.parcel().level() == Level.INFO).allMatch(entry -> entry.id() <= 1_000)
        .allMatch(entry -> String.valueOf(entry.why()).contains("20000 messages waited"));
  }

  private static List<Parcel> first500() {
    List<Parcel> more = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      more.add(parcel("more-" + i, PHONE, Level.WARNING));
    }
    return more;
  }

  @Test
  void workersOfManyChannelsAndAddersGetInNobodysWay() throws Exception {
    int channels = 4;
    int entries = 200;
    outbox.follow(
        entry -> {
          List<Parcel> parcels = new ArrayList<>();
          for (int c = 0; c < channels; c++) {
            parcels.add(parcel(entry.index() + ":c" + c, new ChannelName("c" + c)));
          }
          return parcels;
        });
    Map<String, Integer> sent = new ConcurrentHashMap<>();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> workers = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      ChannelName channel = new ChannelName("c" + c);
      workers.add(worker(() -> work(channel, entries + 50, sent), failures));
      workers.add(worker(() -> {
        for (int i = 0; i < 50; i++) {
          outbox.add(parcel("added-" + i + ":" + channel, channel));
        }
      }, failures));
    }
    for (long i = 1; i <= entries; i++) {
      JournalEntry entry = entry(i);
      journal.add(entry);
      outbox.record(entry);
    }
    for (Thread worker : workers) {
      assertThat(worker.join(SOON.multipliedBy(3))).isTrue();
    }

    assertThat(failures).isEmpty();
    assertThat(sent).hasSize(channels * (entries + 50)).allSatisfy((key, times) -> assertThat(times).isEqualTo(1));
    assertThat(outbox.counts().values()).allSatisfy(
        counts -> assertThat(counts).isEqualTo(Map.of(Outbox.State.DELIVERED, entries + 50L)));
  }

  private static Thread worker(Runnable work, List<Throwable> failures) {
    return Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> failures.add(e)).start(work);
  }

  private void work(ChannelName channel, int until, Map<String, Integer> sent) {
    Set<Long> done = new HashSet<>();
    while (done.size() < until) {
      for (Outbox.Entry entry : outbox.waiting(channel, 20)) {
        outbox.attempting(List.of(entry.id()), NOON);
        sent.merge(entry.parcel().key(), 1, Integer::sum);
        outbox.delivered(List.of(entry.id()), NOON, null);
        done.add(entry.id());
      }
    }
  }

  @Test
  void answersFromIndexesWithoutSorting() throws Exception {
    for (String condition : List.of("channel = 'a'", "state = 3", "channel = 'a' AND state = 2",
        "bot = 'b'", "1")) {
      assertThat(plan("SELECT id, body FROM parcel WHERE " + condition + " ORDER BY id DESC LIMIT 5")).as(condition)
          .noneMatch(line -> line.contains("TEMP B-TREE"));
    }
    assertThat(plan(OutboxReader.LINE)).containsExactly("SEARCH parcel USING INDEX parcel_line (channel=?)");
    assertThat(plan(OutboxReader.PRESSING)).containsExactly("SEARCH parcel USING INDEX parcel_pressing (channel=?)");
    assertThat(plan("SELECT channel, state, count(*) FROM parcel GROUP BY channel, state"))
        .containsExactly("SCAN parcel USING COVERING INDEX parcel_channel_state");
  }

  private List<String> plan(String sql) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Connection connection = file().openReader();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      while (row.next()) {
        lines.add(row.getString("detail"));
      }
    }
    return lines;
  }
}
