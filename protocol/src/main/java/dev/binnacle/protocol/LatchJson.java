package dev.binnacle.protocol;

import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of a latch and of a liquidation, in any order, on the wire and on a bot's disk. */
final class LatchJson {
  private LatchJson() {}

  static void write(OutputBuffer out, Latch latch) {
    out.writeAscii("{\"id\":");
    out.writeString(latch.id().value());
    out.writeAscii(",\"epoch\":");
    out.writeLong(latch.epoch());
    text(out, "mode", Words.of(latch.mode()));
    Symbol symbol = latch.symbol();
    if (symbol != null) {
      text(out, "symbol", symbol.value());
    }
    text(out, "origin", Words.of(latch.origin()));
    text(out, "by", latch.by());
    text(out, "reason", latch.reason());
    out.writeAscii(",\"at\":\"");
    Times.write(out, latch.at());
    out.writeAscii("\"}");
  }

  static void write(OutputBuffer out, Liquidation liquidation) {
    out.writeAscii("{\"positions\":");
    out.writeString(Words.of(liquidation.positions()));
    BigDecimal collar = liquidation.collarPct();
    Duration deadline = liquidation.deadline();
    if (collar != null) {
      text(out, "collar_pct", collar.toPlainString());
    }
    if (deadline != null) {
      out.writeAscii(",\"deadline_ms\":");
      out.writeLong(Math.max(1, deadline.toMillis()));
    }
    out.write('}');
  }

  private static void text(OutputBuffer out, String name, String value) {
    out.writeAscii(",\"");
    out.writeAscii(name);
    out.writeAscii("\":");
    out.writeString(value);
  }

  static <T> T required(@Nullable T value, String owner, String name) {
    if (value == null) {
      throw new MalformedBatchException("required", 0, owner + " needs " + name);
    }
    return value;
  }

  static void once(Set<String> seen, String name) {
    if (!seen.add(name)) {
      throw new MalformedBatchException("duplicate-key", 0, Refusal.shown(name) + " stands twice");
    }
  }

  /** A latch as it is read. */
  static final class Draft {
    private final Set<String> seen = new HashSet<>();
    private @Nullable HaltId id;
    private @Nullable Long epoch;
    private @Nullable String mode;
    private @Nullable Symbol symbol;
    private @Nullable String origin;
    private @Nullable String by;
    private @Nullable String reason;
    private @Nullable Instant at;

    /** Reads the object on which the parser stands. */
    static Draft read(JsonParser parser, String name) {
      Draft draft = new Draft();
      Tokens.eachMember(parser, name, member -> draft.member(parser, member));
      return draft;
    }

    private void member(JsonParser parser, String name) {
      switch (name) {
        case "id", "epoch", "mode", "symbol", "origin", "by", "reason", "at" -> {
          once(seen, name);
          readKnown(parser, name);
        }
        default -> parser.skipChildren();
      }
    }

    private void readKnown(JsonParser parser, String name) {
      switch (name) {
        case "id" -> id = new HaltId(Tokens.text(parser, name));
        case "epoch" -> epoch = Tokens.whole(parser, name);
        case "mode" -> mode = Tokens.text(parser, name);
        case "symbol" -> symbol =
            parser.currentToken() == JsonToken.VALUE_NULL ? null : new Symbol(Tokens.text(parser, name));
        case "origin" -> origin = Tokens.text(parser, name);
        case "by" -> by = Tokens.text(parser, name);
        case "reason" -> reason = Tokens.text(parser, name);
        case "at" -> at = AlertFrame.time(parser, name);
        default -> throw new IllegalStateException(name);
      }
    }

    /** The latch; null when its mode or its origin is a word that this version does not have. */
    @Nullable Latch latch() {
      HaltMode knownMode = Words.HALT_MODE.parse(required(mode, "a latch", "mode"));
      HaltOrigin knownOrigin = Words.HALT_ORIGIN.parse(required(origin, "a latch", "origin"));
      Latch strict = latchAnyway();
      return knownMode == null || knownOrigin == null ? null : strict;
    }

    /** The latch; words that this version does not have stand for the nearest that stops without doing anything. */
    Latch latchAnyway() {
      HaltMode knownMode = Words.HALT_MODE.parse(required(mode, "a latch", "mode"));
      HaltOrigin knownOrigin = Words.HALT_ORIGIN.parse(required(origin, "a latch", "origin"));
      return with(knownMode == null ? HaltMode.STOP : knownMode, knownOrigin == null ? HaltOrigin.PERSON : knownOrigin);
    }

    private Latch with(HaltMode knownMode, HaltOrigin knownOrigin) {
      return new Latch(
          required(id, "a latch", "id"),
          required(epoch, "a latch", "epoch"),
          knownMode,
          symbol,
          knownOrigin,
          required(by, "a latch", "by"),
          required(reason, "a latch", "reason"),
          required(at, "a latch", "at"));
    }
  }

  /** How positions are to be closed, as it is read. */
  static final class LiquidationDraft {
    private final Set<String> seen = new HashSet<>();
    private @Nullable String positions;
    private @Nullable BigDecimal collar;
    private @Nullable Long deadlineMillis;

    static LiquidationDraft read(JsonParser parser, String name) {
      LiquidationDraft draft = new LiquidationDraft();
      Tokens.eachMember(parser, name, member -> draft.member(parser, member));
      return draft;
    }

    private void member(JsonParser parser, String name) {
      switch (name) {
        case "positions" -> {
          once(seen, name);
          positions = Tokens.text(parser, name);
        }
        case "collar_pct" -> {
          once(seen, name);
          collar = decimal(parser, name);
        }
        case "deadline_ms" -> {
          once(seen, name);
          deadlineMillis = Tokens.whole(parser, name);
        }
        default -> parser.skipChildren();
      }
    }

    private static @Nullable BigDecimal decimal(JsonParser parser, String name) {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      char[] text = Tokens.text(parser, name).toCharArray();
      try {
        return Decimals.parse(text, 0, text.length);
      } catch (Decimals.Unreadable e) {
        throw Tokens.wrong(parser, name, "a decimal number as a string");
      }
    }

    /** The liquidation; null when it says which positions by a word that this version does not have. */
    @Nullable Liquidation liquidation() {
      Liquidation.Positions which = Words.POSITIONS.parse(required(positions, "a liquidation", "positions"));
      Duration deadline = deadlineMillis == null ? null : Duration.ofMillis(deadlineMillis);
      Liquidation strict = new Liquidation(Liquidation.Positions.KEEP_ALL, collar, deadline);
      return which == null ? null : new Liquidation(which, strict.collarPct(), strict.deadline());
    }
  }
}
