package dev.binnacle.web.api;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.alerts.AlertsSnapshot.RuleView;
import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.rules.Derived;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import dev.binnacle.model.RuleName;
import dev.binnacle.web.api.RuleShapes.LimitAt;
import dev.binnacle.web.api.RuleShapes.RuleAt;
import dev.binnacle.web.api.Rules.Limit;
import dev.binnacle.web.api.Rules.Previewed;
import dev.binnacle.web.api.Rules.Saved;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.PlainShapes.Reading;
import dev.binnacle.web.view.PlainView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules and thresholds: what is in force, how it fares, and what a change of it would have fired. */
final class RuleRoutes {
  private static final int MOST_BOTS = 50;
  private static final String SUCCESS_PERCENT = Derived.TRADING_SUCCESS_RATE_PERCENT.metric().value();
  private static final int LONGEST_RULE = 4_000;

  private static final Form PREVIEW =
      Form.named("RuleToTry")
          .text("yaml", true, "one rule, as it stands in the settings file", text -> yaml(text))
          .count("hours", false, "over how many hours up to now; 24 if left out", 1, 24 * 7);

  private static final Form SAVE =
      Form.named("RuleToSave")
          .text("yaml", true, "one rule, as it is to stand in the settings file", text -> yaml(text))
          .text("hash", false, "of the rule that this was based on; left out for a new one");

  private final Rules rules;
  private final Alerting alerting;
  private final Present present;

  RuleRoutes(Alerting alerting, Present present) {
    this.rules = alerting.rules();
    this.alerting = alerting;
    this.present = present;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/thresholds", Access.VIEWER, "The plain limits by name")
            .to(RuleShapes.PLAIN_LIMITS, ask -> byName(rules.thresholds())),
        Route.get("/api/v1/thresholds", Access.VIEWER, "The plain limits, and what the bots have now")
            .to(RuleShapes.LIMITS, ask -> rules.thresholds().stream().map(this::at).toList()),
        Route.get("/api/v1/rules", Access.VIEWER, "All rules in force, and how they fare").to(RuleShapes.ALL, ask -> all()),
        Route.post("/api/v1/rules/preview", Access.OPERATOR, "What a rule would have fired lately; nothing happens")
            .takes(PREVIEW)
            .answers(200, Reply.JSON, "it was reckoned", RuleShapes.PREVIEW)
            .replying(this::preview),
        Route.put("/api/v1/rules/{name}", Access.ADMIN, "Write a rule into the settings file, where that can be done")
            .takes(SAVE)
            .answers(204, "", "it is in force", null)
            .replying(this::save));
  }

  private static Map<String, Limit> byName(List<Limit> limits) {
    Map<String, Limit> byName = new LinkedHashMap<>();
    limits.forEach(limit -> byName.put(limit.name(), limit));
    return byName;
  }

  private RuleShapes.All all() {
    AlertsSnapshot now = alerting.feed().current();
    Map<RuleName, RuleView> views = new HashMap<>();
    now.rules().forEach(view -> views.put(view.rule().name(), view));
    Map<RuleName, Instant> fired = lastFired(now);
    return new RuleShapes.All(
        rules.all().stream()
            .map(told -> new RuleAt(told, views.get(told.rule().name()), fired.get(told.rule().name())))
            .toList(),
        rules.editing());
  }

  private static Map<RuleName, Instant> lastFired(AlertsSnapshot now) {
    Map<RuleName, Instant> fired = new HashMap<>();
    Stream.concat(now.alerts().stream(), now.recent().stream())
        .filter(alert -> alert.state().isOpen() || alert.state() == AlertState.RESOLVED)
        .forEach(alert -> fired.merge(alert.rule(), alert.begun(), (one, other) -> one.isAfter(other) ? one : other));
    return fired;
  }

  private LimitAt at(Limit limit) {
    Comparator<LimitAt.Present> nearest = Comparator.comparingDouble(LimitAt.Present::value);
    return new LimitAt(
        limit,
        present.snapshot().bots().stream()
            .map(bot -> reading(bot, limit.metric()))
            .filter(Objects::nonNull)
            .sorted(limit.above() ? nearest.reversed() : nearest)
            .limit(MOST_BOTS)
            .toList());
  }

  /** A bot's own number of that name, or the one that is reckoned here; null where there is neither. */
  private LimitAt.@Nullable Present reading(BotSnapshot bot, String metric) {
    if (metric.equals(SUCCESS_PERCENT)) {
      Double rate = bot.figures().risk().successRate();
      return rate == null ? null : new LimitAt.Present(bot.id().value(), rate * 100);
    }
    Reading reading = PlainView.metrics(present.at(bot)).metrics().getOrDefault(metric, new Reading.Unknown());
    return switch (reading) {
      case Reading.Exact exact -> new LimitAt.Present(bot.id().value(), exact.number().doubleValue());
      case Reading.Measured measured -> new LimitAt.Present(bot.id().value(), measured.number());
      case Reading.Word word -> null;
      case Reading.Unknown() -> null;
    };
  }

  private CompletionStage<Reply> preview(Ask ask) {
    Form.Values form = PREVIEW.read(ask.body());
    Integer hours = form.get("hours", Integer.class);
    Instant to = present.now();
    return rules
        .preview(form.require("yaml", String.class), to.minus(Duration.ofHours(hours == null ? 24 : hours)), to)
        .thenApply(
            previewed -> switch (previewed) {
              case Previewed.Done done ->
                  new Reply(200, Reply.JSON, RuleShapes.PREVIEW.bytes(done), Map.of(), Reply.Caching.NEVER);
              case Previewed.Broken(List<Problem> problems) -> broken(problems);
              case Previewed.Busy(String reason) ->
                  ProblemDocument.of(503, "busy", "Service unavailable", reason).with("Retry-After", "2").reply();
            });
  }

  private CompletionStage<Reply> save(Ask ask) {
    Form.Values form = SAVE.read(ask.body());
    return rules
        .save(name(ask), form.require("yaml", String.class), form.get("hash", String.class), ask.signedIn().name())
        .thenApply(
            saved -> switch (saved) {
              case Saved.Done() -> Reply.noContent();
              case Saved.Broken(List<Problem> problems) -> broken(problems);
              case Saved.Outdated(String reason) ->
                  ProblemDocument.of(412, "outdated", "Precondition failed", reason).reply();
              case Saved.Refused(String reason) -> ProblemDocument.of(409, "refused", "Conflict", reason).reply();
            });
  }

  private static Reply broken(List<Problem> problems) {
    String detail = problems.size() == 1 ? problems.getFirst().message() : problems.size() + " rules are broken, see errors";
    return new ProblemDocument(422, "invalid-rule", "Unprocessable content", detail, problems, Map.of()).reply();
  }

  private static RuleName name(Ask ask) {
    try {
      return new RuleName(ask.variable("name"));
    } catch (InvalidValueException e) {
      throw ProblemDocument.invalid(List.of(new Problem("", e.rule(), String.valueOf(e.getMessage())))).refused();
    }
  }

  private static String yaml(String text) {
    if (text.isBlank() || text.length() > LONGEST_RULE) {
      throw new InvalidValueException(
          "yaml", "length", "yaml must have 1 to %d characters, had %d".formatted(LONGEST_RULE, text.length()));
    }
    return text;
  }
}
