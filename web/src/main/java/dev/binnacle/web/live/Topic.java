package dev.binnacle.web.live;

import dev.binnacle.model.BotId;
import dev.binnacle.web.view.BotShapes.BotAt;
import dev.binnacle.web.view.FleetShapes.FleetAt;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A state that a dashboard can follow. */
sealed interface Topic {
  Duration SHORTEST_INTERVAL = Duration.ofMillis(50);

  /** What decides whether the topic has changed: the same object is the same state. Null when there is nothing to show. */
  @Nullable Object stateIn(Moment moment);

  /** The message that shows it. Only called where there is something to show. */
  byte[] render(Moment moment, Instant now, Instant startedAt);

  /** The whole fleet. */
  record Fleet() implements Topic {
    @Override
    public Object stateIn(Moment moment) {
      return moment.fleet();
    }

    @Override
    public byte[] render(Moment moment, Instant now, Instant startedAt) {
      return Messages.FLEET_UPDATE.bytes(new FleetAt(moment.fleet(), now));
    }
  }

  /** One bot with all its lists. */
  record Bot(BotId id) implements Topic {
    @Override
    public @Nullable Object stateIn(Moment moment) {
      return moment.fleet().bot(id).orElse(null);
    }

    @Override
    public byte[] render(Moment moment, Instant now, Instant startedAt) {
      return Messages.BOT_UPDATE.bytes(new BotAt(moment.fleet().bot(id).orElseThrow(), now));
    }
  }

  /** All alerts, with what hides them. */
  record Alerts() implements Topic {
    @Override
    public Object stateIn(Moment moment) {
      return moment.alerts();
    }

    @Override
    public byte[] render(Moment moment, Instant now, Instant startedAt) {
      return Messages.ALERTS_UPDATE.bytes(new Messages.AlertsAt(now, moment.alerts()));
    }
  }

  /** All halts, with what each bot may send. */
  record Halts() implements Topic {
    @Override
    public Object stateIn(Moment moment) {
      return moment.halts();
    }

    @Override
    public byte[] render(Moment moment, Instant now, Instant startedAt) {
      return Messages.HALTS_UPDATE.bytes(new Messages.HaltsAt(now, moment.halts()));
    }
  }

  /** A few figures of the fleet, which whoever asks for nothing gets. */
  record Plain() implements Topic {
    @Override
    public Object stateIn(Moment moment) {
      return moment;
    }

    @Override
    public byte[] render(Moment moment, Instant now, Instant startedAt) {
      return Messages.METRICS_UPDATE.bytes(new Messages.Plain(new FleetAt(moment.fleet(), now), moment.alerts(), startedAt));
    }
  }
}
