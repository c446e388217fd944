package dev.binnacle.config;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What readers see: written by the writer alone, read with one volatile read each. */
final class Live<C> {
  /** The value of {@link #current}, for those who read nothing else: it is set first, so that it is never older than a snapshot seen before. */
  private volatile @Nullable C config;
  /** What is in force: a version, or a trial in its place. Null only before the first. */
  volatile @Nullable Snapshot<C> current;
  volatile @Nullable Turn<C> turn;
  /** The version in force. */
  volatile @Nullable Snapshot<C> committed;
  volatile Optional<Pending> pending = Optional.empty();
  volatile Optional<Trial> trial = Optional.empty();
  final ConcurrentMap<String, ConfigConsumer> consumers = new ConcurrentHashMap<>();

  C config() {
    return present(config);
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

  void swap(Snapshot<C> snapshot, int depth, boolean quiet) {
    Turn<C> before = turn;
    config = snapshot.config();
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
