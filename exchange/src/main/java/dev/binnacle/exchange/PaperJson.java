package dev.binnacle.exchange;

import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How the paper exchange's words travel: records as objects in snake_case, ids as objects of one field, decimals exact. */
final class PaperJson {
  static final JsonMapper MAPPER = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private PaperJson() {}

  static byte[] error(String rule, String message) {
    return MAPPER.writeValueAsBytes(Map.of("rule", rule, "message", message));
  }
}
