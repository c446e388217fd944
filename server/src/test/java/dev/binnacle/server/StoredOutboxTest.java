package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.Messages;
import dev.binnacle.notify.Outbox;
import dev.binnacle.notify.Parcel;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredOutboxTest {
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");
  private static final ChannelName PHONE = new ChannelName("phone");

  @TempDir
  private Path folder;

  /** A bot that was cut off tells of what was an hour ago: that is no time for which the channel is to blame. */
  @Test
  void whatWasDecidedNowOfAnHourAgoIsKeptWithBothTimes() {
    try (Storage storage = Storage.open(folder, StorageSettings.DEFAULTS, InstantSource.fixed(NOW))) {
      Outbox outbox = new StoredOutbox(storage.outbox());

      outbox.add(Parcel.of("k", PHONE, Messages.test("m", NOW.minus(Duration.ofHours(1)), "ann")));

      Outbox.Entry entry = outbox.waiting(PHONE, 1).getFirst();
      assertThat(entry.decided()).isEqualTo(NOW);
      assertThat(entry.parcel().at()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    }
  }
}
