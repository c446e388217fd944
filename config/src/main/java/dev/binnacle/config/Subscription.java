package dev.binnacle.config;

/** A listener's place; closing it ends the calls, but for one that is under way. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
