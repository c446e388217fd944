package dev.binnacle.config;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings a listener the newest configuration; what it had no time for is left out. */
final class LatestDelivery<C> extends Delivery {
  /** How deep the present thread is in changes that were made by listeners of changes. */
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  private final Consumer<Update<C>> listener;
  private @Nullable Turn<C> latest;
  private long attempted;
  private @Nullable Snapshot<C> told;

  LatestDelivery(String name, Executor threads, Ticker ticker, Consumer<Update<C>> listener) {
    super(name, threads, ticker);
    this.listener = listener;
  }

  static int depth() {
    return DEPTH.get();
  }

  void offer(Turn<C> turn) {
    synchronized (this) {
      if (latest != null && latest.number() >= turn.number()) {
        return;
      }
      boolean upToDate = latest == null || attempted == latest.number();
      latest = turn;
      if (turn.quiet() && upToDate) {
        attempted = turn.number();
        told = turn.snapshot();
      }
    }
    wake();
  }

  @Override
  synchronized boolean hasNext() {
    return latest != null && latest.number() > attempted;
  }

  @Override
  synchronized @Nullable Runnable next() {
    Turn<C> turn = latest;
    if (turn == null || turn.number() <= attempted) {
      return null;
    }
    attempted = turn.number();
    Snapshot<C> before = told;
    List<Change> changes =
        before == null ? List.of() : Difference.between(before.document().root(), turn.snapshot().document().root());
    return () -> tell(before, turn, changes);
  }

  private void tell(@Nullable Snapshot<C> before, Turn<C> turn, List<Change> changes) {
    if (before == null || !changes.isEmpty()) {
      DEPTH.set(turn.depth() + 1);
      try {
        listener.accept(new Update<>(before, turn.snapshot(), changes));
      } finally {
        DEPTH.remove();
      }
    }
    synchronized (this) {
      told = turn.snapshot();
    }
  }
}
