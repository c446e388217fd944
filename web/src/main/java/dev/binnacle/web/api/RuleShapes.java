package dev.binnacle.web.api;

import dev.binnacle.engine.alerts.AlertsSnapshot.RuleView;
import dev.binnacle.engine.alerts.AlertsSnapshot.Standing;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Scope;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.web.api.Rules.Editing;
import dev.binnacle.web.api.Rules.Limit;
import dev.binnacle.web.api.Rules.Previewed;
import dev.binnacle.web.api.Rules.Source;
import dev.binnacle.web.api.Rules.Told;
import dev.binnacle.web.api.Rules.Would;
import dev.binnacle.web.view.ConditionWords;
import dev.binnacle.web.view.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules and thresholds, in JSON. */
final class RuleShapes {
  /**
   * @param view null until the engine knows the rule
   * @param lastFired of those alerts that are open or ended lately
   */
  record RuleAt(Told told, @Nullable RuleView view, @Nullable Instant lastFired) {
    Rule rule() {
      return told.rule();
    }
  }

  private static final Shape<RuleAt> RULE =
      Shape.<RuleAt>object("Rule", "What an alert comes from, and how it fares")
          .text("name", rule -> rule.rule().name().value())
          .text("what", rule -> ConditionWords.of(rule.rule().condition()))
          .note("its condition, in words")
          .textOrNull("breaches", rule -> rule.rule().breaches() == null ? null : rule.rule().breaches().toString())
          .note("how many of the last samples must meet it, such as 3 of 5; null for the last one alone")
          .word("level", Level.class, rule -> rule.rule().level())
          .count("for_seconds", rule -> rule.rule().holdFor().toSeconds())
          .note("how long it must hold before people are told")
          .count("keep_firing_for_seconds", rule -> rule.rule().keepFiringFor().toSeconds())
          .note("how long it must be good before it is said to be over")
          .text("scope", rule -> scope(rule.rule().scope()))
          .map("labels", Shape.<String>text(text -> text), rule -> new TreeMap<>(rule.rule().labels()))
          .textOrNull("runbook", rule -> rule.rule().runbook())
          .list("channels", Shape.<ChannelName>text(ChannelName::value), rule -> rule.rule().channels())
          .note("to which it goes whatever their filters say; empty to leave it to those")
          .word("source", Source.class, rule -> rule.told().source())
          .textOrNull("place", rule -> rule.told().place())
          .note("where it stands in the settings file")
          .textOrNull("yaml", rule -> rule.told().yaml())
          .text("hash", rule -> rule.rule().hash())
          .word("state", Standing.class, rule -> rule.view() == null ? Standing.WAITING : rule.view().standing())
          .note("the most urgent of what it watches")
          .textOrNull("matches_nothing", rule -> rule.view() == null ? null : rule.view().matchesNothing())
          .note("why it may never fire as it is written; null when it has something to judge")
          .textOrNull("last_reason", rule -> rule.view() == null ? null : rule.view().lastReason())
          .note("what it found last")
          .size("subjects", rule -> rule.view() == null ? 0 : rule.view().subjects())
          .note("how many it watches")
          .size("pending", rule -> rule.view() == null ? 0 : rule.view().pending())
          .size("open", rule -> rule.view() == null ? 0 : rule.view().open())
          .timeOrNull("last_fired", RuleAt::lastFired)
          .note("of those alerts that are open or ended lately")
          .timeOrNull("last_evaluated", rule -> rule.view() == null ? null : rule.view().evaluatedAt())
          .count("evaluated", rule -> rule.view() == null ? 0 : rule.view().evaluated())
          .shape();

  private static final Shape<Editing> EDITING =
      Shape.<Editing>object("RuleEditing", "Whether rules can be changed here")
          .flag("possible", Editing::possible)
          .text("reason", Editing::reason)
          .shape();

  record All(List<RuleAt> rules, Editing editing) {}

  static final Shape<All> ALL =
      Shape.<All>object("Rules", "All rules in force, in the order of the settings")
          .list("rules", RULE, All::rules)
          .child("editing", EDITING, All::editing)
          .shape();

  private static final Shape<Would> WOULD =
      Shape.<Would>object("WouldFire", "One alert that would have been")
          .text("subject", would -> would.subject().toString())
          .textOrNull("bot", would -> would.subject().bot() == null ? null : would.subject().bot().value())
          .word("level", Level.class, Would::level)
          .time("from", Would::from)
          .timeOrNull("until", Would::until)
          .note("null where it still would be")
          .numberOrNull("value", Would::value)
          .text("reason", Would::reason)
          .shape();

  static final Shape<Previewed.Done> PREVIEW =
      Shape.<Previewed.Done>object("RulePreview", "What a rule would have fired")
          .count("alerts", Previewed.Done::alerts)
          .count("notices", Previewed.Done::notices)
          .note("how often people would have been told")
          .list("fired", WOULD, Previewed.Done::fired)
          .note("the newest first; not all where there are very many")
          .shape();

  /** A limit and what the bots have of it, the nearest to it first. */
  record LimitAt(Limit limit, List<Present> present) {
    record Present(String bot, double value) {}
  }

  private static final Shape<LimitAt.Present> PRESENT =
      Shape.<LimitAt.Present>object("ThresholdPresent", "What a bot has now")
          .text("bot", LimitAt.Present::bot)
          .number("value", LimitAt.Present::value)
          .shape();

  private static final Shape<LimitAt> LIMIT =
      Shape.<LimitAt>object("Threshold", "A plain limit, and what the bots have now")
          .text("name", at -> at.limit().name())
          .text("metric", at -> at.limit().metric())
          .number("limit", at -> at.limit().limit().doubleValue())
          .text("fires", at -> at.limit().above() ? "above" : "below")
          .word("level", Level.class, at -> at.limit().level())
          .text("rule", at -> at.limit().rule().value())
          .list("present", PRESENT, LimitAt::present)
          .note("the nearest to the limit first; bots that do not report it are left out")
          .shape();

  static final Shape<List<LimitAt>> LIMITS =
      Shape.<List<LimitAt>>object("Thresholds", "The plain limits").list("thresholds", LIMIT, limits -> limits).shape();

  private static final Shape<Limit> NUMBER =
      Shape.<Limit>decimalNumber(Limit::limit);

  /** As older dashboards have them: {@code {"thresholds": {"memory_usage_mb": 500}}}. */
  static final Shape<Map<String, Limit>> PLAIN_LIMITS =
      Shape.<Map<String, Limit>>object("PlainThresholds", "The plain limits by name")
          .map("thresholds", NUMBER, limits -> limits)
          .shape();

  private RuleShapes() {}

  /** Whom a rule watches, in words. */
  private static String scope(Scope scope) {
    List<String> named = Stream.concat(scope.bots().stream(), scope.groups().stream().map(group -> "group " + group)).toList();
    String except = scope.except().isEmpty() ? "" : " except " + String.join(", ", scope.except());
    return switch (scope.over()) {
      case SERVER -> "Binnacle itself";
      case FLEET -> (named.isEmpty() ? "the fleet" : "the fleet of " + String.join(", ", named)) + except;
      case EACH_BOT -> (named.isEmpty() ? "each bot" : String.join(", ", named)) + except;
    };
  }
}
