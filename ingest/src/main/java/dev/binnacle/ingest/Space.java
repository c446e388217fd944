package dev.binnacle.ingest;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies may take while they are read, all together: many large ones at once are put off instead of filling the
 * heap.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Space {
  private final AtomicLong free;

  Space(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /** Takes a part, which grows as a body does and is given back with {@link Part#close}. */
  Part part() {
    return new Part();
  }

  /** There is no room left. */
  static final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExhaustedException() {
      super("no room for another body", null, false, false);
    }
  }

  final class Part implements AutoCloseable {
    private long taken;

    /**
     * @throws ExhaustedException if there is no room for so much
     */
    void growBy(long bytes) {
      if (free.addAndGet(-bytes) < 0) {
        free.addAndGet(bytes);
        throw new ExhaustedException();
      }
      taken += bytes;
    }

    @Override
    public void close() {
      free.addAndGet(taken);
      taken = 0;
    }
  }
}
