package dev.binnacle.web.api;

import dev.binnacle.model.Alert;
import dev.binnacle.model.Alert.Acknowledgement;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.AlertHistory;
import dev.binnacle.web.view.AlertHistory.Life;
import dev.binnacle.web.view.AlertLife;
import dev.binnacle.web.view.AlertShapes;
import dev.binnacle.web.view.AlertsNow;
import dev.binnacle.web.view.Listed;
import dev.binnacle.web.view.Shape;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Alerts: seen as they are and as they were, and taken care of. */
final class AlertRoutes {
  private static final String ALERT = "/api/v1/alerts/{id}";
  private static final int MOST_DELIVERIES = 100;

  /** What a list of alerts can be narrowed to. */
  private enum Wanted {
    ALL(EnumSet.noneOf(AlertState.class)),
    OPEN(EnumSet.of(AlertState.FIRING, AlertState.NO_DATA, AlertState.FLAPPING)),
    PENDING(EnumSet.of(AlertState.PENDING)),
    FIRING(EnumSet.of(AlertState.FIRING)),
    NO_DATA(EnumSet.of(AlertState.NO_DATA)),
    FLAPPING(EnumSet.of(AlertState.FLAPPING)),
    RESOLVED(EnumSet.of(AlertState.RESOLVED)),
    ENDED(EnumSet.of(AlertState.ENDED));

    private final Set<AlertState> states;

    Wanted(Set<AlertState> states) {
      this.states = states;
    }

    /** Whether all that is asked for is in the present. */
    boolean isPresent() {
      return !states.isEmpty() && states.stream().noneMatch(AlertState::isOver);
    }
  }

  private record WithDeliveries(Life life, List<Notifications.Parcel> deliveries) {}

  private static final Shape<Listed<Alert>> LIST = Listed.shape("Alerts", "alerts", AlertShapes.ALERT);

  private static final Shape<WithDeliveries> ONE =
      Shape.<WithDeliveries>object("AlertLife", "One alert and what became of it")
          .child("alert", AlertShapes.ALERT, all -> all.life().alert())
          .child("steps", AlertLife.STEPS, WithDeliveries::life)
          .note("what was decided, the oldest first")
          .list("deliveries", NotificationShapes.PARCEL, WithDeliveries::deliveries)
          .note("what was said of it on which channel, the newest first")
          .shape();

  private static final Parameter<Wanted> STATE =
      Parameter.word("state", "Which alerts; open are those that fire, miss their data or flap", Wanted.class);
  private static final Parameter<Level> LEVEL = Parameter.optionalWord("level", "Of this level and above", Level.class);

  private static final Form ACKNOWLEDGE =
      Form.named("Acknowledge")
          .text("comment", false, "what is being done", text -> Spans.words("comment", text))
          .text("until", false, "when people are to be told again, ISO-8601; never if left out",
              text -> Spans.time("until", text))
          .text("for", false, "instead of until: for how long, such as 2h", text -> Spans.length("for", text));

  private final Alerting alerting;
  private final Past past;
  private final InstantSource clock;

