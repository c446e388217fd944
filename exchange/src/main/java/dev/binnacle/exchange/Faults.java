package dev.binnacle.exchange;

/**
 * What goes wrong at the venue on purpose.
 *
 * @param latencyMillis how long every answer is held back, 0 to 60,000
 * @param rejectRate share of new orders refused, 0 to 1
 * @param throttleRate share of all calls answered 429, 0 to 1
 * @param disconnectRate share of all calls broken off without an answer, 0 to 1; orders among them have been taken
 * @param lyingCancels whether a cancel answers that it was done and does nothing
 * @param fillingCancels whether an order fills just before a cancel reaches it: wholly if its number is odd, else by half
 * @param downMillis how long, from the first call that meets it, nobody answers, 0 to 3,600,000
 * @param lossRate share of new orders that are answered as taken and then lost, 0 to 1
 * @param hiddenRate share of open orders that each listing leaves out, 0 to 1
 */
public record Faults(
    int latencyMillis, double rejectRate, double throttleRate, double disconnectRate, boolean lyingCancels,
    boolean fillingCancels,
    int downMillis, double lossRate, double hiddenRate) {
  public static final Faults NONE = new Faults(0, 0, 0, 0, false);

  public Faults {
    if (latencyMillis < 0 || latencyMillis > 60_000) {
      throw new IllegalArgumentException("latency_millis must be 0 to 60000, was " + latencyMillis);
    }
    if (downMillis < 0 || downMillis > 3_600_000) {
      throw new IllegalArgumentException("down_millis must be 0 to 3600000, was " + downMillis);
    }
    share("reject_rate", rejectRate);
    share("throttle_rate", throttleRate);
    share("disconnect_rate", disconnectRate);
    share("loss_rate", lossRate);
    share("hidden_rate", hiddenRate);
  }

  public Faults(int latencyMillis, double rejectRate, double throttleRate, double disconnectRate, boolean lyingCancels) {
    this(latencyMillis, rejectRate, throttleRate, disconnectRate, lyingCancels, false, 0, 0, 0);
  }

  public static Faults latency(int millis) {
    return new Faults(millis, 0, 0, 0, false);
  }

  public static Faults rejecting(double rate) {
    return new Faults(0, rate, 0, 0, false);
  }

  public static Faults throttling(double rate) {
    return new Faults(0, 0, rate, 0, false);
  }

  public static Faults disconnecting(double rate) {
    return new Faults(0, 0, 0, rate, false);
  }

  public static Faults lying() {
    return new Faults(0, 0, 0, 0, true);
  }

  public static Faults fillingOnCancel() {
    return new Faults(0, 0, 0, 0, false, true, 0, 0, 0);
  }

  public static Faults down(int millis) {
    return new Faults(0, 0, 0, 0, false, false, millis, 0, 0);
  }

  public static Faults losing(double rate) {
    return new Faults(0, 0, 0, 0, false, false, 0, rate, 0);
  }

  public static Faults hiding(double rate) {
    return new Faults(0, 0, 0, 0, false, false, 0, 0, rate);
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be 0 to 1, was " + value);
    }
  }
}
