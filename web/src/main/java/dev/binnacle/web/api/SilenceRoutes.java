package dev.binnacle.web.api;

import dev.binnacle.engine.alerts.AlertsSnapshot.SilenceView;
import dev.binnacle.model.Alert;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.AlertShapes;
import dev.binnacle.web.view.AlertsNow;
import dev.binnacle.web.view.LabelMatch;
import dev.binnacle.web.view.Shape;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Silences: seen, begun and ended, and what one would hide. */
final class SilenceRoutes {
  private static final int MOST_HIDDEN_SHOWN = 100;

  private enum Which {
    ACTIVE,
    ALL
  }

  /** @param matches how many there are, with those that are not shown */
  private record Hidden(long matches, List<Alert> alerts) {}

  private static final Shape<List<SilenceView>> LIST =
      Shape.<List<SilenceView>>object("Silences", "Silences, the newest first")
          .list("silences", AlertShapes.SILENCE, all -> all)
          .textOrNull("next", all -> null)
          .note("always null: all that are kept fit on one page")
          .shape();

  private static final Shape<Hidden> HIDDEN =
      Shape.<Hidden>object("SilencePreview", "The open and pending alerts that a silence would hide")
          .count("matches", Hidden::matches)
          .list("alerts", AlertShapes.ALERT, Hidden::alerts)
          .note("at most " + MOST_HIDDEN_SHOWN)
          .shape();

  private static final Parameter<Which> STATE =
      Parameter.word("state", "Those in force, or those too that ended lately", Which.class);

  private static final String MATCHER_NOTE =
      "values by label (rule, bot, level, group, part, or a label of the rule), all of which must match; * stands for any characters";

  private static final Form SILENCE =
      Form.named("NewSilence")
          .texts("matcher", true, MATCHER_NOTE)
          .text("for", false, "for how long, such as 2h", text -> Spans.length("for", text))
          .text("until", false, "instead of for: when it ends, ISO-8601", text -> Spans.time("until", text))
          .flag("until_resolved", false,
              "whether it ends earlier, once it has hidden an alert and none that matches is pending or open any more; false by itself")
          .text("comment", true, "why, for the others", text -> comment(text));

  private static final Form PREVIEW = Form.named("SilenceMatcher").texts("matcher", true, MATCHER_NOTE);

  private final Alerting alerting;
  private final InstantSource clock;

  SilenceRoutes(Alerting alerting, InstantSource clock) {
    this.alerting = alerting;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/silences", Access.VIEWER, "Silences, the newest first")
            .with(STATE)
            .to(LIST, this::list),
        Route
            .post("/api/v1/silences", Access.OPERATOR,
                "For a time, have nobody told of alerts that match; they are shown all the same")
            .takes(SILENCE)
            .answers(201, Reply.JSON, "the silence has begun", AlertShapes.SILENCE)
            .replying(this::begin),
        Route.post("/api/v1/silences/preview", Access.VIEWER, "What a silence would hide now; nothing happens")
            .takes(PREVIEW)
            .to(HIDDEN, this::preview),
        Route.delete("/api/v1/silences/{id}", Access.OPERATOR, "End a silence before its time")
            .answers(204, "", "it has ended", null)
            .replying(this::end));
  }

  private AlertsNow now() {
    return AlertsNow.of(alerting.feed().current());
  }

  private List<SilenceView> list(Ask ask) {
    return ask.require(STATE) == Which.ACTIVE ? now().silences() : alerting.feed().current().silences();
  }

  private CompletionStage<Reply> begin(Ask ask) {
    Form.Values form = SILENCE.read(ask.body());
    Instant now = clock.instant();
    Map<String, String> matcher = matcher(form, now);
    return alerting.commands()
        .silence(
            matcher, Spans.end(form, now), term(form), ask.signedIn().name(), form.require("comment", String.class))
        .thenApply(
            begun -> switch (begun) {
              case AlertCommands.Begun.Done(Silence silence) ->
                  Reply.created(AlertShapes.SILENCE, SilenceView.holding(silence, 0));
              case AlertCommands.Begun.Refused(String reason) -> ProblemDocument.of(409, "refused", "Conflict", reason).reply();
            });
  }

  private static Silence.Term term(Form.Values form) {
    boolean untilResolved = Boolean.TRUE.equals(form.get("until_resolved", Boolean.class));
    return untilResolved ? Silence.Term.UNTIL_RESOLVED : Silence.Term.FIXED;
  }

  private Hidden preview(Ask ask) {
    LabelMatch match = new LabelMatch(matcher(PREVIEW.read(ask.body()), clock.instant()));
    List<Alert> hidden =
        AlertShapes.urgentFirst(now().present().filter(match::holds));
    return new Hidden(hidden.size(), hidden.stream().limit(MOST_HIDDEN_SHOWN).toList());
  }

  private CompletionStage<Reply> end(Ask ask) {
    SilenceId id = id(ask);
    if (now().silences().stream().noneMatch(each -> each.silence().id().equals(id))) {
      throw unknown(ask);
    }
    return alerting.commands().endSilence(id, ask.signedIn().name()).thenApply(AlertRoutes::reply);
  }

  /** A matcher that a silence can have: the rules are those of {@link Silence}. */
  private static Map<String, String> matcher(Form.Values form, Instant now) {
    @SuppressWarnings("unchecked") // Form.texts makes nothing else.
    Map<String, String> matcher = form.require("matcher", Map.class);
    try {
      return new Silence(new SilenceId("preview"), matcher, now, now.plusSeconds(1), "preview", "preview", Silence.Term.FIXED)
          .matcher();
    } catch (InvalidValueException e) {
      throw ProblemDocument.invalid(List.of(new Problem("/matcher", e.rule(), String.valueOf(e.getMessage())))).refused();
    }
  }

  private static SilenceId id(Ask ask) {
    try {
      return new SilenceId(ask.variable("id"));
    } catch (InvalidValueException e) {
      throw unknown(ask);
    }
  }

  private static RefusedException unknown(Ask ask) {
    return ProblemDocument.notFound("silence", ask.variable("id")).refused();
  }

  private static String comment(String text) {
    String words = Spans.words("comment", text);
    if (words.isEmpty()) {
      throw new InvalidValueException("comment", "length", "comment must say why: the others see less while this holds");
    }
    return words;
  }
}
