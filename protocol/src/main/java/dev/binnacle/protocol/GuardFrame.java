package dev.binnacle.protocol;

import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.OrderId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of a frame that says what a guard holds, in any order. */
final class GuardFrame {
  private static final String FRAME = "a frame of type guard";

  private final Set<String> seen = new HashSet<>();
  private @Nullable String level;
  private @Nullable List<LatchJson.Draft> latches;
  private long inFlight;
  private List<OrderId> unknown = List.of();
  private List<HaltId> done = List.of();

  static void write(OutputBuffer out, LinkMessage.GuardTold guard) {
    out.writeAscii(",\"level\":");
    out.writeString(Words.of(guard.level()));
    out.writeAscii(",\"latches\":[");
    String comma = "";
    for (Latch latch : guard.latches()) {
      out.writeAscii(comma);
      LatchJson.write(out, latch);
      comma = ",";
    }
    out.writeAscii("],\"in_flight\":");
    out.writeLong(guard.inFlight());
    names(out, "unknown", guard.unknown().stream().map(OrderId::value).toList());
    names(out, "done", guard.done().stream().map(HaltId::value).toList());
  }

  private static void names(OutputBuffer out, String name, List<String> values) {
    out.writeAscii(",\"" + name + "\":[");
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.writeString(values.get(i));
    }
    out.write(']');
  }

  void read(JsonParser parser, String name) {
    switch (name) {
      case "level", "latches", "in_flight", "unknown", "done" -> {
        LatchJson.once(seen, name);
        readKnown(parser, name);
      }
      default -> parser.skipChildren();
    }
  }

  private void readKnown(JsonParser parser, String name) {
    switch (name) {
      case "level" -> level = Tokens.text(parser, name);
      case "latches" -> latches = latches(parser, name);
      case "in_flight" -> inFlight = Tokens.count(parser, name);
      case "unknown" -> unknown = names(parser, name, GuardWord.MOST_ORDERS, OrderId::new);
      case "done" -> done = names(parser, name, LinkMessage.GuardTold.MOST_LATCHES, HaltId::new);
      default -> throw new IllegalStateException(name);
    }
  }

  private static List<LatchJson.Draft> latches(JsonParser parser, String name) {
    List<LatchJson.Draft> read = new ArrayList<>();
    Tokens.eachObject(
        parser,
        name,
        () -> {
          bound(parser, name, read.size(), LinkMessage.GuardTold.MOST_LATCHES);
          read.add(LatchJson.Draft.read(parser, name));
        });
    return read;
  }

  private static <T> List<T> names(JsonParser parser, String name, int most, Function<String, T> make) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw Tokens.wrong(parser, name, "an array");
    }
    List<T> read = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      bound(parser, name, read.size(), most);
      read.add(make.apply(Tokens.text(parser, name)));
    }
    return read;
  }

  private static void bound(JsonParser parser, String name, int size, int most) {
    if (size >= most) {
      throw new MalformedBatchException(
          "size", parser.currentTokenLocation().getByteOffset(), name + " may have " + most + " entries, this one has more");
    }
  }

  /** The guard; a word that this version does not have makes it a frame that is not known, so that nothing counts as confirmed. */
  LinkMessage.FromClient message() {
    GuardLevel known = Words.GUARD_LEVEL.parse(LatchJson.required(level, FRAME, "level"));
    List<Latch> held = new ArrayList<>();
    boolean isKnown = known != null;
    for (LatchJson.Draft draft : LatchJson.required(latches, FRAME, "latches")) {
      Latch latch = draft.latch();
      isKnown &= latch != null;
      if (latch != null) {
        held.add(latch);
      }
    }
    return known == null || !isKnown
        ? new LinkMessage.UnknownFromClient("guard")
        : new LinkMessage.GuardTold(known, held, inFlight, unknown, done);
  }
}
