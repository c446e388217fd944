package dev.binnacle.server;

import dev.binnacle.model.EventType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How rules and channels write the words and numbers of the model: in any case, with dashes or underscores. */
final class RuleWords {
  private RuleWords() {}

  /** Null when it is none, or not finite. */
  static @Nullable Double number(String text) {
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? number : null;
  }

  /** {@code 0.1}, or {@code 10%}; null below 0 or above 100. */
  static @Nullable Double fraction(String text) {
    boolean percent = text.endsWith("%");
    BigDecimal number = new BigDecimal(percent ? text.substring(0, text.length() - 1).strip() : text);
    double fraction = (percent ? number.movePointLeft(2) : number).doubleValue();
    return fraction >= 0 && fraction <= 100 ? fraction : null;
  }

  static @Nullable EventType event(String text) {
    return EventType.named(text.toLowerCase(Locale.ROOT).replace('-', '_')).filter(EventType::isDurable).orElse(null);
  }

  static <E extends Enum<E>> @Nullable E word(String text, Class<E> type) {
    String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants()).filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  /** Null when the key is left out, and when it is none of the words, which then is a problem. */
  static <E extends Enum<E>> @Nullable E optional(SettingsSection section, String key, Class<E> type) {
    return section.optional(key, all(type), text -> word(text, type));
  }

  static <E extends Enum<E>> E parsed(SettingsSection section, String key, E otherwise, Class<E> type) {
    E found = optional(section, key, type);
    return found == null ? otherwise : found;
  }

  /** As messages list them. */
  static <E extends Enum<E>> String all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.joining(", "));
  }
}
