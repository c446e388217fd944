package dev.binnacle.web.view;

import static dev.binnacle.web.view.TradingShapes.amount;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.ComponentView;
import dev.binnacle.engine.fleet.BotSnapshot.GapView;
import dev.binnacle.engine.fleet.BotSnapshot.InstanceView;
import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.model.TradingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One bot: whole, or as a row of a list. */
public final class BotShapes {

  /** A bot as it looks at a time: ages are reckoned to {@code now}. */
  public record BotAt(BotSnapshot bot, Instant now) {

    @Nullable Long ageMillis() {
      return bot.lastHeard() == null ? null : Math.max(0, Duration.between(bot.lastHeard(), now).toMillis());
    }

    @Nullable Long uptimeSeconds() {
      boolean gone = bot.startedAt() == null || bot.status() == BotStatus.OFFLINE;
      return gone ? null : Math.max(0, Duration.between(bot.startedAt(), now).toSeconds());
    }
  }

  static final Shape<ComponentView> COMPONENT = component().shape();

  public static final Shape<HistoryView.Row<ComponentView>> COMPONENT_OF_BOT =
      Shape.<HistoryView.Row<ComponentView>>object("ComponentOfBot", "A part of a bot, with its bot")
          .text("bot", row -> row.bot().value())
          .with(component(), HistoryView.Row::what)
          .shape();

  private static final Shape<InstanceView> INSTANCE =
      Shape.<InstanceView>object("Instance", "One run of one process of a bot")
          .text("id", instance -> instance.id().value())
          .flag("connected", InstanceView::connected)
          .note("whether it holds a link now")
          .flag("owner", InstanceView::owner)
          .note("whether its word counts for the bot's present state")
          .flag("ended", InstanceView::ended)
          .count("last_seq", InstanceView::lastSeq)
          .note("the number up to which its sequence is whole")
          .timeOrNull("started_at", InstanceView::startedAt)
          .timeOrNull("last_heard", InstanceView::lastHeard)
          .shape();

  private static final Shape<Event.ApiUsage> API_USAGE =
      Shape.<Event.ApiUsage>object("ApiUsage", "Calls to one endpoint of one venue since the bot's process started")
          .text("venue", Event.ApiUsage::venue)
          .text("endpoint", Event.ApiUsage::endpoint)
          .count("calls", Event.ApiUsage::calls)
          .count("errors", Event.ApiUsage::errors)
          .count("throttled", Event.ApiUsage::throttled)
          .countOrNull("remaining", Event.ApiUsage::remaining)
          .countOrNull("limit", Event.ApiUsage::limit)
          .time("at", Event.ApiUsage::at)
          .shape();

  private static final Shape<Event.LogLine> LOG_LINE =
      Shape.<Event.LogLine>object("LogLine", "A line of the bot's log")
          .word("level", Severity.class, Event.LogLine::level)
          .text("logger", Event.LogLine::logger)
          .text("message", Event.LogLine::message)
          .time("at", Event.LogLine::at)
          .shape();

  private static final Shape<GapView> GAP =
      Shape.<GapView>object("Gap", "Numbers that are missing in an instance's sequence, both ends included")
          .text("instance", gap -> gap.instance().value())
          .count("from", GapView::from)
          .count("to", GapView::to)
          .time("since", GapView::since)
          .shape();

  private static final Shape<Sample.Reading> READING =
      new Shape<>(
          (json, reading) -> {
            switch (reading) {
              case Sample.Reading.Number number -> json.writeNumber(number.value());
              case Sample.Reading.State state -> json.writeString(state.word());
            }
          },
          definitions -> {
            var schema = Shape.typed("number");
            schema.putArray("type").add("number").add("string");
            return schema;
          });

  public static final Shape<MetricView> METRIC =
      Shape.<MetricView>object("Metric", "The newest reading of a metric: a number, or a word for a state")
          .child("value", READING, MetricView::reading)
          .time("at", MetricView::at)
          .shape();

  /** A bot without its lists. */
  public static final Shape<BotAt> ROW =
      head("BotRow", "A bot in a list").size("open_positions", at -> at.bot().positions().size()).shape();

