package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.Event;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedOrder.Outcome;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of a bot's orders and positions under a halt, put together from what is told one after the other. */
final class Findings {
  private static final int LONGEST_LINE = 300;
  private static final String HELD = "the bot held it open when the halt came";
  private static final String GONE = "read again: nothing is left";

  private final Map<OrderId, HaltedOrder> orders = new LinkedHashMap<>();
  private final Map<Symbol, HaltedPosition> positions = new LinkedHashMap<>();
  private final List<GuardWord> words;
  private final boolean liquidates;
  private boolean onTheBotsWord;
  private long ordersInAll;

  Findings(Standing halt, Case of, List<GuardWord> words) {
    BotHalt known = of.now();
    known.orders().forEach(order -> orders.put(order.id(), order));
    known.positions().forEach(position -> positions.put(position.symbol(), position));
    this.words = words;
    this.liquidates = halt.mode() == HaltMode.LIQUIDATE;
    this.ordersInAll = known.ordersInAll();
  }

  /** Nobody but the bot can prove anything: what it says is gone is not named as left. */
  Findings onTheBotsWord() {
    onTheBotsWord = true;
    return this;
  }

  /** The bot tells that it has this position still. */
  void stands(PositionView view) {
    BigDecimal size = view.side() == Side.SELL ? view.quantity().negate() : view.quantity();
    measure(List.of(new HaltedPosition(view.symbol(), size, size, HaltedPosition.Outcome.OPEN, "by the bot's own word")));
  }

  private boolean isLeft(HaltedOrder order) {
    return onTheBotsWord
        ? switch (order.outcome()) {
          case PENDING, STILL_OPEN, UNKNOWN -> true;
          case CANCELLED, FILLED, PARTLY_FILLED, REJECTED -> false;
        }
        : order.isResidue();
  }

  /** The bot holds these open: whatever becomes of each, it is told. Those that are known stay as they are known. */
  void hold(Collection<Event.OrderUpdate> open) {
    for (Event.OrderUpdate order : open) {
      if (!orders.containsKey(order.orderId()) && orders.size() < BotHalt.MOST_ORDERS) {
        tell(List.of(new HaltedOrder(order.orderId(), order.symbol(), Outcome.PENDING, false, HELD)));
      }
    }
  }

  /** What was asked last is answered: this is how it is. */
  void tell(Collection<HaltedOrder> told) {
    for (HaltedOrder order : told) {
      ordersInAll += orders.put(order.id(), order) == null ? 1 : 0;
    }
  }

  /**
   * What was asked before is answered late: that there is such an order is news, what became of it must be asked anew.
   *
   * @return whether any was news
   */
  boolean name(Collection<HaltedOrder> told) {
    boolean news = false;
    for (HaltedOrder order : told) {
      if (!orders.containsKey(order.id())) {
        orders.put(order.id(),
            new HaltedOrder(order.id(), order.symbol(), Outcome.UNKNOWN, false, "told too late to prove anything"));
        ordersInAll++;
        news = true;
      }
    }
    return news;
  }

  /** Positions as they are now; what a position was before the halt touched it stays. */
  void measure(Collection<HaltedPosition> told) {
    for (HaltedPosition position : told) {
      HaltedPosition first = positions.get(position.symbol());
      if (first != null || positions.size() < BotHalt.MOST_POSITIONS) {
        positions.put(
            position.symbol(),
            first == null
                ? position
                : new HaltedPosition(
                    position.symbol(), first.before(), position.after(), position.outcome(), position.detail()));
      }
    }
  }

  /** All was read again and nothing is left that must not be: a position that is not told of is gone. */
  void measureAll(Collection<HaltedPosition> told) {
    measure(told);
    Set<Symbol> there = new HashSet<>();
    told.forEach(position -> there.add(position.symbol()));
    positions.replaceAll(
        (symbol, known) -> known.isResidue() && !there.contains(symbol)
            ? new HaltedPosition(symbol, known.before(), BigDecimal.ZERO, HaltedPosition.Outcome.FLAT, GONE)
            : known);
  }

  /** Those whose fate must be told. */
  List<OrderId> unproved() {
    Set<OrderId> names = new LinkedHashSet<>();
    orders.values().stream().filter(HaltedOrder::isResidue).forEach(order -> names.add(order.id()));
    inFlight().forEach(names::add);
    return names.stream().limit(BotHalt.MOST_ORDERS).toList();
  }

