package dev.binnacle.protocol;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The reading of one batch. */
final class BatchDecoder {
  private final Limits limits;
  private final JsonInput input;
  private final byte[] bytes;
  private final @Nullable InstanceId defaultInstance;
  private final EventDecoder decoder;
  private final EventWriter hasher = new EventWriter(new OutputBuffer(512));
  private final List<Arrival> arrivals = new ArrayList<>();
  private JsonInput.@Nullable Pieces pieces;

  BatchDecoder(Limits limits, JsonInput input, byte[] bytes, @Nullable InstanceId defaultInstance) {
    this.limits = limits;
    this.input = input;
    this.bytes = bytes;
    this.defaultInstance = defaultInstance;
    this.decoder = new EventDecoder(limits, input.fieldNames());
  }

  List<Arrival> arrivals() {
    return arrivals;
  }

  /** One object or an array of them, and nothing else. */
  void json(int offset, int length) {
    try (JsonParser parser = input.parser(bytes, offset, length)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new MalformedBatchException("empty", 0, "the body is empty: send one JSON object or an array of them");
      }
      switch (first) {
        case START_OBJECT -> event(parser, offset);
        case START_ARRAY -> array(parser, offset);
        default ->
            throw new MalformedBatchException(
                "syntax", 0, "a batch is one JSON object or an array of them, this is " + EventDecoder.describe(first));
      }
      if (parser.nextToken() != null) {
        long at = parser.currentTokenLocation().getByteOffset();
        throw new MalformedBatchException(
            "syntax", at,
            "something follows the batch at byte " + at + ": send several events as an array, or as application/x-ndjson");
      }
    } catch (JacksonException e) {
      throw JsonInput.malformed(e);
    }
  }

  /** From the token that begins an array to the one that ends it. {@code base} is where the parser's bytes begin in this batch's. */
  void array(JsonParser parser, int base) {
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        event(parser, base);
      } else {
        String found = EventDecoder.describe(token);
        parser.skipChildren();
        refuse(new Problem("", "type", "an event is a JSON object, this is " + found), null, Envelope.UNSEQUENCED, 0);
      }
    }
  }

  /** One object a line. What is wrong with a line harms no other line. */
  void lines(int offset, int length) {
    int end = offset + length;
    int from = offset;
    while (from < end) {
      int to = from;
      while (to < end && bytes[to] != '\n') {
        to++;
      }
      if (!isBlank(from, to)) {
        line(from, to - from);
      }
      from = to + 1;
    }
    if (arrivals.isEmpty()) {
      throw new MalformedBatchException("empty", 0, "the body is empty: send one JSON object a line");
    }
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private void line(int offset, int length) {
    int known = arrivals.size();
    int wrong = Utf8.firstInvalid(bytes, offset, length);
    if (wrong >= 0) {
      refuseLine(offset, length, "utf-8", "not valid UTF-8 at byte " + (wrong - offset) + " of the line: send JSON in UTF-8");
      return;
    }
    try (JsonParser parser = pieces().parser(bytes, offset, length)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        refuseLine(offset, length, "type", "a line is one JSON object, this is " + EventDecoder.describe(first));
        return;
      }
      event(parser, offset);
      if (parser.nextToken() != null) {
        drop(known);
        refuseLine(offset, length, "syntax", "something follows the event: send one JSON object a line");
      }
    } catch (JacksonException e) {
      drop(known);
      MalformedBatchException malformed = JsonInput.malformed(e);
      refuseLine(offset, length, malformed.rule(), String.valueOf(malformed.getMessage()));
    }
  }

  private void drop(int from) {
    arrivals.subList(from, arrivals.size()).clear();
  }

  private void refuseLine(int offset, int length, String rule, String message) {
    refuse(new Problem("", rule, message), null, Envelope.UNSEQUENCED, XxHash64.hash(bytes, offset, length));
  }

  private void event(JsonParser parser, int base) {
    long from = parser.currentTokenLocation().getByteOffset();
    int depth = parser.streamReadContext().getNestingDepth();
    try {
      Envelope envelope = decoder.decode(parser, defaultInstance);
      countOne();
      long hash = envelope.event().isDurable() ? hasher.hash(envelope.event()) : 0;
      arrivals.add(new Arrival.Decoded(arrivals.size(), envelope, hash));
    } catch (Refusal refusal) {
      while (parser.streamReadContext().getNestingDepth() >= depth) {
        parser.nextToken();
      }
      long to = parser.currentLocation().getByteOffset();
      RefusedEvent read = RefusedEvent.scan(pieces(), bytes, base + (int) from, (int) (to - from), defaultInstance);
      refuse(refusal.problem(), read.instance(), read.seq(), read.hash());
    }
  }

  private void refuse(Problem problem, @Nullable InstanceId instance, long seq, long hash) {
    countOne();
    arrivals.add(new Arrival.Refused(arrivals.size(), problem, instance, seq, hash));
  }

  private JsonInput.Pieces pieces() {
    JsonInput.Pieces made = pieces;
    if (made == null) {
      made = new JsonInput.Pieces();
      pieces = made;
    }
    return made;
  }

  private void countOne() {
    if (arrivals.size() == limits.events()) {
      throw new MalformedBatchException(
          "count", 0, "a batch may have " + limits.events() + " events, this one has more: send smaller batches");
    }
  }
}
