package dev.binnacle.model;

import java.util.List;

/**
 * What there is to tell of a silence that has ended.
 *
 * @param active alerts that it hid to its end and that go on, as they were then, the most urgent first, at most {@link Notice#MOST_ALERTS}
 * @param activeInAll how many there are, with those that are left out
 */
public record EndedSilence(Silence silence, List<Alert> active, long activeInAll) {
  public EndedSilence {
    if (active.size() > Notice.MOST_ALERTS || active.size() > activeInAll) {
      throw new InvalidValueException("active", "size",
          "an ended silence names at most " + Notice.MOST_ALERTS + " alerts and as many as there are, had " + active.size()
              + " of " + activeInAll);
    }
    active = List.copyOf(active);
  }
}
