package dev.binnacle.engine.control;

import dev.binnacle.engine.control.Counting.Look;
import dev.binnacle.engine.control.TriggerSettings.Pace;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Plural;
import dev.binnacle.model.TriggerKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Order storms and repeated executions of one bot. */
final class PaceTriggers {
  private final BotId bot;
  private final Gauges gauges;
  private final Pacing pacing = new Pacing();
  private boolean repeats;

  PaceTriggers(BotId bot, Gauges gauges) {
    this.bot = bot;
    this.gauges = gauges;
  }

  void happened(Event event, Instant now, TriggerSettings settings) {
    if (event instanceof Event.OrderUpdate order) {
      boolean fill = order.status() == OrderStatus.FILLED || order.status() == OrderStatus.PARTIALLY_FILLED;
      if (!fill) {
        Pacing.Stretch over = pacing.ordered(now, settings.storm());
        if (over != null) {
          storm(over, now, settings);
        }
      } else if (order.status() == OrderStatus.FILLED) {
        executed(new Pacing.Execution("order", order.symbol(), order.side(), order.quantity()), now, settings);
      }
    } else if (event instanceof Event.TradeOpened trade) {
      executed(new Pacing.Execution("trade", trade.symbol(), trade.side(), trade.quantity()), now, settings);
    }
  }

  void ticked(Instant now, TriggerSettings settings) {
    Pacing.Stretch over = pacing.passes(now, settings.storm());
    if (over != null) {
      storm(over, now, settings);
    }
    if (repeats) {
      int most = pacing.most(now, settings.repeats());
      if (most <= settings.repeats().most()) {
        repeats = most > 0;
        gauges.look(repeated(most, "the same", now, settings), (double) most / settings.repeats().most());
      }
    }
  }

  private void storm(Pacing.Stretch over, Instant now, TriggerSettings settings) {
    Pace pace = settings.storm();
    boolean bad = over.orders() > pace.most();
    Look look =
        new Look(
            Gauges.key(bot, TriggerKind.ORDER_STORM), now, Duration.ZERO, bad, "orders",
            "%s about orders within %s".formatted(Plural.of(over.orders(), "message"), Gauges.length(pace.within())),
            "%d within %s".formatted(pace.most(), Gauges.length(pace.within())), settings.of(TriggerKind.ORDER_STORM).act(),
            null);
    gauges.look(look, (double) over.orders() / pace.most());
    if (over.rested()) {
      // Whole stretches without any order lie between.
      gauges.look(calm(now, settings), 0.0);
    }
  }

  private Look calm(Instant now, TriggerSettings settings) {
    Pace pace = settings.storm();
    return new Look(
        Gauges.key(bot, TriggerKind.ORDER_STORM), now, Duration.ZERO, false, "orders", "no order",
        "%d within %s".formatted(pace.most(), Gauges.length(pace.within())), settings.of(TriggerKind.ORDER_STORM).act(), null);
  }

  private void executed(Pacing.Execution execution, Instant now, TriggerSettings settings) {
    repeats = true;
    int times = pacing.executed(execution, now, settings.repeats());
    int most = settings.repeats().most();
    if (times > most) {
      String what =
          execution.side().name().toLowerCase(Locale.ROOT) + " " + execution.quantity().toPlainString() + " "
              + execution.symbol();
      gauges.look(repeated(times, what, now, settings), (double) times / most);
    }
  }

  private Look repeated(int times, String what, Instant now, TriggerSettings settings) {
    Pace pace = settings.repeats();
    String within = Gauges.length(pace.within());
    return new Look(
        Gauges.key(bot, TriggerKind.REPEATED_EXECUTION), now, Duration.ZERO, times > pace.most(), "executions",
        what + " executed " + times + " times within " + within, pace.most() + " times within " + within,
        settings.of(TriggerKind.REPEATED_EXECUTION).act(), null);
  }
}
