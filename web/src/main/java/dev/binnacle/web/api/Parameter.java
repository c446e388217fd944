package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.RuleName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parameter of a query: how it is read, and what the OpenAPI document says of it.
 *
 * @param read throws {@link InvalidValueException} for what it does not take
 * @param fallback what holds when it is left out
 */
record Parameter<T>(
    String name, String note, ObjectNode schema, Function<String, T> read, @Nullable T fallback, boolean required) {
  static final int LARGEST_PAGE = 500;
  private static final int LONGEST_CURSOR = 256;
  static final int LONGEST_REASON = 1_000;
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,15}");
  private static final Pattern ASCII_NUMBER = Pattern.compile("[0-9]{1,10}");

  static final Parameter<BotId> BOT =
      optional("bot", "One bot; without it the fleet", type("string"), BotId::new);
  static final Parameter<BotId> OF_BOT = optional("bot", "Only of this bot", type("string"), BotId::new);
  static final Parameter<RuleName> RULE = optional("rule", "Only of this rule", type("string"), RuleName::new);
  static final Parameter<ChannelName> CHANNEL = optional("channel", "Only of this channel", type("string"), ChannelName::new);
  static final Parameter<MetricName> METRIC =
      new Parameter<>("metric", "Which metric", type("string"), MetricName::new, null, true);
  static final Parameter<Instant> FROM =
      time("from", "The first time that is in, ISO-8601 or epoch seconds; a day before `to` if left out");
  static final Parameter<Instant> SINCE = time("from", "The first time that is in, ISO-8601 or epoch seconds");
  static final Parameter<Instant> TO = time("to", "The first time that is out; now if left out");
  static final Parameter<Integer> POINTS = count("points", "The most points in the answer", 2, 2_000, 2_000);
  static final Parameter<Integer> DAYS = count("days", "How many days back", 1, 3_660, 30);
  static final Parameter<Integer> LIMIT = count("limit", "Rows on a page", 1, LARGEST_PAGE, 50);
  static final Parameter<Boolean> LIVE =
      new Parameter<>(
          "live", "false for what an earlier run spooled: it tells nothing of the present", type("boolean").put("default", true),
          text -> readFlag("live", text), true, false);
  static final Parameter<Boolean> DRY_RUN =
      new Parameter<>(
          "dry_run", "true to be told what would happen, and have nothing happen", type("boolean").put("default", false),
          text -> readFlag("dry_run", text), false, false);
  static final Parameter<String> REASON = optional("reason", "Why, for the history", type("string"), Parameter::reason);
  static final Parameter<Long> AFTER =
      optional("after", "Answer when there is a version above this one", type("integer").put("minimum", 0),
          text -> readVersion("after", text));
  static final Parameter<Integer> WAIT =
      count("wait", "For how many seconds at most, with `after`; then 204", 1, 30, 30);
  static final Parameter<InstanceId> INSTANCE =
      optional("instance", "The instance that asks: it is given what it is to try out", type("string"), InstanceId::new);
  static final Parameter<String> HASH =
      optional("hash", "The hash that it was answered last: answer when there is another content for it", type("string"),
          ConfigRoutes::hash);
  static final Parameter<Long> FROM_VERSION = version("from");
  static final Parameter<Long> TO_VERSION = version("to");
  static final Parameter<String> CURSOR = optional("cursor", "`next` of the page before", type("string"), Parameter::cursor);

  private static <T> Parameter<T> optional(String name, String note, ObjectNode schema, Function<String, T> read) {
    return new Parameter<>(name, note, schema, read, null, false);
  }

  private static Parameter<Instant> time(String name, String note) {
    return optional(name, note, type("string").put("format", "date-time"), text -> readTime(name, text));
  }

  static Parameter<Integer> count(String name, String note, int least, int most, int fallback) {
    ObjectNode schema = type("integer").put("minimum", least).put("maximum", most).put("default", fallback);
    return new Parameter<>(name, note, schema, text -> readCount(name, text, least, most), fallback, false);
  }

  /** One of the words of an enumeration, in lower case; none when left out. */
  static <E extends Enum<E>> Parameter<E> optionalWord(String name, String note, Class<E> words) {
    Parameter<E> first = word(name, note, words);
    ObjectNode schema = first.schema().deepCopy();
    schema.remove("default");
    return new Parameter<>(name, note, schema, first.read(), null, false);
  }

  /** One of the words of an enumeration, in lower case; the first one when left out. */
  static <E extends Enum<E>> Parameter<E> word(String name, String note, Class<E> words) {
    E[] all = words.getEnumConstants();
    ObjectNode schema = type("string").put("default", lower(all[0]));
    var allowed = schema.putArray("enum");
    for (E word : all) {
      allowed.add(lower(word));
    }
    return new Parameter<>(name, note, schema, text -> readWord(name, text, all), all[0], false);
  }

  private static Parameter<Long> version(String name) {
    return new Parameter<>(
        name, "A version's number", type("integer").put("minimum", 1), text -> readVersion(name, text), null, true);
  }

  static Long readVersion(String name, String text) {
    if (!VERSION.matcher(text).matches()) {
      throw new InvalidValueException(name, "range", name + " must be a version's number, such as 7, was " + abridged(text));
    }
    return Long.parseLong(text);
  }

  private static String reason(String text) {
    if (text.length() > LONGEST_REASON) {
      throw new InvalidValueException(
          "reason", "length", "reason must have at most " + LONGEST_REASON + " characters, had " + text.length());
    }
    return text;
  }

  private static Boolean readFlag(String name, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidValueException(name, "flag", name + " must be true or false, was " + abridged(text));
    };
  }

  private static Instant readTime(String name, String text) {
    try {
      boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
      return isNumber ? Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1_000)) : Instant.parse(text);
    } catch (DateTimeException | NumberFormatException e) {
      throw new InvalidValueException(
          name, "time", name + " must be a time such as 2026-01-05T10:00:00Z or seconds since 1970, was " + abridged(text));
    }
  }

  private static int readCount(String name, String text, int least, int most) {
    try {
      int count = ASCII_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
      if (count >= least && count <= most) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Said below, with the bounds.
    }
    throw new InvalidValueException(
        name, "range", "%s must be a whole number from %d to %d, was %s".formatted(name, least, most, abridged(text)));
  }

  private static <E extends Enum<E>> E readWord(String name, String text, E[] all) {
    for (E word : all) {
      if (lower(word).equals(text)) {
        return word;
      }
    }
    StringBuilder words = new StringBuilder();
    for (E word : all) {
      words.append(words.isEmpty() ? "" : ", ").append(lower(word));
    }
    throw new InvalidValueException(name, "word", "%s must be one of %s, was %s".formatted(name, words, abridged(text)));
  }

  private static String cursor(String text) {
    if (text.isEmpty() || text.length() > LONGEST_CURSOR || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidValueException("cursor", "cursor", "cursor must be the `next` of a page of this list, unchanged");
    }
    return text;
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  static String abridged(String text) {
    return text.length() <= 40 ? "\"" + text + "\"" : "\"" + text.substring(0, 40) + "…\"";
  }

  private static ObjectNode type(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
