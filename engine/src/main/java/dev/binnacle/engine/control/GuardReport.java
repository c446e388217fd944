package dev.binnacle.engine.control;

import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.OrderId;
import java.util.List;

/**
 * What one run of a bot says of its guard: all of it, each time.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param level what it lets pass
 * @param latches all that hold it
 * @param inFlight how many orders were sent whose fate the bot does not know
 * @param unknown those of them that it can name
 * @param done the halts whose listeners in the bot have all returned, at the epoch that the latch has
 */
public record GuardReport(
    InstanceId instance, GuardLevel level, List<Latch> latches, long inFlight, List<OrderId> unknown, List<HaltId> done) {
  public GuardReport {
    latches = List.copyOf(latches);
    unknown = List.copyOf(unknown);
    done = List.copyOf(done);
  }
}
