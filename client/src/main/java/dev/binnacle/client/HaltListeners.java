package dev.binnacle.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the bot do its part in a halt, on a thread of its own, one halt after the other.
 *
 * <p><b>Threads:</b> thread-safe; nobody waits.
 */
final class HaltListeners {
  private static final Logger LOG = LoggerFactory.getLogger(HaltListeners.class);

  private final List<HaltListener> all = new CopyOnWriteArrayList<>();
  private final Courier courier = new Courier("binnacle-halt");
  private final BiConsumer<HaltOrder, @Nullable String> finished;

  /** @param finished hears when all have returned, and what went wrong; null for nothing */
  HaltListeners(BiConsumer<HaltOrder, @Nullable String> finished) {
    this.finished = finished;
  }

  void add(HaltListener listener) {
    all.add(listener);
  }

  boolean any() {
    return !all.isEmpty();
  }

  void call(HaltOrder order) {
    courier.run(() -> callEach(order));
  }

  /** One that throws keeps none of the others from its part. */
  private void callEach(HaltOrder order) {
    String failure = null;
    for (HaltListener listener : all) {
      try {
        listener.halted(order);
      } catch (Throwable e) {
        LOG.error("what the bot does about halt {} failed", order.latch().id(), e);
        failure = Texts.text(String.valueOf(e), 500);
      }
    }
    finished.accept(order, failure);
  }

  void close() {
    courier.close();
  }
}
