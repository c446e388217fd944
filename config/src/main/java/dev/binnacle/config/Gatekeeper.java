package dev.binnacle.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the program's gate, and lets nothing pass on anything but a clear yes. */
final class Gatekeeper {
  private final @Nullable ApplyGate gate;

  Gatekeeper(@Nullable ApplyGate gate) {
    this.gate = gate;
  }

  /** Why not now; empty when it may. */
  Optional<String> ask(ApplyMode mode, List<Change> changes) {
    if (gate == null) {
      return noGate(mode);
    }
    try {
      return reason(gate.ask(mode, changes));
    } catch (RuntimeException e) {
      return Optional.of("unknown: the gate failed: " + e);
    }
  }

  /** Applies if the gate lets it, and says why it did not. What the apply itself throws is passed on. */
  Optional<String> pass(ApplyMode mode, List<Change> changes, Runnable apply) {
    if (gate == null) {
      return noGate(mode);
    }
    Once once = new Once(apply);
    try {
      Optional<String> reason = reason(gate.applyIfOpen(mode, changes, once));
      return once.ran ? Optional.empty() : Optional.of(reason.orElse("unknown: the gate is open but did not apply the change"));
    } catch (RuntimeException e) {
      if (once.failed) {
        throw e;
      }
      return once.ran ? Optional.empty() : Optional.of("unknown: the gate failed: " + e);
    } finally {
      once.over = true;
    }
  }

  private static Optional<String> noGate(ApplyMode mode) {
    return Optional.of("unknown: the program has no gate that could say when " + RecordJson.word(mode) + " is");
  }

  private static Optional<String> reason(ApplyGate.Verdict verdict) {
    if (verdict instanceof ApplyGate.Open) {
      return Optional.empty();
    }
    if (verdict instanceof ApplyGate.Closed closed) {
      return Optional.of(closed.reason());
    }
    if (verdict instanceof ApplyGate.Unknown unknown) {
      return Optional.of("unknown: " + unknown.reason());
    }
    return Optional.of("unknown: the gate gave no verdict");
  }

  /** An apply that a gate can neither run twice nor keep for later. */
  private static final class Once implements Runnable {
    private final Runnable apply;
    private final Thread writer = Thread.currentThread();
    private boolean ran;
    private boolean failed;
    private volatile boolean over;

    private Once(Runnable apply) {
      this.apply = apply;
    }

    @Override
    public void run() {
      if (over || Thread.currentThread() != writer) {
        throw new IllegalStateException("a change may only be applied while the gate is asked, on the thread that asks");
      }
      if (ran) {
        return;
      }
      ran = true;
      failed = true;
      apply.run();
      failed = false;
    }
  }
}
