package dev.binnacle.notify.http;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;

/** What is known after a request. */
public sealed interface Answer {
  /**
   * The service has answered.
   *
   * @param body at most {@link Http#LARGEST_ANSWER} bytes of it
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one reader
  record Given(int status, HttpHeaders headers, byte[] body) implements Answer {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** A header that is a number, such as {@code Retry-After} in seconds. A date is none. */
    public OptionalDouble number(String header) {
      try {
        return headers.firstValue(header).map(text -> OptionalDouble.of(Double.parseDouble(text.trim())))
            .orElse(OptionalDouble.empty());
      } catch (NumberFormatException e) {
        return OptionalDouble.empty();
      }
    }

    public boolean isGood() {
      return status >= 200 && status < 300;
    }
  }

  /** No connection came about: the request surely did not arrive. */
  record Unreachable(String why) implements Answer {}

  /** The connection broke, or no answer came in time: the request may have arrived. */
  record Unsure(String why) implements Answer {}

  /** Seconds, such as services tell them, at least a millisecond and at most {@code most}. */
  static Duration seconds(double seconds, Duration most) {
    if (!(seconds > 0)) {
      return Duration.ofMillis(1);
    }
    double bounded = Math.min(seconds, most.toMillis() / 1_000.0);
    return Duration.ofMillis(Math.max(1, (long) Math.ceil(bounded * 1_000)));
  }
}
