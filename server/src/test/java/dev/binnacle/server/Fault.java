package dev.binnacle.server;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that goes wrong with one bot of a {@link TapeWeek}.
 *
 * @param severity from 0, which is hardly to be seen, to 1, which nobody overlooks
 */
record Fault(int bot, Kind kind, Instant begin, double severity) {
  private static final Duration AFTERMATH = Duration.ofMinutes(30);

  /** The kinds of faults that people have, how long one lasts, and by which rules it is found. */
  enum Kind {
    HEARTBEAT_LOST(10, "heartbeat-lost"),
    FEED_SILENT(10, "stale-market-data"),
    SOCKET_DOWN(10, "websocket-down"),
    LATENCY_STEP(30, "websocket-latency"),
    SLIPPAGE_DRIFT(240, "slippage-drift"),
    FEE_DRIFT(240, "fee-drift"),
    MEMORY_LEAK(120, "memory-usage"),
    ERROR_BURST(10, "error-reported"),
    LOSS_SLIDE(90, "daily-loss", "daily-loss-ahead", "drawdown-day", "drawdown-near"),
    RECONNECT_STORM(30, "websocket-reconnects"),
    STUCK_POSITION(180, "exposure"),
    BALANCE_JUMP(30, "balance-falls", "equity-jump"),
    CANCEL_STORM(10, "cancel-storm"),
    REPEATED_ORDER(5, "duplicate-order"),
    REJECTED_ORDERS(60, "order-rejects", "trading-success-rate"),
    SLOW_EXECUTION(60, "trade-execution-time", "execution-latency"),
    COMPONENT_FAILED(15, "component-failed"),
    CLOCK_SKEW(30, "clock-skew"),
    API_ERRORS(30, "api-error-rate"),
    THROTTLED(15, "venue-throttles"),
    EVENTS_LOST(5, "telemetry-gap"),
    LARGE_POSITION(30, "exposure"),
    SLOW_BALANCE(15, "balance-manager-response");

    private final Duration lasts;
    private final String signs;

    Kind(int minutes, String... signs) {
      this.lasts = Duration.ofMinutes(minutes);
      this.signs = " " + String.join(" ", signs) + " ";
    }
  }

  boolean isOn(Instant now) {
    return !now.isBefore(begin) && now.isBefore(end());
  }

  Instant end() {
    return begin.plus(kind.lasts);
  }

  /** Whether an alert of this time may come of it, found or not. */
  boolean explains(Instant at) {
    return !at.isBefore(begin) && at.isBefore(end().plus(AFTERMATH));
  }

  boolean isFoundBy(String rule, Instant at) {
    return explains(at) && kind.signs.contains(" " + rule + " ");
  }

  double between(double least, double most) {
    return least + severity * (most - least);
  }
}
