package dev.binnacle.web.live;

import java.time.Duration;

/**
 * How the open sockets are treated.
 *
 * @param refreshInterval how often at most those get {@code metrics_update} who did not ask for more
 * @param pingInterval two pings without any word from the other end close a socket
 * @param stallLimit a socket that has not taken a frame for so long is cut
 * @param mostBytesInFlight what one socket may have waiting
 * @param mostLive dashboards at once
 * @param mostLinks bots at once
 * @param mostLinkFrameBytes in one frame of a bot
 */
public record LiveSettings(
    Duration refreshInterval,
    Duration pingInterval,
    Duration stallLimit,
    long mostBytesInFlight,
    int mostLive,
    int mostLinks,
    int mostLinkFrameBytes) {
  public static final LiveSettings DEFAULT =
      new LiveSettings(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(10), 1 << 20, 2_000, 2_000, 1 << 20);

  public LiveSettings {
    require(refreshInterval.compareTo(Topic.SHORTEST_INTERVAL) >= 0, "refresh-interval", "at least 50 ms", refreshInterval);
    require(pingInterval.isPositive(), "ping interval", "above 0", pingInterval);
    require(stallLimit.isPositive(), "stall limit", "above 0", stallLimit);
    require(mostBytesInFlight > 0, "bytes in flight", "above 0", mostBytesInFlight);
    require(mostLive > 0, "live sockets", "above 0", mostLive);
    require(mostLinks > 0, "links", "above 0", mostLinks);
    require(mostLinkFrameBytes > 0, "link frame bytes", "above 0", mostLinkFrameBytes);
  }

  private static void require(boolean holds, String name, String rule, Object was) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", was " + was);
    }
  }

  public LiveSettings withRefreshInterval(Duration interval) {
    return new LiveSettings(interval, pingInterval, stallLimit, mostBytesInFlight, mostLive, mostLinks, mostLinkFrameBytes);
  }
}
