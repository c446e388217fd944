package dev.binnacle.notify;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of a call. */
sealed interface HttpAnswer {
  /**
   * The service answered.
   *
   * @param headers by their names in lower case, the first value of each
   * @param body at most {@link HttpReply#LARGEST_BODY} bytes of it, as UTF-8
   */
  record Answered(int status, Map<String, String> headers, String body) implements HttpAnswer {
    public Answered {
      headers = Map.copyOf(headers);
    }

    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** How long the service asks to be left alone, by {@code Retry-After} in seconds, with a fraction or without, or as a date. */
    public Optional<Duration> retryAfter(Instant now) {
      return header("retry-after").flatMap(text -> retryAfter(text.strip(), now));
    }

    private static Optional<Duration> retryAfter(String text, Instant now) {
      try {
        if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
          return Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1_000)));
        }
        Instant when = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        return Optional.of(when.isAfter(now) ? Duration.between(now, when) : Duration.ZERO);
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }

  /** The call surely did not reach the service. */
  record NotSent(String why) implements HttpAnswer {}

  /** The service may have taken the call; no whole answer came. */
  record Unclear(String why) implements HttpAnswer {}

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
