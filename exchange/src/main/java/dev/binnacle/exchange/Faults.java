package dev.binnacle.exchange;

/**
 * What goes wrong at the venue on purpose.
 *
 * @param latencyMillis how long every answer is held back, 0 to 60,000
 * @param rejectRate share of new orders refused, 0 to 1
 * @param throttleRate share of all calls answered 429, 0 to 1
 * @param disconnectRate share of all calls broken off without an answer, 0 to 1; orders among them have been taken
 * @param lyingCancels whether a cancel answers that it was done and does nothing
 */
public record Faults(int latencyMillis, double rejectRate, double throttleRate, double disconnectRate, boolean lyingCancels) {
  public static final Faults NONE = new Faults(0, 0, 0, 0, false);

  public Faults {
    if (latencyMillis < 0 || latencyMillis > 60_000) {
      throw new IllegalArgumentException("latency_millis must be 0 to 60000, was " + latencyMillis);
    }
    share("reject_rate", rejectRate);
    share("throttle_rate", throttleRate);
    share("disconnect_rate", disconnectRate);
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be 0 to 1, was " + value);
    }
  }
}
