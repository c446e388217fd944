package dev.binnacle.storage;

import dev.binnacle.model.AlertState;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.testkit.Orphan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process in a storm: it appends entries as fast as it may, each of which means a parcel for two channels and changes an alert, and
 * sends what waits, until it is killed. It prints where it begins ("p INDEX"), what is durable ("d INDEX") and what it sends ("s KEY REPEAT"),
 * as a receiver would see it; each line ends with an "x", without which it was cut off.
 */
final class RoutingChild {
  static final List<ChannelName> CHANNELS = List.of(AlertFacts.PHONE, AlertFacts.MAIL);
  private static final int MOST_WAITING = 200;

  private RoutingChild() {}

  public static void main(String[] args) throws IOException {
    Orphan.endsWithItsParent();
    Storage storage = Storage.open(Path.of(args[0]), StorageSettings.DEFAULTS, () -> Facts.NOON);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("p " + storage.outbox().health().routedIndex() + " x");
    storage.journal().onDurable(index -> out.println("d " + index + " x"));
    storage.outbox().follow(RoutingChild::route);
    for (ChannelName channel : CHANNELS) {
      Thread.ofPlatform().daemon().start(() -> sendForEver(storage.outbox(), channel, out));
    }
    Thread.ofPlatform().daemon().start(() -> checkpointForEver(storage));
    long index = Math.max(
        storage.journal().lastIndex(), storage.journal().lastCheckpoint().map(Journal.Checkpoint::index).orElse(0L));
    while (true) {
      while (storage.journal().backlog().entries() > MOST_WAITING) {
        LockSupport.parkNanos(50_000);
      }
      index++;
      storage.journal().append(Facts.entry(index, AlertFacts.changed(AlertFacts.alert("a-" + index, AlertState.FIRING, index))));
      LockSupport.parkNanos(100_000);
    }
  }

  static List<Parcel> route(JournalEntry entry) {
    return CHANNELS.stream().map(channel -> AlertFacts.parcel(key(entry.index(), channel), channel)).toList();
  }

  static String key(long index, ChannelName channel) {
    return "n-" + index + ":" + channel;
  }

  private static void sendForEver(Outbox outbox, ChannelName channel, PrintStream out) {
    while (true) {
      List<Outbox.Entry> some = outbox.waiting(channel, 5);
      List<Long> ids = some.stream().map(Outbox.Entry::id).toList();
      outbox.attempting(ids, Facts.NOON);
      some.forEach(entry -> out.println("s " + entry.parcel().key() + " " + entry.possiblyRepeated() + " x"));
      outbox.delivered(ids, Facts.NOON, null);
      if (ids.isEmpty()) {
        LockSupport.parkNanos(200_000);
      }
    }
  }

  private static void checkpointForEver(Storage storage) {
    while (true) {
      LockSupport.parkNanos(20_000_000);
      long index = storage.journal().durableIndex();
      storage.checkpoint(index, Facts.NOON, String.valueOf(index).getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(30));
    }
  }
}
