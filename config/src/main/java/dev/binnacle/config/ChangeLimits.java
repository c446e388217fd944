package dev.binnacle.config;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How far a number may move at once. */
final class ChangeLimits {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private ChangeLimits() {}

  static Optional<Problem> check(Document after, Shape place, Change change, boolean isSecret) {
    JsonNode rule = place.value("x-max-change");
    BigDecimal from = amount(place, change.before());
    BigDecimal to = amount(place, change.after());
    if (rule == null || from == null || to == null) {
      return Optional.empty();
    }
    String said = rule.asString();
    BigDecimal most = said.endsWith("%") ? percentage(said).multiply(from.abs()).divide(HUNDRED) : new BigDecimal(said);
    if (to.subtract(from).abs().compareTo(most) <= 0) {
      return Optional.empty();
    }
    BigDecimal nearest = to.compareTo(from) > 0 ? from.add(most) : from.subtract(most);
    String message = "may change by at most " + said + " at once"
        + (isSecret
            ? ""
            : ", from " + plain(from) + " to between " + plain(from.subtract(most)) + " and " + plain(from.add(most))
                + "; was " + plain(to));
    String remedy = most.signum() == 0
        ? "a percentage of 0 is 0: restart with the new value, or give x-max-change as an amount"
        : "change it in steps" + (isSecret ? "" : ", first to " + plain(nearest));
    return Optional
        .of(new Problem(after.file(), after.positionOf(change.pointer()), change.pointer(), "max-change", message, remedy));
  }

  /** Null when the rule is neither a percentage nor an amount, or negative. */
  static @Nullable BigDecimal limit(JsonNode rule) {
    try {
      BigDecimal limit = rule.isString() && rule.asString().endsWith("%")
          ? percentage(rule.asString())
          : rule.isNumber() ? rule.decimalValue() : null;
      return limit == null || limit.signum() < 0 ? null : limit;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static BigDecimal percentage(String text) {
    return new BigDecimal(text.substring(0, text.length() - 1).strip());
  }

  /** The value as a number: seconds of a duration, 1 and 0 of true and false; null when it is none. */
  static @Nullable BigDecimal amount(@Nullable Shape place, @Nullable Node node) {
    if (node instanceof Node.Numeral numeral) {
      return numeral.number();
    }
    if (node instanceof Node.Flag flag) {
      return flag.flag() ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (place != null && place.isDuration && node instanceof Node.Text text) {
      var duration = DurationText.parse(text.text());
      return duration == null ? null : DurationText.seconds(duration);
    }
    return null;
  }

  static String plain(BigDecimal number) {
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return Math.abs((long) stripped.scale()) > 30 ? stripped.toString() : stripped.toPlainString();
  }
}
