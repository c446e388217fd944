package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.RecentMessages;
import dev.binnacle.notify.Routing;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of the end of a silence when the server ends right after it. */
final class SilenceEndedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final ChannelName DESK = new ChannelName("desk");

  @TempDir
  private Path folder;

  private static Fact ended() {
    Silence silence = new Silence(
        new SilenceId("s2"), Map.of("bot", "btc-trend"), NOON.minusSeconds(60), NOON.plusSeconds(60), "ann", "upgrade",
        Silence.Term.UNTIL_RESOLVED);
    return new Fact.SilenceEnded(
        NOON, silence.id(), Silence.Ending.RESOLVED, null, 3, new EndedSilence(silence, List.of(), 0));
  }

  private Storage open() {
    return Storage.open(folder, StorageSettings.DEFAULTS, () -> NOON);
  }

  private static void follow(Storage storage) {
    Routing routing = new Routing(
        List.of(new ChannelSettings.Dashboard(DESK, ChannelPolicy.usual(ZoneOffset.UTC))), null, halt -> Optional.empty(),
        new RecentMessages());
    storage.outbox().follow(entry -> routing.route(entry).stream().map(StoredOutbox::stored).toList());
  }

  private static void record(Storage storage, long index, Fact... facts) throws Exception {
    storage.journal().append(new JournalEntry(index, NOON, List.of(facts)));
    assertThat(storage.journal().awaitDurable(index, PATIENCE)).isTrue();
  }

  private static List<String> waiting(Storage storage, long index) throws Exception {
    assertThat(storage.outbox().sync(index, PATIENCE)).isTrue();
    return storage.outbox().waiting(DESK, 10).stream().map(entry -> entry.parcel().key()).toList();
  }

  @Test
  void isToldOnceThoughTheServerEndsBeforeAndAfterItIsPutIn() throws Exception {
    try (Storage storage = open()) {
      follow(storage);
      record(storage, 1);
      assertThat(waiting(storage, 1)).isEmpty();
    }
    try (Storage storage = open()) {
      record(storage, 2, ended());
    }

    try (Storage storage = open()) {
      follow(storage);
      assertThat(waiting(storage, 2)).containsExactly("silence-s2-ended:desk");
    }
    try (Storage storage = open()) {
      follow(storage);
      record(storage, 3);
      assertThat(waiting(storage, 3)).containsExactly("silence-s2-ended:desk");
    }
  }
}
