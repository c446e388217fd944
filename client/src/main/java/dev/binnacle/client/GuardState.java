package dev.binnacle.client;

import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a guard lets pass at a moment, and why.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param mask a bit for each {@link Intent} that passes whatever the instrument
 * @param level the strictest of the latches that hold for every instrument
 * @param bySymbol what is stricter for an instrument
 * @param latches all that hold the guard
 * @param isSilent whether it is reducing since the server has not been heard of for too long
 * @param fault why the guard is closed beside any latch; null when there is no reason
 */
record GuardState(
    int mask,
    GuardLevel level,
    Map<Symbol, GuardLevel> bySymbol,
    List<Latch> latches,
    boolean isSilent,
    @Nullable String fault) {
  private static final int OPEN = 1;
  private static final int REDUCE = 2;
  private static final int CANCEL = 4;

  static final GuardState ALL_OPEN = of(List.of(), false, null);

  GuardState {
    bySymbol = Map.copyOf(bySymbol);
    latches = List.copyOf(latches);
  }

  static GuardState of(List<Latch> latches, boolean isSilent, @Nullable String fault) {
    GuardLevel level = fault != null ? GuardLevel.CLOSED : isSilent ? GuardLevel.REDUCING : GuardLevel.OPEN;
    Map<Symbol, GuardLevel> bySymbol = new HashMap<>();
    for (Latch latch : latches) {
      Symbol symbol = latch.symbol();
      if (symbol == null) {
        level = level.and(latch.mode().level());
      } else {
        bySymbol.merge(symbol, latch.mode().level(), GuardLevel::and);
      }
    }
    return new GuardState(mask(level), level, bySymbol, latches, isSilent, fault);
  }

  private static int mask(GuardLevel level) {
    return level == GuardLevel.OPEN ? OPEN | REDUCE | CANCEL : level == GuardLevel.REDUCING ? REDUCE | CANCEL : CANCEL;
  }

  /** Whether this kind is in the mask. Compares rather than loads: an intent that is written down costs nothing. */
  static boolean allows(int mask, Intent intent) {
    return (mask & (intent == Intent.OPEN ? OPEN : intent == Intent.REDUCE ? REDUCE : CANCEL)) != 0;
  }

  GuardLevel level(Symbol symbol) {
    if (bySymbol.isEmpty()) {
      return level;
    }
    GuardLevel own = bySymbol.get(symbol);
    return own == null ? level : level.and(own);
  }

  /** Whether nothing whatever is held back. */
  boolean isOpen() {
    return level == GuardLevel.OPEN && bySymbol.isEmpty();
  }

  /** Why an order for this instrument does not pass, for a person. */
  String why(Symbol symbol) {
    List<String> reasons = new ArrayList<>();
    if (fault != null) {
      reasons.add(fault);
    }
    for (Latch latch : latches) {
      if (latch.symbol() == null || symbol.equals(latch.symbol())) {
        reasons.add(describe(latch));
      }
    }
    if (isSilent) {
      reasons.add("the server has not been heard of for too long");
    }
    return String.join("; ", reasons.size() > 3 ? reasons.subList(0, 3) : reasons);
  }

  private static String describe(Latch latch) {
    String by = latch.by().isEmpty() || latch.origin() == HaltOrigin.FILE ? "" : " by " + latch.by();
    return "halt " + latch.id() + by + ": " + latch.reason();
  }
}
