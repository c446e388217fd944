package dev.binnacle.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the builder has gathered. */
record Setup<C>(
    Path file, @Nullable Path stateDirectory, Schema schema, Binding<C> binding, List<Check<C>> checks, List<Veto<C>> vetoes,
    @Nullable ApplyGate gate, Limits limits, @Nullable Path root, boolean watching, boolean monitoringLog, @Nullable EventBus bus,
    List<Consumer<Refusal>> failing, Seams seams) {

  /**
   * Times and sizes.
   *
   * @param quiet how long a file must rest before it is taken
   * @param poll how often the file is looked at without an event
   * @param vetoDeadline for all vetoes of one candidate together
   * @param slowListener after which time a listener is reported
   * @param pendingFor how long a version may wait for its moment
   * @param gatePoll how often the gate is asked again
   * @param retention how many records of history are kept
   * @param failingAfter how many refused saves running are an alarm
   */
  record Limits(
      Duration quiet, Duration poll, Duration vetoDeadline, Duration slowListener, Duration pendingFor, Duration gatePoll,
      int maxBytes,
      int retention, int failingAfter, boolean stopWhenFailing) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(10),
            Duration.ofHours(24), Duration.ofSeconds(1), 1 << 20, 10_000, 3, false);
  }

  /** What a test may put in the place of the system: null leaves it. */
  record Seams(Ticker ticker, Steps steps, @Nullable FileSource files, @Nullable EventSource events) {
    static final Seams SYSTEM = new Seams(Ticker.SYSTEM, Steps.UNOBSERVED, null, null);
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  /** What is wrong when there are no bytes to examine. */
  Problem problem(Reading reading) {
    if (reading instanceof Reading.Missing) {
      return problem("file-missing", "there is no file " + file, "create it");
    }
    if (reading instanceof Reading.Unreadable unreadable) {
      return problem("file-unreadable", unreadable.reason(), "");
    }
    if (reading instanceof Reading.TooBig big) {
      return problem("too-big", "the file has " + big.stamp().size() + " bytes, more than " + limits.maxBytes(), "");
    }
    return problem("file-moving", "the file does not come to rest", "stop what is writing it");
  }

  private Problem problem(String rule, String message, String remedy) {
    return new Problem(name(), null, "", rule, message, remedy);
  }
}
