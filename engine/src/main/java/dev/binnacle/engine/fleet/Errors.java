package dev.binnacle.engine.fleet;

import dev.binnacle.model.Event;
import dev.binnacle.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest errors of a bot, the newest first, and how many there were within 24 hours. */
final class Errors {
  private final int bound;
  private final ArrayList<Event.ErrorRaised> newest = new ArrayList<>();
  private RollingCount count = new RollingCount();
  private @Nullable List<Event.ErrorRaised> view;

  Errors(Bounds bounds) {
    bound = bounds.errors();
  }

  void restore(BotState state) {
    state.errors().forEach(error -> newest.add(error.event()));
    count = RollingCount.restore(state.errorCounts());
  }

  void add(Event.ErrorRaised error, Instant effective, Instant now) {
    if (error.severity().compareTo(Severity.ERROR) >= 0) {
      count.add(effective, now);
    }
    int place = 0;
    while (place < newest.size() && newest.get(place).at().isAfter(error.at())) {
      place++;
    }
    if (place < bound) {
      newest.add(place, error);
      view = null;
      if (newest.size() > bound) {
        newest.removeLast();
      }
    }
  }

  /** Of severity ERROR or worse within 24 hours. */
  long countAt(Instant now) {
    return count.sum(now);
  }

  List<Event.ErrorRaised> view() {
    if (view == null) {
      view = List.copyOf(newest);
    }
    return view;
  }

  List<BotState.ErrorState> states() {
    return newest.stream().map(BotState.ErrorState::of).toList();
  }

  List<BotState.Bucket> counts() {
    return count.state();
  }
}