  /** Those that runs had in flight and nobody has proved. */
  private List<OrderId> inFlight() {
    List<OrderId> names = new ArrayList<>();
    for (GuardWord word : words) {
      for (OrderId order : word.unknown()) {
        HaltedOrder known = orders.get(order);
        if (known == null || known.isResidue()) {
          names.add(order);
        }
      }
    }
    return names;
  }

  /** How many orders are in flight that the runs cannot name. */
  private long unnamed() {
    return words.stream().mapToLong(word -> Math.max(0, word.inFlight() - word.unknown().size())).sum();
  }

  /** Whether an order may fill still, or nobody can say. */
  boolean hasOrdersLeft() {
    return orders.values().stream().anyMatch(HaltedOrder::isResidue) || !inFlight().isEmpty() || unnamed() > 0;
  }

  /** Whether a person can be told of an order or a position by name. */
  boolean namesWhatIsLeft() {
    return orders.values().stream().anyMatch(this::isLeft) || !inFlight().isEmpty() || unnamed() > 0 || hasPositionsLeft();
  }

  /** Whether a position is there that is to be closed. */
  boolean hasPositionsLeft() {
    return liquidates && positions.values().stream().anyMatch(HaltedPosition::isResidue);
  }

  /** What is left at the exchange first, cut to what is kept. */
  List<HaltedOrder> orders() {
    List<HaltedOrder> sorted = new ArrayList<>();
    orders.values().stream().filter(HaltedOrder::isResidue).forEach(sorted::add);
    orders.values().stream().filter(order -> !order.isResidue()).forEach(sorted::add);
    return sorted.size() > BotHalt.MOST_ORDERS ? sorted.subList(0, BotHalt.MOST_ORDERS) : sorted;
  }

  List<HaltedPosition> positions() {
    return List.copyOf(positions.values());
  }

  long ordersInAll() {
    return Math.max(ordersInAll, orders.size());
  }

  /** Named for a person, the runs that are not closed first. */
  List<String> residue(boolean guardsToo) {
    List<String> lines = new ArrayList<>();
    for (GuardWord word : words) {
      if (guardsToo && word.stage() != GuardWord.Stage.CONFIRMED && word.stage() != GuardWord.Stage.DELIVERED) {
        lines.add("run " + word.instance() + " has not said that its guard is closed");
      }
    }
    orders.values().stream().filter(this::isLeft).forEach(order -> lines.add(line(order)));
    for (OrderId order : inFlight()) {
      if (!orders.containsKey(order)) {
        lines.add("order " + order + " was in flight when the guard closed, and nobody has said what became of it");
      }
    }
    if (unnamed() > 0) {
      lines.add("in flight beside these, without a name: " + unnamed());
    }
    if (liquidates) {
      positions.values().stream().filter(HaltedPosition::isResidue).forEach(position -> lines.add(line(position)));
    }
    return cut(lines);
  }

  private static List<String> cut(List<String> lines) {
    if (lines.size() <= BotHalt.MOST_RESIDUE) {
      return lines;
    }
    List<String> cut = new ArrayList<>(lines.subList(0, BotHalt.MOST_RESIDUE - 1));
    cut.add("and more: " + (lines.size() - cut.size()));
    return cut;
  }

  private static String line(HaltedOrder order) {
    String where = order.symbol() == null ? "" : " of " + order.symbol();
    String what =
        switch (order.outcome()) {
          case PENDING -> "is being cancelled, without an answer";
          case STILL_OPEN -> "rests still";
          case UNKNOWN -> "may rest still: nobody can say";
          case CANCELLED, FILLED, PARTLY_FILLED, REJECTED -> "is said to be gone, and not proved to be";
        };
    return Texts.cut("order " + order.id() + where + " " + what + (order.detail() == null ? "" : ": " + order.detail()),
        LONGEST_LINE);
  }

  private static String line(HaltedPosition position) {
    String size = position.after() == null ? "of unknown size" : "of " + position.after().toPlainString();
    return Texts.cut(
        "position " + position.symbol() + " " + size + (position.detail() == null ? "" : ": " + position.detail()), LONGEST_LINE);
  }
}
