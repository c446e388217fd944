package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;

/** What a sweep just did. Nothing depends on anybody hearing it. */
public sealed interface SweepStep {
  /** Open orders were read: so many rest in scope. */
  record Listed(int reading, int resting) implements SweepStep {}

  /** An order is there that was not when the sweep began. */
  record Appeared(OrderState order) implements SweepStep {}

  /** A cancel was asked for, and this is what the venue said; it proves nothing. */
  record Asked(OrderId order, int attempt, String answer) implements SweepStep {}

  /** What became of an order is known. */
  record Settled(SweptOrder order) implements SweepStep {}

  /** The venue did not do as asked; the sweep goes on. */
  record Trouble(String what) implements SweepStep {}
}
