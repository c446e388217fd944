package dev.binnacle.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** JSON values as cells of a table; what is null or absent is a dash. */
final class Cells {
  private static final String NONE = "-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private Cells() {}

  static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? NONE : node.asString();
  }

  /** An amount with two decimals, as accounts are read. */
  static String amount(JsonNode node) {
    return rounded(node, 2);
  }

  /** A number as exact as it came, without trailing zeros. */
  static String exact(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? NONE : new BigDecimal(node.asString()).stripTrailingZeros().toPlainString();
  }

  static String rounded(JsonNode node, int decimals) {
    return node.isMissingNode() || node.isNull()
        ? NONE
        : new BigDecimal(node.asString()).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** A fraction in percent. */
  static String percent(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? NONE : String.format(Locale.ROOT, "%.2f %%", node.asDouble() * 100);
  }

  static String time(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? NONE
        : TIME.format(Instant.parse(node.asString()).truncatedTo(ChronoUnit.SECONDS));
  }

  /** A time given as seconds since 1970. */
  static String epoch(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? NONE : TIME.format(Instant.ofEpochSecond(node.asLong()));
  }

  static String seconds(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return NONE;
    }
    Duration duration = Duration.ofMillis((long) (node.asDouble() * 1000));
    if (duration.toDays() > 0) {
      return duration.toDays() + "d " + duration.toHoursPart() + "h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + "h " + duration.toMinutesPart() + "m";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + "m " + duration.toSecondsPart() + "s"
        : String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
  }

  /** A time in ms that something took: below a second in milliseconds. */
  static String took(JsonNode node) {
    return node.isNumber() && node.asDouble() < 1000 ? rounded(node, node.asDouble() < 10 ? 1 : 0) + "ms" : millis(node);
  }

  static String millis(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? NONE
        : seconds(ApiClient.JSON.getNodeFactory().numberNode(node.asDouble() / 1000));
  }
}
