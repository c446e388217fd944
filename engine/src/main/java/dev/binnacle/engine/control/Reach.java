package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltScope.OfBot;
import dev.binnacle.model.HaltScope.OfFleet;
import dev.binnacle.model.HaltScope.OfGroup;
import dev.binnacle.model.HaltScope.OfInstrument;
import dev.binnacle.model.Symbol;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far scopes reach. */
final class Reach {
  private Reach() {}

  static boolean covers(HaltScope scope, BotId bot, Map<BotId, String> groups) {
    return switch (scope) {
      case OfFleet() -> true;
      case OfGroup(String group) -> group.equals(groups.get(bot));
      case OfBot(BotId one) -> one.equals(bot);
      case OfInstrument(Symbol symbol, BotId one) -> one == null || one.equals(bot);
    };
  }

  /** The only instrument that it stops; null for all. */
  static @Nullable Symbol symbol(HaltScope scope) {
    return scope instanceof OfInstrument instrument ? instrument.symbol() : null;
  }

  /** Whether {@code wide} stops all that {@code narrow} does, for every bot that may ever turn up. */
  static boolean isWithin(HaltScope narrow, HaltScope wide, Map<BotId, String> groups) {
    if (wide.equals(narrow) || wide instanceof OfFleet) {
      return true;
    }
    BotId bot = bot(narrow);
    return switch (wide) {
      case OfFleet() -> true;
      case OfGroup(String group) -> bot != null && group.equals(groups.get(bot));
      case OfBot(BotId one) -> one.equals(bot);
      case OfInstrument(Symbol symbol, BotId one) -> one == null && symbol.equals(symbol(narrow));
    };
  }

  private static @Nullable BotId bot(HaltScope scope) {
    return switch (scope) {
      case OfFleet() -> null;
      case OfGroup(String group) -> null;
      case OfBot(BotId one) -> one;
      case OfInstrument(Symbol symbol, BotId one) -> one;
    };
  }
}
