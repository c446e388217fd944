package dev.binnacle.config;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configurations of open trades. They are brought up to date by the writer, so that a trading thread never is. */
final class TradeConfigs<C> {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");

  private final Set<TradeConfig<C>> open = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final Schema schema;
  private final Binding<C> binding;
  private final Board board;

  TradeConfigs(Schema schema, Binding<C> binding, Board board) {
    this.schema = schema;
    this.binding = binding;
    this.board = board;
  }

  /** Registers first and looks at the present turn again then, so that no swap falls between. */
  TradeConfig<C> open(Supplier<Turn<C>> present) {
    TradeConfig<C> trade = new TradeConfig<>(this, present.get());
    open.add(trade);
    catchUp(trade, present.get());
    return trade;
  }

  void closed(TradeConfig<C> trade) {
    open.remove(trade);
  }

  void swapped(Turn<C> turn) {
    Object[] trades;
    synchronized (open) {
      trades = open.toArray();
    }
    for (Object trade : trades) {
      @SuppressWarnings("unchecked")
      TradeConfig<C> one = (TradeConfig<C>) trade;
      catchUp(one, turn);
    }
  }

  private void catchUp(TradeConfig<C> trade, Turn<C> turn) {
    if (!trade.catchUp(turn, schema, binding)) {
      board.pinsKept.incrementAndGet();
      LOG.warn("an open trade keeps all of version {}: with its own values, version {} would not be valid",
          trade.opened().version(), turn.snapshot().version());
    }
  }
}
