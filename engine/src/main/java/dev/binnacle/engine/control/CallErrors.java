package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.Present;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many of a bot's calls to venues fail, in stretches that do not overlap, so that one burst of failures is one sample. */
final class CallErrors {
  static final Duration SHORTEST = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofMinutes(10);
  static final long FEWEST_CALLS = 20;
  /** One call fails now and then, with every venue: it is no rate. */
  private static final long ODD_FAILURE = 1;

  private @Nullable Instant since;
  private long calls;
  private long errors;

  /** The percentage that failed of the calls of a stretch that ends now; null while it goes on. */
  @Nullable Double look(Present.Calls now, Instant at) {
    Instant begin = since;
    boolean anew = begin == null || now.calls() < calls || now.errors() < errors;
    if (begin == null || anew) {
      begin(now, at);
      return null;
    }
    long made = now.calls() - calls;
    long failed = now.errors() - errors;
    Duration length = Duration.between(begin, at);
    if (made < FEWEST_CALLS || length.compareTo(SHORTEST) < 0) {
      if (length.compareTo(LONGEST) > 0) {
        begin(now, at);
      }
      return null;
    }
    begin(now, at);
    return failed <= ODD_FAILURE ? 0 : 100.0 * failed / made;
  }

  private void begin(Present.Calls now, Instant at) {
    since = at;
    calls = now.calls();
    errors = now.errors();
  }
}
