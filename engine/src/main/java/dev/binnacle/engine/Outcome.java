package dev.binnacle.engine;

import java.util.List;

/** What applying one input led to. {@code index} is the input's place in the order of all inputs. */
public record Outcome(long index, List<Effect> effects) {
  public Outcome {
    effects = List.copyOf(effects);
  }
}
