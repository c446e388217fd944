package dev.binnacle.server;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Plural;
import dev.binnacle.model.Symbol;
import dev.binnacle.web.view.Incident.Kind;
import dev.binnacle.web.view.Incident.Line;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was decided of one halt as lines: of each step that which is new. Takes facts, the oldest first. Threads: one at a time. */
final class HaltStory implements Consumer<Fact.OfControl> {
  private final Consumer<Line> lines;
  private final Map<BotId, Seen> seen = new HashMap<>();

  /** What was told of one bot. */
  private static final class Seen {
    @Nullable BotHalt halt;
    final Map<InstanceId, GuardWord> guards = new HashMap<>();
    final Map<OrderId, HaltedOrder> orders = new HashMap<>();
    final Map<Symbol, HaltedPosition> positions = new HashMap<>();
  }

  HaltStory(Consumer<Line> lines) {
    this.lines = lines;
  }

  static String haltPath(Object halt) {
    return "/halts/" + URLEncoder.encode(halt.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void accept(Fact.OfControl fact) {
    switch (fact) {
      case Fact.HaltBegun begun -> begun(begun.at(), begun.halt());
      case Fact.HaltJoined joined -> {
        line(joined.at(), Kind.COMMAND, null, asks(joined.request()) + word(joined.mode()) + " too", joined.request().reason(),
            joined.halt());
        joined.bots().forEach(bot -> moved(joined.at(), joined.halt(), bot));
      }
      case Fact.BotHaltMoved moved -> moved(moved.at(), moved.halt(), moved.bot());
      case Fact.HaltMoved moved -> line(
          moved.at(), Kind.HALT, null, "the halt as a whole is " + word(moved.state()), null, moved.halt());
      case Fact.HaltReleased over -> line(
          over.at(), Kind.RELEASE, null, over.release().by() + " releases the halt", over.release().reason(), over.halt());
      case Fact.ActionTaken _,Fact.TriggerMoved _ -> {
        // Are of no halt.
      }
    }
  }

  private void begun(Instant at, Halt halt) {
    seen.clear();
    String bots = halt.bots().stream().map(bot -> bot.bot().value()).collect(Collectors.joining(", "));
    line(at, Kind.COMMAND, null, asks(halt.begun()) + word(halt.mode()) + ": " + halt.scope(), halt.begun().reason(), halt.id());
    line(at, Kind.HALT, null, "the halt begins for " + (bots.isEmpty() ? "no bot yet" : bots), null, halt.id());
    halt.bots().forEach(bot -> moved(at, halt.id(), bot));
  }

  private static String asks(HaltRequest request) {
    String whose =
        switch (request.origin()) {
          case PERSON -> " asks to ";
          case TRIGGER -> " (trigger) asks to ";
          case BOT -> " (the bot's own code) asks to ";
          case LIMIT -> " (a limit of the guard) asks to ";
          case FILE -> " (a halt file) asks to ";
          case SILENCE -> " (silence of the server) asks to ";
          case DRILL -> " rehearses to ";
        };
    return request.by() + whose;
  }

  private void moved(Instant at, Object halt, BotHalt now) {
    Seen before = seen.computeIfAbsent(now.bot(), bot -> new Seen());
    BotHalt old = before.halt;
    if (old == null || old.state() != now.state() || !old.reason().equals(now.reason())) {
      line(at, Kind.HALT, now.bot(), word(now.state()), now.reason(), halt);
    }
    now.guards().forEach(guard -> guard(at, halt, now.bot(), before, guard));
    now.orders().forEach(order -> order(at, now.bot(), before, order));
    now.positions().forEach(position -> position(at, now.bot(), before, position));
    before.halt = now;
  }

  private void guard(Instant at, Object halt, BotId bot, Seen before, GuardWord now) {
    GuardWord old = before.guards.put(now.instance(), now);
    if (old != null && old.stage() == now.stage() && old.inFlight() == now.inFlight()) {
      return;
    }
    String what =
        switch (now.stage()) {
          case REQUESTED -> "is told to close its guard";
          case DELIVERED -> "has closed its guard";
          case CONFIRMED -> "confirms: guard closed, nothing in flight, its own part done";
          case UNCONFIRMED -> "has not answered in time: its guard may be open";
        };
    String flying = now.inFlight() == 0 ? null : Plural.of(now.inFlight(), "order") + " in flight " + now.unknown();
    line(at, Kind.GUARD, bot, "run " + now.instance() + " " + what, flying, halt);
  }

  private void order(Instant at, BotId bot, Seen before, HaltedOrder now) {
    HaltedOrder old = before.orders.put(now.id(), now);
    if (old != null && old.outcome() == now.outcome() && old.proved() == now.proved()) {
      return;
    }
    String what =
        switch (now.outcome()) {
          case PENDING -> "is to be cancelled";
          case CANCELLED -> "is cancelled";
          case FILLED -> "filled before the cancel";
          case PARTLY_FILLED -> "filled in part, the rest is cancelled";
          case REJECTED -> "never rested";
          case STILL_OPEN -> "rests still";
          case UNKNOWN -> "may rest still: nobody can say";
        };
    boolean over = !now.isResidue();
    boolean filled = now.outcome() == HaltedOrder.Outcome.FILLED || now.outcome() == HaltedOrder.Outcome.PARTLY_FILLED;
    String symbol = now.symbol() == null ? "" : " of " + now.symbol();
    lines.accept(
        new Line(
            at, filled ? Kind.FILL : Kind.ORDER, bot, "order " + now.id() + symbol + " " + what + (over ? ", proved" : ""),
            now.detail(), now.id().value(), Incidents.botPath(bot)));
  }

  private void position(Instant at, BotId bot, Seen before, HaltedPosition now) {
    HaltedPosition old = before.positions.put(now.symbol(), now);
    if (old != null && old.outcome() == now.outcome() && isSame(old.after(), now.after())) {
      return;
    }
    String size = now.after() == null ? "cannot be read" : "is " + now.after().toPlainString();
    String what =
        switch (now.outcome()) {
          case FLAT -> "is flat";
          case DUST -> size + ", less than the exchange trades";
          case KEPT -> size + " and is kept";
          case OPEN -> size + " and is open still";
          case UNKNOWN -> size + ": nobody can say what is left";
        };
    lines.accept(
        new Line(at, Kind.POSITION, bot, "position " + now.symbol() + " " + what, now.detail(), null, Incidents.botPath(bot)));
  }

  private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.compareTo(other) == 0;
  }

  private void line(Instant at, Kind kind, @Nullable BotId bot, String what, @Nullable String detail, Object halt) {
    lines.accept(new Line(at, kind, bot, what, detail, halt.toString(), haltPath(halt)));
  }

  static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