  AlertRoutes(Alerting alerting, Past past, InstantSource clock) {
    this.alerting = alerting;
    this.past = past;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/alerts", Access.VIEWER, "Alerts that are open, and those that have ended lately")
            .with(Parameter.BOT)
            .to(AlertShapes.PLAIN_LIST, this::plain),
        Route.get("/api/v1/alerts", Access.VIEWER, "Alerts, the newest first")
            .with(STATE, Parameter.OF_BOT, LEVEL, Parameter.RULE, Parameter.LIMIT, Parameter.CURSOR, Parameter.SINCE,
                Parameter.TO)
            .to(LIST, this::list),
        Route.get("/api/v1/alerts/now", Access.VIEWER, "The alerts of the present, the most urgent first, and what hides them")
            .to(AlertShapes.NOW, ask -> now()),
        Route.get(ALERT, Access.VIEWER, "One alert and what became of it").to(ONE, this::life),
        Route.post(ALERT + "/acknowledge", Access.OPERATOR, "Take care of an alert; a second time replaces the first")
            .takes(ACKNOWLEDGE)
            .answers(204, "", "it is noted", null)
            .replying(this::acknowledge),
        unacknowledging(Route.delete(ALERT + "/acknowledge", Access.OPERATOR, "Take care of an alert no more")),
        unacknowledging(Route.post(ALERT + "/unacknowledge", Access.OPERATOR, "Take care of an alert no more")));
  }

  private Route unacknowledging(Route.Draft draft) {
    return draft
        .answers(204, "", "it is noted", null)
        .replying(ask -> alerting.commands().unacknowledge(known(ask), ask.signedIn().name()).thenApply(AlertRoutes::reply));
  }

  private AlertsNow now() {
    return AlertsNow.of(alerting.feed().current());
  }

  private List<Alert> plain(Ask ask) {
    BotId bot = ask.get(Parameter.BOT);
    return AlertShapes.recent(now()).stream().filter(alert -> bot == null || bot.equals(alert.subject().bot())).toList();
  }

  /** What is of the present is in the snapshot, whole: it needs no second page, and is never behind. */
  private Listed<Alert> list(Ask ask) {
    Wanted wanted = ask.require(STATE);
    AlertHistory.Query query =
        new AlertHistory.Query(
            ask.get(Parameter.OF_BOT), ask.get(LEVEL), ask.get(Parameter.RULE), wanted.states, ask.get(Parameter.SINCE),
            ask.get(Parameter.TO), ask.require(Parameter.LIMIT), ask.get(Parameter.CURSOR));
    if (!wanted.isPresent()) {
      return past.read(() -> alerting.history().alerts(query));
    }
    return new Listed<>(
        AlertShapes.urgentFirst(
            now().present().filter(alert -> isAskedFor(alert, query))),
        null);
  }

  private static boolean isAskedFor(Alert alert, AlertHistory.Query query) {
    BotId bot = query.bot();
    RuleName rule = query.rule();
    Level least = query.leastLevel();
    Instant from = query.from();
    Instant to = query.to();
    return query.states().contains(alert.state())
        && (bot == null || bot.equals(alert.subject().bot()))
        && (least == null || alert.level().compareTo(least) >= 0)
        && (rule == null || rule.equals(alert.rule()))
        && (from == null || !alert.since().isBefore(from))
        && (to == null || alert.since().isBefore(to));
  }

  /** As it is now, though the history may not have heard of it yet. */
  private WithDeliveries life(Ask ask) {
    AlertId id = id(ask);
    Life old =
        past.read(() -> alerting.history().life(id))
            .or(() -> alerting.feed().current().alert(id).map(alert -> new Life(alert, List.of())))
            .orElseThrow(() -> unknown(ask));
    Life life = new Life(alerting.feed().current().alert(id).orElse(old.alert()), old.facts());
    return new WithDeliveries(life, past.read(() -> alerting.notifications().about(id, MOST_DELIVERIES)));
  }

  private CompletionStage<Reply> acknowledge(Ask ask) {
    AlertId id = known(ask);
    Form.Values form = ACKNOWLEDGE.read(ask.body());
    Instant now = clock.instant();
    String comment = form.get("comment", String.class);
    Acknowledgement by =
        new Acknowledgement(
            ask.signedIn().name(), comment == null || comment.isEmpty() ? null : comment, now, Spans.endOrNull(form, now));
    return alerting.commands().acknowledge(id, by).thenApply(AlertRoutes::reply);
  }

  /** The alert that is asked for, which must be of the present: what is over needs no care. */
  private AlertId known(Ask ask) {
    AlertId id = id(ask);
    if (alerting.feed().current().alert(id).isEmpty()) {
      throw unknown(ask);
    }
    return id;
  }

  private static AlertId id(Ask ask) {
    try {
      return new AlertId(ask.variable("id"));
    } catch (InvalidValueException e) {
      throw unknown(ask);
    }
  }

  private static RefusedException unknown(Ask ask) {
    return ProblemDocument.notFound("alert", ask.variable("id")).refused();
  }

  static Reply reply(Commands.Outcome outcome) {
    return switch (outcome) {
      case Commands.Outcome.Done() -> Reply.noContent();
      case Commands.Outcome.Refused(String reason) -> ProblemDocument.of(409, "refused", "Conflict", reason).reply();
    };
  }
}
