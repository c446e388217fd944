package dev.binnacle.exchange.xchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what must be there, and says what was not. */
final class Json {
  private Json() {}

  /** An object's fields in their order; none of what is no object. */
  static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object.fields().forEachRemaining(entry -> fields.put(entry.getKey(), entry.getValue()));
    return fields;
  }

  static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw new ExchangeException(Kind.UNREACHABLE, "the venue's answer has no " + field);
    }
    return value.asText();
  }

  static String textOr(JsonNode object, String field, String otherwise) {
    JsonNode value = object.path(field);
    return value.isMissingNode() || value.isNull() ? otherwise : value.asText();
  }

  static BigDecimal decimal(JsonNode object, String field) {
    return decimal(text(object, field), field);
  }

  static BigDecimal decimalOrZero(JsonNode object, String field) {
    return decimal(textOr(object, field, "0"), field);
  }

  /** Null for nothing, and for the zero that both venues write instead. */
  static @Nullable BigDecimal price(JsonNode object, String field) {
    BigDecimal value = decimalOrZero(object, field);
    return value.signum() == 0 ? null : value;
  }

  static BigDecimal decimal(String text, String field) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new ExchangeException(Kind.UNREACHABLE, "the venue's " + field + " is no number: " + text, e);
    }
  }
}
