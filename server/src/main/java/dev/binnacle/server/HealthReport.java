package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server and the bots were at one time.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param health of the server: the worst of its parts. Bots that are ill make no server ill
 */
public record HealthReport(Instant at, Health health, List<Part> server, List<Bot> bots) {
  public HealthReport {
    server = List.copyOf(server);
    bots = List.copyOf(bots);
  }

  /**
   * A part of the server.
   *
   * @param responseTime how long it took to look
   * @param message in words for a person
   * @param readings what rules about the server judge
   */
  public record Part(String name, Health health, Duration responseTime, String message, List<Sample> readings) {
    public Part {
      readings = List.copyOf(readings);
    }
  }

  /** @param silence since anything was heard of it; null if nothing ever was */
  public record Bot(BotId id, BotStatus status, String reason, @Nullable Duration silence, List<Component> components) {
    public Bot {
      components = List.copyOf(components);
    }
  }

  /** A component of a bot, as the bot told it. {@code age} is how old its word is. */
  public record Component(
      ComponentName name, Health health, boolean critical, @Nullable Duration responseTime, @Nullable String message,
      Duration age) {}
}
