package dev.binnacle.protocol;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.InstanceId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads batches of events, strictly. Every event is taken or refused by itself: a batch that is partly bad loses only its bad
 * part, and each refusal names the place in the event, the rule and the remedy.
 *
 * <p>Taken beside the canonical form: decimals as numbers, times with an offset or as seconds since 1970, fields in any order,
 * words in any case, {@code long} and {@code short} for a side, {@code timestamp} for {@code at}, null for what is left out. A
 * field whose name begins with {@code x_} is passed over. Any other unknown field is refused: a misspelt {@code stop_loss} that
 * is silently dropped is worse than an error.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class EventReader {
  private final Limits limits;
  private final JsonInput input = new JsonInput();

  public EventReader() {
    this(Limits.DEFAULT);
  }

  public EventReader(Limits limits) {
    this.limits = limits;
  }

  public Limits limits() {
    return limits;
  }

  /**
   * @param defaultInstance the instance of events that name none; null to leave them without
   * @return one arrival for each event, in their order
   * @throws MalformedBatchException if the body as a whole cannot be taken
   */
  public List<Arrival> read(byte[] body, BatchFormat format, @Nullable InstanceId defaultInstance) {
    return read(body, 0, body.length, format, defaultInstance);
  }

  /** As {@link #read(byte[], BatchFormat, InstanceId)}, from a part of an array. */
  public List<Arrival> read(
      byte[] body, int offset, int length, BatchFormat format, @Nullable InstanceId defaultInstance) {
    if (length > limits.bodyBytes()) {
      throw new MalformedBatchException(
          "size", limits.bodyBytes(),
          "a body may have " + limits.bodyBytes() + " bytes, this one has " + length + ": send smaller batches");
    }
    Utf8.refuseByteOrderMark(body, offset, length);
    BatchDecoder batch = new BatchDecoder(limits, input, body, defaultInstance);
    switch (format) {
      case JSON -> {
        Utf8.check(body, offset, length);
        batch.json(offset, length);
      }
      case NDJSON -> batch.lines(offset, length);
    }
    return batch.arrivals();
  }

  /**
   * Reads one event that was written by {@link EventWriter}, as the journal and the spool do.
   *
   * @throws IllegalArgumentException if these bytes are not one valid event, and why
   */
  public Envelope readOne(byte[] bytes, int offset, int length) {
    try (JsonParser parser = input.parser(bytes, offset, length)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("an event is a JSON object, this is " + EventDecoder.describe(first));
      }
      Envelope envelope = new EventDecoder(limits, input.fieldNames()).decode(parser, null);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the event");
      }
      return envelope;
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.problem().pointer() + " " + e.problem().rule() + ": " + e.problem().message(), e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
