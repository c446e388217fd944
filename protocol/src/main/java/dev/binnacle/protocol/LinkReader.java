package dev.binnacle.protocol;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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
  // Types whose members are read elsewhere.
  private static final String ANSWER = "answer";
  private static final String WELCOME = "welcome";
  private static final String ALERT = "alert";
  private static final String GUARD = "guard";
  private static final String HALT = "halt";

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
    String type = typeOf(frame);
    return switch (type) {
      case "hello" -> {
        Frame read = new Frame(frame, type, "instance", "version");
        yield new LinkMessage.Hello(read.instance(), read.version());
      }
      case "events" -> new Frame(frame, type, "id", "instance", "live", "events").events();
      case "pong" -> {
        new Frame(frame, type);
        yield new LinkMessage.Pong();
      }
      case "config_offer" -> new LinkMessage.ConfigOffer(new Frame(frame, type, "state").document("state"));
      case "config_reply" -> {
        Frame read = new Frame(frame, type, "id", "reply");
        yield new LinkMessage.ConfigReply(read.id(), read.document("reply"));
      }
      case GUARD -> checked(new Frame(frame, type).guard::message);
      default -> {
        new Frame(frame, type);
        yield new LinkMessage.UnknownFromClient(Refusal.shown(type));
      }
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
    String type = typeOf(frame);
    return switch (type) {
      case WELCOME -> new LinkMessage.Welcome(new Frame(frame, type).answer.acknowledged());
      case ANSWER -> {
        Frame read = new Frame(frame, type, "id");
        yield new LinkMessage.Answered(read.id(), read.answer.answer());
      }
      case "busy" -> {
        Frame read = new Frame(frame, type, "id", "retry_after_ms");
        yield new LinkMessage.Busy(read.id(), Duration.ofMillis(read.retryAfterMillis));
      }
      case "refused" -> {
        Frame read = new Frame(frame, type, "id", "rule", "message");
        yield new LinkMessage.Refused(read.id, read.rule, read.message);
      }
      case "config_call" -> {
        Frame read = new Frame(frame, type, "id", "call");
        yield new LinkMessage.ConfigCall(read.id(), read.document("call"));
      }
      case ALERT -> new Frame(frame, type).alert.message();
      case HALT -> checked(new Frame(frame, type).halt::message);
      case "release" -> new Frame(frame, type, "halt", "epoch", "by", "reason").release();
      case "ping" -> {
        new Frame(frame, type);
        yield new LinkMessage.Ping();
      }
      default -> {
        new Frame(frame, type);
        yield new LinkMessage.UnknownFromServer(Refusal.shown(type));
      }
    };
  }

  /** What the model refuses is no frame. */
  private static <T> T checked(Supplier<T> message) {
    try {
      return message.get();
    } catch (InvalidValueException e) {
      throw new MalformedBatchException("value", 0, Refusal.message(e));
    }
  }

  /** The frame's type, looked up first: only it says what the other members mean. It is the first member of what we write. */
  private String typeOf(byte[] frame) {
    if (frame.length > limits.frameBytes()) {
      throw new MalformedBatchException(
          "size", limits.frameBytes(), "a frame may have " + limits.frameBytes() + " bytes, this one has " + frame.length);
    }
    Utf8.refuseByteOrderMark(frame, 0, frame.length);
    Utf8.check(frame, 0, frame.length);
    try (JsonParser parser = input.parser(frame, 0, frame.length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedBatchException("syntax", 0, "a frame is one JSON object");
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        if (name.equals("type")) {
          return Tokens.text(parser, name);
        }
        parser.skipChildren();
      }
    } catch (JacksonException e) {
      throw JsonInput.malformed(e);
    }
    throw new MalformedBatchException("required", 0, "a frame needs type");
  }

  /** The members of one frame, those that its type has. */
  private final class Frame {
    private final byte[] bytes;
    private final String type;
    private final Set<String> known;
    private final Set<String> seen = new HashSet<>();
    private final AnswerJson.Draft answer = new AnswerJson.Draft();
    private final AlertFrame alert = new AlertFrame();
    private final GuardFrame guard = new GuardFrame();
    private final HaltFrame halt = new HaltFrame();
    private @Nullable Long id;
    private @Nullable InstanceId instance;
    private @Nullable Integer version;
    private boolean live = true;
    private @Nullable List<Arrival> arrivals;
    private String rule = "";
    private String message = "";
    private long retryAfterMillis;
    private @Nullable String document;
    private @Nullable HaltId halted;
    private @Nullable Long epoch;
    private @Nullable String by;
    private @Nullable String reason;
    private int eventsFrom;
    private int eventsLength;

    Frame(byte[] bytes, String type, String... known) {
      this.bytes = bytes;
      this.type = type;
      this.known = Set.of(known);
      try (JsonParser parser = input.parser(bytes, 0, bytes.length)) {
        parser.nextToken();
        Tokens.members(parser, name -> member(parser, name));
        if (parser.nextToken() != null) {
          throw new MalformedBatchException(
              "syntax", parser.currentTokenLocation().getByteOffset(), "something follows the frame");
        }
      } catch (InvalidValueException e) {
        throw new MalformedBatchException("value", 0, Refusal.message(e));
      } catch (JacksonException e) {
        throw JsonInput.malformed(e);
      }
    }

    private void member(JsonParser parser, String name) {
      if (known.contains(name) || name.equals("type")) {
        if (!seen.add(name)) {
          throw new MalformedBatchException("duplicate-key", 0, name + " stands twice in the frame");
        }
        read(parser, name);
        return;
      }
      switch (type) {
        case ANSWER, WELCOME -> answer.read(parser, name);
        case ALERT -> alert.read(parser, name);
        case GUARD -> guard.read(parser, name);
        case HALT -> halt.read(parser, name);
        default -> parser.skipChildren();
      }
    }

    private void read(JsonParser parser, String name) {
      switch (name) {
        case "id" -> id = Tokens.whole(parser, name);
        case "halt" -> halted = new HaltId(Tokens.text(parser, name));
        case "epoch" -> epoch = Tokens.whole(parser, name);
        case "by" -> by = Tokens.text(parser, name);
        case "reason" -> reason = Tokens.text(parser, name);
        case "instance" -> instance = new InstanceId(Tokens.text(parser, name));
        case "version" -> version = Tokens.count(parser, name);
        case "live" -> live = Tokens.flag(parser, name);
        case "rule" -> rule = Tokens.text(parser, name);
        case "message" -> message = Tokens.text(parser, name);
        case "retry_after_ms" -> retryAfterMillis = Tokens.count(parser, name);
        case "events" -> readEvents(parser);
        case "call", "reply" -> document = Tokens.longText(parser, name);
        case "state" -> document = object(parser, name);
        default -> parser.skipChildren();
      }
    }

    /** Reads the events at once if it is known whose they are, as it is in what our writer sends; else later. */
    private void readEvents(JsonParser parser) {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw Tokens.wrong(parser, "events", "an array");
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

    /** The object's own bytes: what it means is not this room's. */
    private String object(JsonParser parser, String name) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw Tokens.wrong(parser, name, "an object");
      }
      int from = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      int end = (int) parser.currentLocation().getByteOffset();
      return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    String document(String name) {
      return required(document, name);
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

    LinkMessage.ReleaseTold release() {
      return new LinkMessage.ReleaseTold(
          required(halted, "halt"), required(epoch, "epoch"), required(by, "by"), required(reason, "reason"));
    }

    LinkMessage.Events events() {
      InstanceId owner = instance();
      List<Arrival> read = arrivals;
      if (read == null && eventsLength > 0) {
        BatchDecoder batch = new BatchDecoder(limits, input, bytes, owner);
        batch.json(eventsFrom, eventsLength);
        read = batch.arrivals();
      }
      return new LinkMessage.Events(id(), owner, live, refuseOthers(owner, required(read, "events")));
    }

    private <T> T required(@Nullable T value, String name) {
      if (value == null) {
        throw new MalformedBatchException("required", 0, "a frame of type " + type + " needs " + name);
      }
      return value;
    }
  }

  /** An event in a frame needs no instance of its own; one that names another than the frame's is in the wrong frame. */
  private static List<Arrival> refuseOthers(InstanceId owner, List<Arrival> arrivals) {
    boolean allOwned = true;
    for (int i = 0; i < arrivals.size() && allOwned; i++) {
      allOwned = isOf(owner, arrivals.get(i));
    }
    return allOwned
        ? arrivals
        : arrivals.stream().map(arrival -> isOf(owner, arrival) ? arrival : disowned(owner, arrival)).toList();
  }

  private static boolean isOf(InstanceId owner, Arrival arrival) {
    if (arrival instanceof Arrival.Decoded decoded) {
      return owner.equals(decoded.envelope().instance());
    }
    return !(arrival instanceof Arrival.Refused refused) || refused.instance() == null || owner.equals(refused.instance());
  }

  private static Arrival disowned(InstanceId owner, Arrival arrival) {
    if (arrival instanceof Arrival.Refused refused) {
      return new Arrival.Refused(refused.index(), refused.problem(), null, Envelope.UNSEQUENCED, refused.contentHash());
    }
    Arrival.Decoded decoded = (Arrival.Decoded) arrival;
    String message =
        "instance must be that of its frame, " + owner + ", was " + decoded.envelope().instance() + ": leave it out";
    Problem problem = new Problem(Field.INSTANCE.pointer(), "instance-of-frame", message);
    return new Arrival.Refused(decoded.index(), problem, null, Envelope.UNSEQUENCED, decoded.contentHash());
  }
}
