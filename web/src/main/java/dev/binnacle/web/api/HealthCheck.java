package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the server and the bots for a person who does not want to wait for the next regular look.
 *
 * <p><b>Threads:</b> thread-safe; returns at once, and completes when everything has been looked at.
 */
public interface HealthCheck {
  CompletionStage<Outcome> check(String operator);

  sealed interface Outcome {
    record Seen(Report report) implements Outcome {}

    /** Another look is on its way, or was only just made. */
    record TooSoon(Duration retryAfter) implements Outcome {}
  }

  /**
   * How everything was.
   *
   * @param health of the server: the worst of its parts
   */
  record Report(Instant at, Health health, List<Part> server, List<Bot> bots) {
    public Report {
      server = List.copyOf(server);
      bots = List.copyOf(bots);
    }
  }

  /**
   * A part of the server.
   *
   * @param responseTime how long it took to look
   * @param message in words for a person
   */
  record Part(String name, Health health, Duration responseTime, String message) {}

  /** @param silence since anything was heard of it; null if nothing ever was */
  record Bot(BotId id, BotStatus status, String reason, @Nullable Duration silence, List<Component> components) {
    public Bot {
      components = List.copyOf(components);
    }
  }

  /** A component of a bot, as the bot told it. {@code age} is how old its word is. */
  record Component(
      ComponentName name, Health health, boolean critical, @Nullable Duration responseTime, @Nullable String message,
      Duration age) {}
}
