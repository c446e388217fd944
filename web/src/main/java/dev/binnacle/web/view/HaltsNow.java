package dev.binnacle.web.view;

import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.engine.control.ControlSnapshot.BotGuard;
import dev.binnacle.model.Halt;
import java.util.List;

/**
 * Of a snapshot, what people see of halts. It changes only when that does, while a snapshot is a new one at every turn of the engine.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param halts in force, the newest first
 * @param released lately, the newest first
 * @param bots that a halt holds, or whose guard was heard of
 */
public record HaltsNow(List<Halt> halts, List<Halt> released, List<BotGuard> bots) {
  private static final int SHOWN_RELEASED = 20;

  public HaltsNow {
    halts = List.copyOf(halts);
    released = List.copyOf(released);
    bots = List.copyOf(bots);
  }

  public static HaltsNow of(ControlSnapshot snapshot) {
    return new HaltsNow(
        snapshot.halts(), snapshot.released().stream().limit(SHOWN_RELEASED).toList(), snapshot.bots());
  }
}
