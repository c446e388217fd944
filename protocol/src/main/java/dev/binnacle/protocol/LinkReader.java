package dev.binnacle.protocol;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the frames of a link. Members of a frame that this version does not know are passed over, in either direction, so that
 * either side may be newer; events are read as strictly as {@link EventReader} does.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class LinkReader {
  private final Limits limits;
  private final JsonInput input = new JsonInput();

  public LinkReader() {
    this(Limits.DEFAULT);
  }

  public LinkReader(Limits limits) {
    this.limits = limits;
  }

  /**
   * Reads what a bot sent.
   *
   * @throws MalformedBatchException if it is no frame; then the connection is of no more use
   */
  public LinkMessage.FromClient readFromClient(byte[] frame) {
    Frame read = new Frame(frame);
    read.all();
    return switch (read.type()) {
      case "hello" -> new LinkMessage.Hello(read.instance(), read.version());
      case "events" -> read.events();
      case "pong" -> new LinkMessage.Pong();
      default -> new LinkMessage.UnknownFromClient(Refusal.shown(read.type()));
    };
  }

  /** As {@link #readFromClient(byte[])}. */
  public LinkMessage.FromClient readFromClient(String frame) {
    return readFromClient(frame.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #readFromServer(byte[])}. */
  public LinkMessage.FromServer readFromServer(String frame) {
    return readFromServer(frame.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what the server sent.
   *
   * @throws MalformedBatchException if it is no frame
   */
  public LinkMessage.FromServer readFromServer(byte[] frame) {
    Frame read = new Frame(frame);
    read.all();
    return switch (read.type()) {
      case "welcome" -> new LinkMessage.Welcome(read.answer.acknowledged());
      case "answer" -> new LinkMessage.Answered(read.id(), read.answer.answer());
      case "busy" -> new LinkMessage.Busy(read.id(), Duration.ofMillis(read.retryAfterMillis));
      case "refused" -> new LinkMessage.Refused(read.id, read.rule, read.message);
      case "ping" -> new LinkMessage.Ping();
      default -> new LinkMessage.UnknownFromServer(Refusal.shown(read.type()));
    };
  }

  /** The members of one frame, whatever its type. */
  private final class Frame {
    private final byte[] bytes;
    private final AnswerJson.Draft answer = new AnswerJson.Draft();
    private @Nullable String type;
    private @Nullable Long id;
    private @Nullable InstanceId instance;
    private @Nullable Integer version;
    private @Nullable Boolean live;
    private @Nullable List<Arrival> arrivals;
    private String rule = "";
    private String message = "";
    private long retryAfterMillis;
    private int eventsFrom = -1;
    private int eventsLength;

    Frame(byte[] bytes) {
      this.bytes = bytes;
    }

    void all() {
      if (bytes.length > limits.frameBytes()) {
        throw new MalformedBatchException(
            "size", limits.frameBytes(), "a frame may have " + limits.frameBytes() + " bytes, this one has " + bytes.length);
      }
      Utf8.refuseByteOrderMark(bytes, 0, bytes.length);
      Utf8.check(bytes, 0, bytes.length);
      try (JsonParser parser = input.parser(bytes, 0, bytes.length)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new MalformedBatchException("syntax", 0, "a frame is one JSON object");
        }
        Tokens.members(parser, name -> member(parser, name));
        if (parser.nextToken() != null) {
          throw new MalformedBatchException(
              "syntax", parser.currentTokenLocation().getByteOffset(), "something follows the frame");
        }
      } catch (InvalidValueException e) {
        throw new MalformedBatchException("value", 0, Refusal.message(e));
      } catch (JacksonException e) {
        throw JsonInput.malformed(e, 0);
      }
    }

    private void member(JsonParser parser, String name) {
      switch (name) {
        case "type" -> type = once(type, name, Tokens.text(parser, name));
        case "id" -> id = once(id, name, Tokens.whole(parser, name));
        case "instance" -> instance = once(instance, name, new InstanceId(Tokens.text(parser, name)));
        case "version" -> version = once(version, name, Tokens.count(parser, name));
        case "live" -> live = once(live, name, Tokens.flag(parser, name));
        case "rule" -> rule = Tokens.text(parser, name);
        case "message" -> message = Tokens.text(parser, name);
        case "retry_after_ms" -> retryAfterMillis = Tokens.count(parser, name);
        case "events" -> eventsMember(parser);
        default -> answer.read(parser, name);
      }
    }

    private <T> T once(@Nullable T before, String name, T value) {
      if (before != null) {
        throw new MalformedBatchException("duplicate-key", 0, name + " stands twice in the frame");
      }
      return value;
    }

    /** Reads the events at once if it is known whose they are, as it is in what our writer sends; else later. */
    private void eventsMember(JsonParser parser) {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw Tokens.wrong(parser, "events", "an array");
      }
      if (arrivals != null || eventsFrom >= 0) {
        throw new MalformedBatchException("duplicate-key", 0, "events stands twice in the frame");
      }
      if (instance != null) {
        BatchDecoder batch = new BatchDecoder(limits, input, bytes, instance);
        batch.array(parser, 0);
        arrivals = batch.arrivals();
      } else {
        eventsFrom = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        eventsLength = (int) parser.currentLocation().getByteOffset() - eventsFrom;
      }
    }

    String type() {
      return required(type, "type");
    }

    long id() {
      return required(id, "id");
    }

    InstanceId instance() {
      return required(instance, "instance");
    }

    int version() {
      return required(version, "version");
    }

    LinkMessage.Events events() {
      InstanceId owner = instance();
      List<Arrival> read = arrivals;
      if (read == null && eventsFrom >= 0) {
        BatchDecoder batch = new BatchDecoder(limits, input, bytes, owner);
        batch.json(eventsFrom, eventsLength);
        read = batch.arrivals();
      }
      return new LinkMessage.Events(
          id(), owner, live == null || live, refuseOthers(owner, required(read, "events")));
    }

    private <T> T required(@Nullable T value, String name) {
      if (value == null) {
        throw new MalformedBatchException("required", 0, "a frame of type " + Refusal.shown(String.valueOf(type)) + " needs " + name);
      }
      return value;
    }
  }

  /** An event in a frame needs no instance of its own; one that names another than the frame's is in the wrong frame. */
  private static List<Arrival> refuseOthers(InstanceId owner, List<Arrival> arrivals) {
    List<Arrival> checked = arrivals;
    for (int i = 0; i < arrivals.size(); i++) {
      if (arrivals.get(i) instanceof Arrival.Decoded decoded && !owner.equals(decoded.envelope().instance())) {
        if (checked == arrivals) {
          checked = new ArrayList<>(arrivals);
        }
        Problem problem =
            new Problem(
                "/instance",
                "instance-of-frame",
                "instance must be that of its frame, " + owner + ", was " + decoded.envelope().instance() + ": leave it out");
        checked.set(i, new Arrival.Refused(i, problem, null, 0, decoded.contentHash()));
      }
    }
    return checked;
  }
}
