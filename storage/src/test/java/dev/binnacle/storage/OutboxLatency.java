package dev.binnacle.storage;

import dev.binnacle.model.AlertState;
import dev.binnacle.model.Fact;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Prints how long it takes from the commit of an entry to the moment in which its channel's worker has the parcel: one alert at a time
 * while so many other events a second go by, and storms of 200 alerts in one entry. Arguments: a directory, events a second.
 */
final class OutboxLatency {
  private static final int ALERTS = 1_000;
  private static final int STORM = 200;

  private OutboxLatency() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    long everyNanos = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(args[1]);
    try (Storage storage = Storage.open(Path.of(args[0]), StorageSettings.DEFAULTS)) {
      ConcurrentHashMap<Long, Long> durableAt = new ConcurrentHashMap<>();
      long[] last = {0};
      storage.journal().onDurable(
          index -> {
            long now = System.nanoTime();
            for (long i = last[0] + 1; i <= index; i++) {
              durableAt.put(i, now);
            }
            last[0] = index;
          });
      Outbox outbox = storage.outbox();
      Semaphore added = new Semaphore(0);
      List<Long> nanos = new ArrayList<>();
      outbox.onAdded(channel -> added.release());
      outbox.follow(
          entry -> entry.facts().stream().anyMatch(Fact.OfAlerts.class::isInstance)
              ? List.of(AlertFacts.parcel("n-" + entry.index(), AlertFacts.PHONE))
              : List.of());
      long index = 0;
      for (int round = 0; round < ALERTS; round++) {
        for (int i = 0; i < 20; i++) {
          pause(everyNanos);
          storage.journal().append(Facts.entry(++index));
        }
        boolean isStorm = round % 100 == 99;
        storage.journal().append(Facts.entry(++index, isStorm ? storm(index) : one(index)));
        added.acquire();
        List<Outbox.Entry> waiting = outbox.waiting(AlertFacts.PHONE, 10);
        long took = System.nanoTime() - durableAt.getOrDefault(index, System.nanoTime());
        if (isStorm) {
          System.out.printf("storm of %d: %.2f ms%n", STORM, took / 1e6);
        } else {
          nanos.add(took);
        }
        outbox.delivered(waiting.stream().map(Outbox.Entry::id).toList(), Facts.NOON, null);
      }
      nanos.sort(null);
      System.out.printf(
          "%d alerts: p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
          nanos.size(), nanos.get(nanos.size() / 2) / 1e6, nanos.get(nanos.size() * 99 / 100) / 1e6, nanos.getLast() / 1e6);
      storage.outbox().sync(index, Duration.ofSeconds(10));
    }
  }

  private static void pause(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  private static Fact[] one(long index) {
    return new Fact[] {AlertFacts.changed(AlertFacts.alert("a-" + index, AlertState.FIRING, index))};
  }

  private static Fact[] storm(long index) {
    Fact[] facts = new Fact[STORM];
    Arrays.setAll(facts, i -> AlertFacts.changed(AlertFacts.alert("a-" + index + "-" + i, AlertState.FIRING, index)));
    return facts;
  }
}
