package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/** Hints that a test gives, such as the one that follows an overflow. */
final class HandEvents implements EventSource {
  private volatile @Nullable Runnable hint;

  @Override
  public void start(Runnable told, Board board) {
    hint = told;
  }

  @Override
  public void stop() {
    hint = null;
  }

  void hint() {
    Runnable told = hint;
    if (told != null) {
      told.run();
    }
  }
}
