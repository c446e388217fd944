package dev.binnacle.protocol;

import dev.binnacle.model.Liquidation;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The members of a frame that closes a guard, in any order. A word from a newer server must not leave a guard open: an unknown mode
 * stops all orders, and a liquidation that is not understood is left to others.
 */
final class HaltFrame {
  private static final String FRAME = "a frame of type halt";

  private final Set<String> seen = new HashSet<>();
  private LatchJson.@Nullable Draft latch;
  private boolean cancel;
  private LatchJson.@Nullable LiquidationDraft liquidation;

  static void write(OutputBuffer out, LinkMessage.HaltTold halt) {
    out.writeAscii(",\"latch\":");
    LatchJson.write(out, halt.latch());
    out.writeAscii(",\"cancel\":" + halt.cancel());
    Liquidation how = halt.liquidation();
    if (how != null) {
      out.writeAscii(",\"liquidation\":");
      LatchJson.write(out, how);
    }
  }

  void read(JsonParser parser, String name) {
    switch (name) {
      case "latch" -> {
        LatchJson.once(seen, name);
        latch = LatchJson.Draft.read(parser, name);
      }
      case "cancel" -> {
        LatchJson.once(seen, name);
        cancel = Tokens.flag(parser, name);
      }
      case "liquidation" -> {
        LatchJson.once(seen, name);
        liquidation =
            parser.currentToken() == JsonToken.VALUE_NULL ? null : LatchJson.LiquidationDraft.read(parser, name);
      }
      default -> parser.skipChildren();
    }
  }

  LinkMessage.HaltTold message() {
    LatchJson.LiquidationDraft how = liquidation;
    return new LinkMessage.HaltTold(
        LatchJson.required(latch, FRAME, "latch").latchAnyway(), cancel, how == null ? null : how.liquidation());
  }
}
