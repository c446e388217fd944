package dev.binnacle.protocol;

import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
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

  /** Part of the tokenizer's messages: it takes these words only so that the reader can refuse them. */
  private static final String NON_NUMERIC = " (or 'NaN'/'+INF'/'-INF')";

  private final JsonFactory factory;
  private final PropertyNameMatcher fieldNames;

  JsonInput() {
    factory = factory();
    List<Named> names = Arrays.stream(Field.values()).map(field -> Named.fromString(field.wireName())).toList();
    fieldNames = factory.constructNameMatcher(names, true);
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
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
  }

  /** A tokenizer of a whole body or frame. */
  JsonParser parser(byte[] bytes, int offset, int length) {
    return parser(factory, bytes, offset, length);
  }

  private static JsonParser parser(JsonFactory factory, byte[] bytes, int offset, int length) {
    return factory.createParser(ObjectReadContext.empty(), bytes, offset, length);
  }

  /** Finds a field by its name; the match is the field's {@link Field#index}. */
  PropertyNameMatcher fieldNames() {
    return fieldNames;
  }

  /**
   * Tokenizers of the many small pieces of one body. A factory remembers up to 6,000 names, and a tokenizer that meets a new one
   * copies them all: 65 to 135 microseconds for a piece, where a sender invents a name in each. A factory that is often renewed
   * has few to copy.
   *
   * <p><b>Threads:</b> one thread at a time.
   */
  static final class Pieces {
    private static final int RENEWED_AFTER = 32;

    private JsonFactory factory = factory();
    private int used;

    JsonParser parser(byte[] bytes, int offset, int length) {
      if (++used > RENEWED_AFTER) {
        factory = factory();
        used = 1;
      }
      return JsonInput.parser(factory, bytes, offset, length);
    }
  }

  static MalformedBatchException malformed(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return new MalformedBatchException("depth", 0,
          "the JSON is nested more than " + DEEPEST + " deep: send events, not documents");
    }
    TokenStreamLocation location = e.getLocation();
    long offset = location == null ? 0 : Math.max(0, location.getByteOffset());
    String reason = e.getOriginalMessage().replace(NON_NUMERIC, "");
    return new MalformedBatchException("syntax", offset, "not valid JSON at byte " + offset + ": " + reason);
  }
}
