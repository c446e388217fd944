package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListenerTest {
  @TempDir
  Path folder;

  @Test
  void aLateListenerIsToldOfThePresentFirstAndOfEveryChangeAfterwards() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.submit(rig.edit("/trigger", 9));
      List<Update<Node.Section>> told = new CopyOnWriteArrayList<>();
      rig.live.onChange(told::add);
      Awaits.until(() -> told.size() == 1);
      rig.live.submit(rig.edit("/trigger", 10));
      Awaits.until(() -> told.size() == 2);

      assertThat(told.get(0).before()).isNull();
      assertThat(told.get(0).after().version()).isEqualTo(2);
      assertThat(told.get(1).changes()).singleElement().satisfies(change -> assertThat(ChangeText.line(change)).isEqualTo("trigger: 9 → 10"));
    }
  }

  @Test
  void whatASlowListenerHasNoTimeForIsLeftOutAndTheDifferenceCoversIt() throws InterruptedException {
    CountDownLatch in = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Update<Node.Section>> told = new CopyOnWriteArrayList<>();
    try (Rig rig = Rig.json(folder)) {
      rig.live.onChange(update -> {
        told.add(update);
        in.countDown();
        await(go);
      });
      assertThat(in.await(30, TimeUnit.SECONDS)).isTrue();
      rig.live.submit(rig.edit("/trigger", 9));
      rig.live.submit(rig.edit("/target", 7));
      rig.live.submit(rig.edit("/trigger", 10));
      int whileBusy = told.size();
      go.countDown();
      Awaits.until(() -> told.size() == 2);

      assertThat(whileBusy).isEqualTo(1);
      assertThat(told.get(1).before()).isNotNull().satisfies(before -> assertThat(before.version()).isEqualTo(1));
      assertThat(told.get(1).after().version()).isEqualTo(4);
      assertThat(told.get(1).changes()).extracting(ChangeText::line).containsExactlyInAnyOrder("trigger: 8 → 10", "target: 5 → 7");
    }
  }

  @Test
  void aListenerThatThrowsIsStaleUntilItTakesAChangeAndItsNextDifferenceCoversWhatItMissed() {
    try (Rig rig = Rig.json(folder)) {
      List<Update<Node.Section>> others = new CopyOnWriteArrayList<>();
      List<Update<Node.Section>> told = new CopyOnWriteArrayList<>();
      rig.live.onChange(update -> {
        if (update.after().version() == 2) {
          throw new IllegalStateException("cannot");
        }
        told.add(update);
      });
      rig.live.onChange(others::add);
      Awaits.until(() -> told.size() == 1 && others.size() == 1);
      rig.live.submit(rig.edit("/trigger", 9));
      Awaits.until(() -> rig.live.health().listeners().size() == 1 && others.size() == 2);
      String reason = rig.live.health().listeners().get(0).reason();
      rig.live.submit(rig.edit("/target", 7));
      Awaits.until(() -> told.size() == 2 && rig.live.health().listeners().isEmpty());

      assertThat(reason).contains("cannot");
      assertThat(rig.live.version()).isEqualTo(3);
      assertThat(told.get(1).changes()).hasSize(2);
    }
  }

  @Test
  void aListenerThatDoesNotComeBackIsReportedAndHoldsNobodyUp() {
    CountDownLatch go = new CountDownLatch(1);
    try (Rig rig = Rig.json(folder, builder -> builder.slowListener(Duration.ofSeconds(5)))) {
      AtomicInteger others = new AtomicInteger();
      rig.live.onChange(update -> await(go));
      rig.live.onChange(update -> others.incrementAndGet());
      Awaits.until(() -> others.get() == 1);
      Awaits.until(() -> {
        rig.pass(Duration.ofSeconds(5));
        return !rig.live.health().listeners().isEmpty();
      });
      rig.live.submit(rig.edit("/trigger", 9));
      Awaits.until(() -> others.get() == 2);

      assertThat(rig.live.health().listeners().get(0).reason()).contains("has not come back");
      go.countDown();
      Awaits.until(() -> rig.live.health().listeners().isEmpty());
    }
  }

  @Test
  void aListenerMayReloadAndSubmitFromInside() {
    try (Rig rig = Rig.json(folder)) {
      AtomicReference<Outcome> inside = new AtomicReference<>();
      rig.live.onChange(update -> {
        if (update.before() != null && update.after().version() == 2) {
          rig.live.reload();
          inside.set(rig.live.submit(rig.edit("/target", 9)));
        }
      });
      rig.live.submit(rig.edit("/trigger", 9));
      Awaits.until(() -> inside.get() != null);

      assertThat(inside.get()).isInstanceOf(Outcome.Accepted.class);
      assertThat(rig.number("target")).isEqualTo(9);
    }
  }

  @Test
  void listenersThatAnswerEachChangeWithAChangeAreStopped() {
    try (Rig rig = Rig.json(folder)) {
      AtomicReference<Outcome> last = new AtomicReference<>();
      rig.live.onChange(update -> {
        if (update.before() != null) {
          last.set(rig.live.submit(rig.edit("/trigger", 1 + (int) (update.after().version() % 50))));
        }
      });
      rig.live.submit(rig.edit("/trigger", 30));
      Awaits.until(() -> last.get() instanceof Outcome.Refused);

      assertThat(last.get()).isInstanceOfSatisfying(Outcome.Refused.class,
          refused -> assertThat(refused.problems().get(0).rule()).isEqualTo("cycle"));
      assertThat(rig.live.version()).isEqualTo(10);
    }
  }

  @Test
  void versionsReachAListenerInOrderHoweverManyThreadsChangeThem() throws InterruptedException {
    try (Rig rig = Rig.json(folder)) {
      List<Long> versions = new CopyOnWriteArrayList<>();
      rig.live.onChange(update -> versions.add(update.after().version()));
      List<Thread> threads = List.of(new Thread(() -> change(rig, 0)), new Thread(() -> change(rig, 25)));
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      long last = rig.live.version();
      Awaits.until(() -> versions.contains(last));

      assertThat(versions).isSorted().doesNotHaveDuplicates();
      assertThat(last).isGreaterThan(10);
    }
  }

  private static void change(Rig rig, int from) {
    for (int i = 1; i <= 20; i++) {
      rig.live.submit(rig.edit("/trigger", from + i));
    }
  }

  @Test
  void aQuietReloadDoesNotCallListenersAndTheNextDifferenceStartsAfterIt() {
    try (Rig rig = Rig.json(folder)) {
      List<Update<Node.Section>> told = new CopyOnWriteArrayList<>();
      rig.live.onChange(told::add);
      Awaits.until(() -> told.size() == 1);
      rig.save(Rig.with("trigger", "9"));
      rig.live.reloadQuietly();
      rig.live.submit(rig.edit("/target", 7));
      Awaits.until(() -> told.size() == 2);

      assertThat(told.get(1).changes()).singleElement().satisfies(change -> assertThat(change.pointer()).isEqualTo("/target"));
    }
  }

  @Test
  void everyRecordAndEveryRefusalIsToldAndTheEventBusHearsOfReloads() {
    EventBus bus = new EventBus();
    List<EventBus.Event> events = new CopyOnWriteArrayList<>();
    bus.subscribe(EventBus.CONFIG_RELOADED, events::add);
    try (Rig rig = Rig.json(folder, builder -> builder.eventBus(bus))) {
      List<HistoryRecord> records = new CopyOnWriteArrayList<>();
      List<Refusal> refusals = new CopyOnWriteArrayList<>();
      rig.live.onRecord(records::add);
      rig.live.onRefused(refusals::add);
      rig.live.submit(rig.edit("/trigger", 99));
      rig.live.submit(rig.edit("/trigger", 9));
      Awaits.until(() -> records.size() == 2 && refusals.size() == 1 && events.size() == 1);

      assertThat(records).extracting(HistoryRecord::kind).containsExactly(HistoryRecord.Kind.REFUSED, HistoryRecord.Kind.ACCEPTED);
      assertThat(events.get(0).fields()).containsKeys("old", "new", "time").containsEntry("version", 2L);
    }
  }

  @Test
  void aClosedSubscriptionIsNotCalledAnyMore() {
    try (Rig rig = Rig.json(folder)) {
      AtomicInteger first = new AtomicInteger();
      AtomicInteger second = new AtomicInteger();
      Subscription subscription = rig.live.onChange(update -> first.incrementAndGet());
      rig.live.onChange(update -> second.incrementAndGet());
      Awaits.until(() -> first.get() == 1 && second.get() == 1);
      subscription.close();
      rig.live.submit(rig.edit("/trigger", 9));
      Awaits.until(() -> second.get() == 2);

      assertThat(first.get()).isEqualTo(1);
    }
  }

  @Test
  void aPartThatHasNotReadTheNewestVersionIsSeenToLag() {
    try (Rig rig = Rig.json(folder)) {
      ConfigConsumer strategy = rig.live.consumer("strategy");
      strategy.seen(1);
      rig.live.submit(rig.edit("/trigger", 9));
      rig.pass(Duration.ofSeconds(7));
      ConfigHealth.ConsumerState late = rig.live.health().consumers().get(0);
      strategy.seen(2);

      assertThat(late.seenVersion()).isEqualTo(1);
      assertThat(late.lag()).isEqualTo(Duration.ofSeconds(7));
      assertThat(rig.live.health().consumers().get(0).lag()).isZero();
    }
  }

  @Test
  void afterTheCloseEveryCallHasAnAnswer() {
    Rig rig = Rig.json(folder);
    rig.close();

    assertThat(rig.live.submit(rig.edit("/trigger", 9))).isInstanceOfSatisfying(Outcome.Refused.class,
        refused -> assertThat(refused.problems().get(0).rule()).isEqualTo("closed"));
    assertThat(rig.number("trigger")).isEqualTo(8);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
