package dev.binnacle.exchange;

/** What a flattening just did. Nothing depends on anybody hearing it. */
public sealed interface FlattenStep {
  /** An order that closes was sent, or found again after a crash. */
  record Placed(OrderState order) implements FlattenStep {}

  /** An order that closes is done, filled or not. */
  record Ended(OrderState order) implements FlattenStep {}

  record Finished(FlattenedPosition position) implements FlattenStep {}

  /** The venue did not do as asked; the flattening goes on. */
  record Trouble(String what) implements FlattenStep {}
}
