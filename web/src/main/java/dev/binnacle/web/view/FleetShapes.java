package dev.binnacle.web.view;

import static dev.binnacle.web.view.TradingShapes.amount;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot.Counters;
import dev.binnacle.engine.fleet.FleetSnapshot.FleetTotals;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Money;
import dev.binnacle.web.view.BotShapes.BotAt;
import dev.binnacle.web.view.HistoryView.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All bots together. */
public final class FleetShapes {
  private static final int NEWEST_TRADES = 20;

  /** The fleet as it looks at a time: ages are reckoned to {@code now}. */
  public record FleetAt(FleetSnapshot fleet, Instant now) {
    List<BotAt> bots() {
      return fleet.bots().stream().map(bot -> new BotAt(bot, now)).toList();
    }
  }

  private static final Shape<Counters> COUNTERS =
      Shape.<Counters>object("Counters", "Events since the server was first started")
          .count("accepted", Counters::accepted)
          .count("duplicates", Counters::duplicates)
          .count("rejected", Counters::rejected)
          .count("unkeyed", Counters::unkeyed)
          .note("durable events without a key: a repetition would count twice")
          .count("samples", Counters::samples)
          .count("gaps", Counters::gaps)
          .count("fenced", Counters::fenced)
          .shape();

  public static final Shape<FleetAt> FLEET =
      Shape.<FleetAt>object("Fleet", "All bots together")
          .count("index", at -> at.fleet().index())
          .note("of the last input that is in it; rises")
          .time("at", at -> at.fleet().at())
          .word("status", BotStatus.class, at -> at.fleet().totals().status())
          .note("the worst of all bots'")
          .map("statuses", Shape.<Integer>number(), at -> statuses(at.fleet().totals()))
          .note("how many bots are in each")
          .textOrNull("currency", at -> currency(at.fleet().totals()))
          .decimalOrNull("balance", at -> amount(at.fleet().totals().balance()))
          .decimalOrNull("available", at -> amount(at.fleet().totals().available()))
          .decimalOrNull("equity", at -> amount(at.fleet().totals().equity()))
          .decimalOrNull("unrealized", at -> amount(at.fleet().totals().unrealized()))
          .size("open_positions", at -> at.fleet().totals().openPositions())
          .count("error_count", at -> at.fleet().totals().errorCount())
          .childOrNull("performance", FigureShapes.PERFORMANCE, at -> at.fleet().totals().figures())
          .map("why_null", Shape.text(Function.<String>identity()), at -> whyNull(at.fleet().totals()))
          .note("why a sum cannot be given, under the sum's name")
          .list("bots", BotShapes.ROW, FleetAt::bots)
          .list("positions", TradingShapes.POSITION_OF_BOT, at -> rows(at.fleet(), BotSnapshot::positions))
          .list("trades", TradingShapes.TRADE_OF_BOT, at -> newestTrades(at.fleet(), NEWEST_TRADES))
          .note("the 20 newest of all bots")
          .list("components", BotShapes.COMPONENT_OF_BOT, at -> rows(at.fleet(), BotSnapshot::components))
          .child("counters", COUNTERS, at -> at.fleet().counters())
          .shape();

  private FleetShapes() {}

  /** One kind of thing of all bots, each with its bot. */
  public static <T> List<Row<T>> rows(FleetSnapshot fleet, Function<BotSnapshot, List<T>> get) {
    return fleet.bots().stream().flatMap(bot -> get.apply(bot).stream().map(what -> new Row<>(bot.id(), what))).toList();
  }

  private static Map<String, Integer> statuses(FleetTotals totals) {
    Map<String, Integer> words = new LinkedHashMap<>();
    for (BotStatus status : BotStatus.values()) {
      Integer count = totals.statuses().get(status);
      if (count != null && count > 0) {
        words.put(Fields.wordOf(status), count);
      }
    }
    return words;
  }

  /** Under the names that the fields have here. */
  private static Map<String, String> whyNull(FleetTotals totals) {
    Map<String, String> reasons = new TreeMap<>(totals.whyNull());
    String ofFigures = reasons.remove("figures");
    if (ofFigures != null) {
      reasons.put("performance", ofFigures);
    }
    return reasons;
  }

  private static @Nullable String currency(FleetTotals totals) {
    return Stream.of(new @Nullable Money[] {totals.equity(), totals.balance(), totals.available()})
        .filter(Objects::nonNull)
        .map(money -> money.currency().code())
        .findFirst()
        .orElse(null);
  }

  /** Merges the bots' lists, each newest first, without sorting them all: there may be hundreds of bots. */
  private static List<Row<TradeView>> newestTrades(FleetSnapshot fleet, int most) {
    record Head(BotSnapshot bot, int next) {
      TradeView trade() {
        return bot.trades().get(next);
      }
    }
    PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing((Head head) -> when(head.trade())).reversed());
    fleet.bots().stream().filter(bot -> !bot.trades().isEmpty()).forEach(bot -> heads.add(new Head(bot, 0)));
    List<Row<TradeView>> newest = new ArrayList<>(most);
    for (Head head = heads.poll(); head != null && newest.size() < most; head = heads.poll()) {
      newest.add(new Row<>(head.bot.id(), head.trade()));
      if (head.next + 1 < head.bot.trades().size()) {
        heads.add(new Head(head.bot, head.next + 1));
      }
    }
    return newest;
  }

  private static Instant when(TradeView trade) {
    if (trade.closedAt() != null) {
      return trade.closedAt();
    }
    return trade.openedAt() != null ? trade.openedAt() : Instant.EPOCH;
  }
}
