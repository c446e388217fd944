package dev.binnacle.config;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What readers see: written by the writer alone, read with one volatile read each. Whoever reads configurations alone has a field of
 * his own for them ({@link #tell}), since a step from here to there would double what a read costs.
 */
final class Live<C> {
  /** What is in force: a version, or a trial in its place. Null only before the first. */
  volatile @Nullable Snapshot<C> current;
  volatile @Nullable Turn<C> turn;
  /** The version in force. */
  volatile @Nullable Snapshot<C> committed;
  volatile Optional<Pending> pending = Optional.empty();
  volatile Optional<Trial> trial = Optional.empty();
  final ConcurrentMap<String, ConfigConsumer> consumers = new ConcurrentHashMap<>();
  private Consumer<C> reader = config -> {};

  /**
   * Hands this and every later configuration to {@code field}, which must only keep it. It is handed over before it is to be seen in
   * {@link #current}, so that who has seen a snapshot never reads an older configuration.
   */
  synchronized void tell(Consumer<C> field) {
    reader = field;
    Snapshot<C> now = current;
    if (now != null) {
      field.accept(now.config());
    }
  }

  Snapshot<C> current() {
    return present(current);
  }

  Turn<C> turn() {
    return present(turn);
  }

  Snapshot<C> committed() {
    return present(committed);
  }

  synchronized void swap(Snapshot<C> snapshot, int depth, boolean quiet) {
    Turn<C> before = turn;
    reader.accept(snapshot.config());
    current = snapshot;
    turn = new Turn<>(before == null ? 1 : before.number() + 1, snapshot, depth, quiet);
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("no configuration has been loaded");
    }
    return value;
  }
}
