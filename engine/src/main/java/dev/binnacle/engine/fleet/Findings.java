package dev.binnacle.engine.fleet;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Sample;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears what the fleet finds while it takes one input. */
public interface Findings {
  /** This was decided, and the fleet has changed by it already. */
  void decided(Fact fact);

  /** These samples belong into their series, the fleet's where {@code bot} is null. */
  void keep(@Nullable BotId bot, Instant at, List<Sample> samples);

  /** This has just happened and is news. */
  void announce(BotId bot, Event event);
}
