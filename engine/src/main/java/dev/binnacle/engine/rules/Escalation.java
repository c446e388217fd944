package dev.binnacle.engine.rules;

import dev.binnacle.model.ChannelName;
import java.time.Duration;
import java.util.List;

/** Who else is told of an alert that fires and that nobody acknowledges. Each step is taken once. */
public record Escalation(List<Step> steps) {
  public Escalation {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > 10) {
      throw new IllegalArgumentException("an escalation must have 1 to 10 steps, had " + steps.size());
    }
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).after().compareTo(steps.get(i - 1).after()) < 0) {
        throw new IllegalArgumentException(
            "steps of an escalation must come in order, %s is before %s"
                .formatted(steps.get(i).after(), steps.get(i - 1).after()));
      }
    }
  }

  /** @param after the alert fired first */
  public record Step(Duration after, List<ChannelName> channels) {
    public Step {
      Amounts.positive("escalation.after", after);
      channels = List.copyOf(channels);
    }
  }
}