  /** A bot with all that is known of its present. */
  public static final Shape<BotAt> BOT =
      head("Bot", "A bot with all that is known of its present")
          .list("instances", INSTANCE, at -> at.bot().instances())
          .list("components", COMPONENT, at -> at.bot().components())
          .list("positions", TradingShapes.POSITION, at -> at.bot().positions())
          .list("orders", TradingShapes.ORDER, at -> at.bot().orders())
          .note("open ones, the newest first")
          .list("trades", TradingShapes.TRADE, at -> at.bot().trades())
          .note("the newest first, at most 50, open ones included")
          .list("errors", TradingShapes.ERROR, at -> at.bot().errors())
          .note("the newest first, at most 50")
          .list("api_usage", API_USAGE, at -> at.bot().apiUsage())
          .list("logs", LOG_LINE, at -> at.bot().logs())
          .note("the newest last, at most 200")
          .map("metrics", METRIC, at -> byName(at.bot().metrics()))
          .list("gaps", GAP, at -> at.bot().gaps())
          .count("side_mismatches", at -> at.bot().sideMismatches())
          .shape();

  private BotShapes() {}

  private static Fields<BotAt> head(String name, String summary) {
    return Shape.<BotAt>object(name, summary)
        .text("id", at -> at.bot().id().value())
        .word("status", BotStatus.class, at -> at.bot().status())
        .text("reason", at -> at.bot().reason())
        .note("why the status is what it is")
        .word("run_state", RunState.class, at -> at.bot().runState())
        .word("mode", TradingMode.class, at -> at.bot().mode())
        .word("policy", InstancePolicy.class, at -> at.bot().policy())
        .textOrNull("venue", of(BotSnapshot::venue))
        .textOrNull("strategy", of(BotSnapshot::strategy))
        .textOrNull("version", of(BotSnapshot::version))
        .textOrNull("currency", at -> at.bot().currency() == null ? null : at.bot().currency().code())
        .note("of all amounts that name none")
        .timeOrNull("first_heard", of(BotSnapshot::firstHeard))
        .timeOrNull("started_at", of(BotSnapshot::startedAt))
        .timeOrNull("last_heard", of(BotSnapshot::lastHeard))
        .countOrNull("uptime_seconds", BotAt::uptimeSeconds)
        .countOrNull("age_ms", BotAt::ageMillis)
        .note("time since anything came from it")
        .countOrNull("clock_skew_ms", at -> at.bot().clockSkew() == null ? null : at.bot().clockSkew().toMillis())
        .note("the bot's clock less ours")
        .count("error_count", at -> at.bot().errorCount())
        .note("errors of severity error or worse within 24 hours")
        .childOrNull("balance", TradingShapes.BALANCE, at -> at.bot().balance())
        .decimalOrNull("equity", at -> amount(at.bot().equity()))
        .decimalOrNull("unrealized", at -> amount(at.bot().unrealized()))
        .map("why_null", Shape.text(Function.<String>identity()), at -> new TreeMap<>(at.bot().whyNull()))
        .note("why a figure is null, and under performance what the figures leave out")
        .child("performance", FigureShapes.PERFORMANCE, at -> at.bot().figures());
  }

  private static <V> Function<BotAt, @Nullable V> of(Function<BotSnapshot, @Nullable V> get) {
    return at -> get.apply(at.bot());
  }

  private static Fields<ComponentView> component() {
    return Shape.<ComponentView>object("Component", "A part of a bot whose health is told apart")
        .text("name", component -> component.name().value())
        .word("health", Health.class, ComponentView::health)
        .flag("critical", ComponentView::critical)
        .note("its failure puts the bot into error")
        .countOrNull("response_time_ms",
            component -> component.responseTime() == null ? null : component.responseTime().toMillis())
        .textOrNull("message", ComponentView::message)
        .time("since", ComponentView::since)
        .time("at", ComponentView::at);
  }

  public static Map<String, MetricView> byName(Map<MetricName, MetricView> metrics) {
    Map<String, MetricView> named = new LinkedHashMap<>();
    metrics.forEach((name, metric) -> named.put(name.value(), metric));
    return named;
  }
}
