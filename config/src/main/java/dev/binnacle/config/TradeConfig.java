package dev.binnacle.config;

import java.util.List;

/**
 * The configuration of one trade: what changes for new trades only ({@link ApplyMode#NEXT_TRADE}) stays as it was when the trade
 * opened, all else is always the newest. Close it with the trade; one that is forgotten is dropped with its last reference.
 *
 * <p><b>Threads:</b> thread-safe; {@link #get} is one volatile read.
 */
public final class TradeConfig<C> implements AutoCloseable {
  private final TradeConfigs<C> owner;
  private final Snapshot<C> opened;
  private long turn;
  private volatile C config;

  TradeConfig(TradeConfigs<C> owner, Turn<C> opened) {
    this.owner = owner;
    this.opened = opened.snapshot();
    this.turn = opened.number();
    this.config = opened.snapshot().config();
  }

  public C get() {
    return config;
  }

  /** What was in force when the trade opened. */
  public Snapshot<C> opened() {
    return opened;
  }

  @Override
  public void close() {
    owner.closed(this);
  }

  /** Takes over what may change under an open trade. If the mixture is not valid, the trade keeps what it has. */
  synchronized boolean catchUp(Turn<C> now, Schema schema, Binding<C> binding) {
    if (now.number() <= turn) {
      return true;
    }
    turn = now.number();
    Document newest = now.snapshot().document();
    List<Change> changes = Difference.between(opened.document().root(), newest.root());
    if (changes.stream().noneMatch(change -> schema.modeOf(change.pointer()) == ApplyMode.NEXT_TRADE)) {
      config = now.snapshot().config();
      return true;
    }
    try {
      Node.Section mixed = newest.root();
      for (Change change : changes) {
        if (schema.modeOf(change.pointer()) == ApplyMode.NEXT_TRADE) {
          mixed = PointerTree.with(mixed, change.pointer(), change.before());
        }
      }
      config = binding.bind(new Document(newest.file(), mixed, newest.positions(), List.of()));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
