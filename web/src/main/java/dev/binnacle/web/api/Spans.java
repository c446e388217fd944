package dev.binnacle.web.api;

import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a form says until when something holds: as a time, or as a length from now. */
final class Spans {
  private static final Pattern LENGTH = Pattern.compile("(?:[0-9]{1,5}[smhd])+");
  private static final Pattern STEP = Pattern.compile("([0-9]{1,5})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_WORDS = 1_000;

  private Spans() {}

  /** Such as {@code 90s}, {@code 2h} or {@code 1d12h}. */
  static Duration length(String field, String text) {
    if (text.length() > 24 || !LENGTH.matcher(text).matches()) {
      throw new InvalidValueException(
          field, "length", field + " must be a length of time such as 30m, 2h or 1d12h, was " + Parameter.abridged(text));
    }
    Duration length = Duration.ZERO;
    for (Matcher step = STEP.matcher(text); step.find();) {
      long count = Long.parseLong(step.group(1));
      length = length.plus(
          switch (step.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    return length;
  }

  static Instant time(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          field, "time", field + " must be a time such as 2026-01-05T10:00:00Z, was " + Parameter.abridged(text));
    }
  }

  /** Without blanks around it; may be empty. */
  static String words(String field, String text) {
    String words = text.strip();
    if (words.length() > LONGEST_WORDS) {
      throw new InvalidValueException(
          field, "length", "%s must have at most %d characters, had %d".formatted(field, LONGEST_WORDS, words.length()));
    }
    return words;
  }

  /**
   * When it ends, of the fields {@code until} and {@code for}; null when neither was given.
   *
   * @throws RefusedException if both were, or if the end is not within a year from now
   */
  static @Nullable Instant endOrNull(Form.Values form, Instant now) {
    Instant until = form.get("until", Instant.class);
    Duration length = form.get("for", Duration.class);
    if (until != null && length != null) {
      throw refused("/for", "either", "until and for say the same: give one of them");
    }
    if (length != null) {
      until = now.plus(length);
    }
    if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(LONGEST)))) {
      throw refused(
          length == null ? "/until" : "/for", "range",
          "it must end after now, %s, and within 366 days, was to end %s".formatted(now, until));
    }
    return until;
  }

  /** As {@link #endOrNull}, of what must have an end. */
  static Instant end(Form.Values form, Instant now) {
    Instant end = endOrNull(form, now);
    if (end == null) {
      throw refused("/for", "required", "for (such as 2h) or until is missing: nothing is silenced for ever");
    }
    return end;
  }

  private static RefusedException refused(String pointer, String rule, String message) {
    return ProblemDocument.invalid(List.of(new Problem(pointer, rule, message))).refused();
  }
}
