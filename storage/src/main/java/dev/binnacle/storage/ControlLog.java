package dev.binnacle.storage;

import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that was decided of halts, and what operators had done, to be asked about when the engine knows it no more. It follows the journal
 * together with the {@link AlertLog}.
 *
 * <p>Lists are newest first, at most {@code limit} long, and go on at a cursor.
 *
 * <p><b>Threads:</b> thread-safe; questions block on the disk.
 */
public interface ControlLog {

  /**
   * How halts began, by the time of that. {@code query}'s bot and symbol do not restrict.
   *
   * @throws InvalidCursorException if the cursor was not made by this list
   */
  Page<Fact.HaltBegun> halts(HistoryQuery query);

  /**
   * All that was decided of one halt.
   *
   * @param limit 1 to {@value HistoryQuery#LARGEST}
   * @param cursor null for the first page
   */
  Page<Fact.OfControl> timeline(HaltId halt, int limit, @Nullable String cursor);

  /** One halt as it is, or as it was when it was released; empty when its begin is not known, or is kept no more. */
  Optional<Halt> halt(HaltId halt);

  /**
   * All that was decided of one halt, the oldest first, however much it is.
   *
   * @param each must not ask anything of this log
   */
  void replay(HaltId halt, Consumer<? super Fact.OfControl> each);

  /**
   * All that was decided, by time. With a bot, only what speaks of it by name: a halt as a whole speaks of none. {@code query}'s symbol does
   * not restrict.
   */
  Page<Fact.OfControl> facts(HistoryQuery query);
}
