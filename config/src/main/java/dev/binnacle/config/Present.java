package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/**
 * The version in force, also while a trial stands in for it.
 *
 * @param content the file's text, secrets included
 */
record Present(long version, String hash, @Nullable String parent, String content) {
  static Present of(LiveConfig<?> config) {
    return of(config.committed());
  }

  /** What this process works with: the trial while one runs, under the number of the version that it stands in for. */
  static Present tried(LiveConfig<?> config) {
    return of(config.snapshot());
  }

  private static Present of(Snapshot<?> snapshot) {
    return new Present(snapshot.version(), snapshot.hash(), snapshot.parent(), snapshot.content());
  }

  /** Null when the history does not know it. */
  static @Nullable String contentOf(LiveConfig<?> config, long version) {
    Present present = of(config);
    return present.version() == version
        ? present.content()
        : config.history().get(version).map(StoredVersion::content).orElse(null);
  }

  static boolean isOn(Trial trial) {
    return trial.state() == Trial.State.RUNNING || trial.state() == Trial.State.ENDING;
  }
}
