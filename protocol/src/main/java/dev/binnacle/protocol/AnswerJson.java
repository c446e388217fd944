package dev.binnacle.protocol;

import dev.binnacle.model.Answer;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Answers as JSON. The reader passes over what it does not know, so that an old client understands a newer server.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class AnswerJson {
  private static final JsonInput INPUT = new JsonInput();

  private AnswerJson() {}

  public static byte[] toBytes(Answer answer) {
    OutputBuffer out = new OutputBuffer(256);
    write(out, answer);
    return out.toByteArray();
  }

  /** Appends the answer as one object. */
  public static void write(OutputBuffer out, Answer answer) {
    out.write('{');
    writeMembers(out, answer);
    out.write('}');
  }

  /**
   * @throws MalformedBatchException if this is no answer
   */
  public static Answer read(byte[] body) {
    try (JsonParser parser = INPUT.parser(body, 0, body.length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedBatchException("syntax", 0, "an answer is a JSON object");
      }
      Draft draft = new Draft();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        draft.read(parser, name);
      }
      return draft.answer();
    } catch (InvalidValueException e) {
      throw new MalformedBatchException("syntax", 0, "not an answer: " + e.getMessage());
    } catch (JacksonException e) {
      throw JsonInput.malformed(e);
    }
  }

  static void writeMembers(OutputBuffer out, Answer answer) {
    out.writeAscii("\"accepted\":");
    out.writeLong(answer.accepted());
    out.writeAscii(",\"duplicates\":");
    out.writeLong(answer.duplicates());
    out.writeAscii(",\"rejected\":[");
    List<Answer.Rejection> rejected = answer.rejected();
    for (int i = 0; i < rejected.size(); i++) {
      writeRejection(out, rejected.get(i), i == 0);
    }
    out.writeAscii("],\"unkeyed\":");
    out.writeLong(answer.unkeyed());
    out.writeAscii(",\"gaps\":[");
    List<Answer.Gap> gaps = answer.gaps();
    for (int i = 0; i < gaps.size(); i++) {
      writeGap(out, gaps.get(i), i == 0);
    }
    out.write(']');
    writeAcknowledged(out, answer.acknowledged());
  }

  private static void writeRejection(OutputBuffer out, Answer.Rejection rejection, boolean first) {
    out.writeAscii(first ? "{\"index\":" : ",{\"index\":");
    out.writeLong(rejection.index());
    out.writeAscii(",\"pointer\":");
    out.writeString(rejection.problem().pointer());
    out.writeAscii(",\"rule\":");
    out.writeString(rejection.problem().rule());
    out.writeAscii(",\"message\":");
    out.writeString(rejection.problem().message());
    out.write('}');
  }

  private static void writeGap(OutputBuffer out, Answer.Gap gap, boolean first) {
    out.writeAscii(first ? "{\"instance\":" : ",{\"instance\":");
    out.writeString(gap.instance().value());
    out.writeAscii(",\"from\":");
    out.writeLong(gap.from());
    out.writeAscii(",\"to\":");
    out.writeLong(gap.to());
    out.write('}');
  }

  static void writeAcknowledged(OutputBuffer out, Map<InstanceId, Long> acknowledged) {
    out.writeAscii(",\"acknowledged\":{");
    boolean first = true;
    for (Map.Entry<InstanceId, Long> entry : new TreeMap<>(acknowledged).entrySet()) {
      if (!first) {
        out.write(',');
      }
      first = false;
      out.writeString(entry.getKey().value());
      out.write(':');
      out.writeLong(entry.getValue());
    }
    out.write('}');
  }

  /** The members of an answer as they are read, in any order, from an object that may have others. */
  static final class Draft {
    private int accepted;
    private int duplicates;
    private int unkeyed;
    private final List<Answer.Rejection> rejected = new ArrayList<>();
    private final List<Answer.Gap> gaps = new ArrayList<>();
    private final Map<InstanceId, Long> acknowledged = new HashMap<>();

    /** Reads the value that the parser stands on; passes over what is no member of an answer. */
    void read(JsonParser parser, String name) {
      switch (name) {
        case "accepted" -> accepted = Tokens.count(parser, name);
        case "duplicates" -> duplicates = Tokens.count(parser, name);
        case "unkeyed" -> unkeyed = Tokens.count(parser, name);
        case "rejected" -> Tokens.eachObject(parser, name, () -> rejected.add(rejection(parser)));
        case "gaps" -> Tokens.eachObject(parser, name, () -> gaps.add(gap(parser)));
        case "acknowledged" ->
            Tokens.eachMember(parser, name, key -> acknowledged.put(new InstanceId(key), Tokens.whole(parser, key)));
        default -> parser.skipChildren();
      }
    }

    Answer answer() {
      return new Answer(accepted, duplicates, rejected, unkeyed, gaps, acknowledged);
    }

    Map<InstanceId, Long> acknowledged() {
      return acknowledged;
    }

    private static Answer.Rejection rejection(JsonParser parser) {
      Map<String, String> texts = new HashMap<>();
      int[] index = {0};
      Tokens.members(
          parser,
          key -> {
            switch (key) {
              case "index" -> index[0] = Tokens.count(parser, key);
              case "pointer", "rule", "message" -> texts.put(key, Tokens.text(parser, key));
              default -> parser.skipChildren();
            }
          });
      Problem problem =
          new Problem(
              texts.getOrDefault("pointer", ""), texts.getOrDefault("rule", ""), texts.getOrDefault("message", ""));
      return new Answer.Rejection(index[0], problem);
    }

    private static Answer.Gap gap(JsonParser parser) {
      String[] instance = {""};
      long[] bounds = new long[2];
      Tokens.members(
          parser,
          key -> {
            switch (key) {
              case "instance" -> instance[0] = Tokens.text(parser, key);
              case "from" -> bounds[0] = Tokens.whole(parser, key);
              case "to" -> bounds[1] = Tokens.whole(parser, key);
              default -> parser.skipChildren();
            }
          });
      return new Answer.Gap(new InstanceId(instance[0]), bounds[0], bounds[1]);
    }
  }
}
