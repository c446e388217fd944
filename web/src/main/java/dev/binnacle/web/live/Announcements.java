package dev.binnacle.web.live;

import dev.binnacle.model.Alert;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Event;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltScope;
import dev.binnacle.web.view.Snapshots;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where one hears at once what happens: trades, positions, errors, alerts, changes of status.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public interface Announcements {
  /**
   * Calls {@code listener} with everything that happens from now on, in its order. The listener returns at once and throws nothing.
   *
   * @return ends the calls
   */
  Snapshots.Watch listen(Consumer<Announcement> listener);

  /** Something that people want to see at once. */
  sealed interface Announcement {
    /** Null for what is the fleet's. */
    @Nullable BotId bot();

    /** A bot said this. */
    record Happened(BotId bot, Event event) implements Announcement {}

    record StatusChanged(BotId bot, Instant at, BotStatus from, BotStatus to, String reason) implements Announcement {}

    /** An alert began, changed, was taken care of or ended. The alert is as it is now. */
    record AlertChanged(Instant at, Alert alert) implements Announcement {
      @Override
      public @Nullable BotId bot() {
        return alert.subject().bot();
      }
    }

    /** A halt began, was widened, moved or was released. It is as it is now. */
    record HaltChanged(Instant at, Halt halt) implements Announcement {
      @Override
      public @Nullable BotId bot() {
        return halt.scope() instanceof HaltScope.OfBot of ? of.bot() : null;
      }
    }
  }
}
