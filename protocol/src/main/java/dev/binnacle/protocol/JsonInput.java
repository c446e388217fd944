package dev.binnacle.protocol;

import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * The tokenizer as all readers here use it.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class JsonInput {
  /** Deeper than this the batch is refused as a whole; the limit for one event is far lower and refuses only the event. */
  private static final int DEEPEST = 500;

  private final JsonFactory factory;
  private final PropertyNameMatcher fieldNames;

  JsonInput() {
    factory =
        JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // Python writes NaN by itself: taking the token here lets the reader refuse the one event, by name.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    // Texts and numbers are measured by the reader, so that one too long refuses its event and not the batch.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    List<Named> names = Arrays.stream(Field.values()).map(field -> Named.fromString(field.wireName())).toList();
    fieldNames = factory.constructNameMatcher(names, true);
  }

  JsonParser parser(byte[] bytes, int offset, int length) {
    return factory.createParser(bytes, offset, length);
  }

  /** Finds a field by its name; the match is the field's ordinal. */
  PropertyNameMatcher fieldNames() {
    return fieldNames;
  }

  /** {@code base} is where the parser's bytes begin in the body. */
  static MalformedBatchException malformed(JacksonException e, long base) {
    TokenStreamLocation location = e.getLocation();
    long offset = base + (location == null ? 0 : Math.max(0, location.getByteOffset()));
    String rule = e instanceof StreamConstraintsException ? "depth" : "syntax";
    return new MalformedBatchException(rule, offset, "not valid JSON at byte " + offset + ": " + e.getOriginalMessage());
  }
}
