package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Problem;
import dev.binnacle.model.Symbol;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.HaltShapes;
import dev.binnacle.web.view.HaltsNow;
import dev.binnacle.web.view.Incident;
import dev.binnacle.web.view.IncidentShapes;
import dev.binnacle.web.view.Listed;
import dev.binnacle.web.view.Shape;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Halts: begun, seen and released. A plain request is enough, so that a stop needs no script and no socket. */
final class HaltRoutes {
  private static final String HALT = "/api/v1/halts/{id}";
  private static final String UNSAID = "emergency stop, no reason given";

  private enum Which {
    ACTIVE,
    RELEASED
  }

  private static final Shape<Listed<Halt>> LIST = Listed.shape("Halts", "halts", HaltShapes.HALT);

  private static final Parameter<Which> STATE =
      Parameter.word("state", "Those in force, or those that were released", Which.class);

  private static final String MODE_NOTE =
      "pause (nothing that adds exposure), stop (no order), cancel (and cancel what rests), liquidate (and close positions); cancel if left out";

  private static final Form STOP =
      Form.named("EmergencyStopRequest")
          .text("reason", false, "why, for the others", HaltRoutes::reason)
          .text("mode", false, MODE_NOTE, text -> word("mode", text, HaltMode.class))
          .text("bot", false, "one bot; every bot if left out", BotId::new);

  private static final Form NEW =
      Form.named("NewHalt")
          .text("reason", true, "why, for the others", HaltRoutes::reason)
          .text("mode", false, MODE_NOTE, text -> word("mode", text, HaltMode.class))
          .text("bot", false, "one bot", BotId::new)
          .text("group", false, "the bots of a group")
          .text("symbol", false, "one instrument, of one bot if that is given, else of every bot", Symbol::new)
          .text("positions", false, "with liquidate: flatten_all, keep_spot_close_derivatives or keep_all",
              text -> word("positions", text, Liquidation.Positions.class))
          .decimal("collar_pct", false, "with liquidate: limit orders at most so far from the last price, in percent")
          .text("deadline", false, "with collar_pct: how long limit orders may take, such as 30s",
              text -> Spans.length("deadline", text));

  private static final Form RESUME =
      Form.named("ResumeRequest")
          .text("reason", true, "why trading may go on", HaltRoutes::reason)
          .count("epoch", false, "of the halt as it was seen; refused if it was widened since", 0, Integer.MAX_VALUE)
          .flag("force", false, "true to release a halt that is not settled or has failed");

  private static final Duration LONGEST_BEFORE = Duration.ofDays(7);
  private static final Parameter<Duration> BEFORE =
      new Parameter<>(
          "before", "How long before its begin to look, such as 30m, at most 7d",
          JsonNodeFactory.instance.objectNode().put("type", "string").put("default", "10m"), HaltRoutes::before,
          Duration.ofMinutes(10), false);

  private enum Format {
    JSON,
    CSV,
    MARKDOWN
  }

  private static final Parameter<Format> FORMAT = Parameter.word("format", "As what", Format.class);

  private final Halts halts;
  private final Present present;
  private final Past past;

  HaltRoutes(Halts halts, Present present, Past past) {
    this.halts = halts;
    this.present = present;
    this.past = past;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/control/emergency-stop", Access.OPERATOR, "Stop every bot, or one; an empty body will do")
            .takes(Route.Body.optionalForm(STOP))
            .answers(202, Reply.JSON, "guards are being closed and orders cancelled", HaltShapes.STOPPED)
            .replying(this::stop),
        Route.get("/api/v1/halts", Access.VIEWER, "Halts, the newest first")
            .with(STATE, Parameter.LIMIT, Parameter.CURSOR)
            .to(LIST, this::list),
        Route.get("/api/v1/halts/now", Access.VIEWER, "The halts in force, and what each bot may send")
            .to(HaltShapes.NOW, ask -> HaltsNow.of(halts.feed().current())),
        Route.post("/api/v1/halts", Access.OPERATOR, "Halt the fleet, a group, a bot or an instrument")
            .takes(NEW)
            .answers(202, Reply.JSON, "guards are being closed and orders cancelled", HaltShapes.HALT)
            .replying(this::begin),
        Route.get(HALT, Access.VIEWER, "One halt and what became of each order").to(HaltShapes.HALT, this::one),
        Route.get(HALT + "/incident", Access.VIEWER, "All that happened around a halt, on one axis, to see or to export")
            .with(BEFORE, FORMAT)
            .answers(200, Reply.JSON, "format=json", IncidentShapes.INCIDENT)
            .answers(200, "text/csv", "format=csv, a file with one line each", null)
            .answers(200, "text/markdown", "format=markdown, a file to attach to a report", null)
            .toReply(this::incident),
        Route.post(HALT + "/resume", Access.OPERATOR, "Let trading go on")
            .takes(RESUME)
            .answers(204, "", "the halt is released", null)
            .replying(this::resume));
  }

  private CompletionStage<Reply> stop(Ask ask) {
    Form.Values form = ask.body().length == 0 ? new Form.Values() : STOP.read(ask.body());
    BotId bot = form.get("bot", BotId.class);
    if (bot != null) {
      present.bot(bot);
    }
    String reason = form.get("reason", String.class);
    HaltMode mode = mode(form);
    return halts.halt(
        bot == null ? new HaltScope.OfFleet() : new HaltScope.OfBot(bot), mode,
        mode == HaltMode.LIQUIDATE ? Liquidation.ALL_AT_MARKET : null, ask.signedIn().name(), reason == null ? UNSAID : reason)
        .thenApply(begun -> reply(begun, HaltShapes.STOPPED));
  }

  private CompletionStage<Reply> begin(Ask ask) {
    Form.Values form = NEW.read(ask.body());
    HaltMode mode = mode(form);
    return halts
        .halt(scope(form), mode, liquidation(form, mode), ask.signedIn().name(), form.require("reason", String.class))
        .thenApply(begun -> reply(begun, HaltShapes.HALT));
  }

  private static Reply reply(Halts.Begun begun, Shape<Halt> shape) {
    return switch (begun) {
      case Halts.Begun.Done(Halt halt) -> Reply.accepted(shape, halt);
      case Halts.Begun.Refused(String reason) -> ProblemDocument.of(409, "refused", "Conflict", reason).reply();
    };
  }

  private HaltScope scope(Form.Values form) {
    BotId bot = form.get("bot", BotId.class);
    String group = form.get("group", String.class);
    Symbol symbol = form.get("symbol", Symbol.class);
    if (group != null && (bot != null || symbol != null)) {
      throw invalid("/group", "either", "a halt is of a group, or of a bot or an instrument: give one of them");
    }
    if (bot != null) {
      present.bot(bot);
    }
    try {
      if (group != null) {
        return new HaltScope.OfGroup(group);
      }
      if (symbol != null) {
        return new HaltScope.OfInstrument(symbol, bot);
      }
      return bot == null ? new HaltScope.OfFleet() : new HaltScope.OfBot(bot);
    } catch (InvalidValueException e) {
      throw invalid("/" + e.field(), e.rule(), String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Liquidation liquidation(Form.Values form, HaltMode mode) {
    Liquidation.Positions positions = form.get("positions", Liquidation.Positions.class);
    BigDecimal collar = form.get("collar_pct", BigDecimal.class);
    Duration deadline = form.get("deadline", Duration.class);
    if (mode != HaltMode.LIQUIDATE) {
      if (positions != null || collar != null || deadline != null) {
        throw invalid("/mode", "liquidate-only",
            "positions, collar_pct and deadline belong to mode liquidate: set it, or leave them out");
      }
      return null;
    }
    try {
      return new Liquidation(positions == null ? Liquidation.Positions.FLATTEN_ALL : positions, collar, deadline);
    } catch (InvalidValueException e) {
      throw invalid("/" + e.field(), e.rule(), String.valueOf(e.getMessage()));
    }
  }

  private Listed<Halt> list(Ask ask) {
    return ask.require(STATE) == Which.ACTIVE
        ? new Listed<>(halts.feed().current().halts(), null)
        : past.read(() -> halts.past(ask.require(Parameter.LIMIT), ask.get(Parameter.CURSOR)));
  }

  /** Those of the present never wait for a disk. */
  private Halt one(Ask ask) {
    HaltId id = id(ask);
    return halts.feed().current().halt(id).or(() -> past.read(() -> halts.find(id))).orElseThrow(() -> unknown(ask));
  }

  private Reply incident(Ask ask) {
    HaltId id = id(ask);
    Incident incident =
        past.read(() -> halts.incident(id, ask.require(BEFORE))).orElseThrow(() -> unknown(ask));
    return switch (ask.require(FORMAT)) {
      case JSON -> Reply.json(IncidentShapes.INCIDENT, incident);
      case CSV -> file(id, "csv", "text/csv; charset=utf-8", IncidentText.csv(incident));
      case MARKDOWN -> file(id, "md", "text/markdown; charset=utf-8", IncidentText.markdown(incident));
    };
  }

  private static Reply file(HaltId id, String extension, String type, String text) {
    return Reply.text(200, type, text, Reply.Caching.NEVER)
        .with("Content-Disposition", "attachment; filename=\"incident-" + id + "." + extension + "\"");
  }

  private static Duration before(String text) {
    Duration before = Spans.length("before", text);
    if (before.compareTo(LONGEST_BEFORE) > 0) {
      throw new InvalidValueException("before", "range", "before must be at most 7d, was " + text);
    }
    return before;
  }

  /** A reason is a rule of its own: without it nothing is wrong with the request but that nobody could answer for it. */
  private CompletionStage<Reply> resume(Ask ask) {
    Halt halt = one(ask);
    Form.Values form = RESUME.read(ask.body(), 422);
    Integer epoch = form.get("epoch", Integer.class);
    Boolean force = form.get("force", Boolean.class);
    return halts
        .release(
            halt.id(), epoch == null ? halt.epoch() : epoch, Boolean.TRUE.equals(force), ask.signedIn().name(),
            form.require("reason", String.class))
        .thenApply(AlertRoutes::reply);
  }

  private static HaltMode mode(Form.Values form) {
    HaltMode mode = form.get("mode", HaltMode.class);
    return mode == null ? HaltMode.CANCEL : mode;
  }

  private static String reason(String text) {
    String words = Spans.words("reason", text);
    if (words.isEmpty()) {
      throw new InvalidValueException("reason", "required", "reason must say why: somebody will ask");
    }
    return words;
  }

  private static <E extends Enum<E>> E word(String field, String text, Class<E> words) {
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new InvalidValueException(
                field, "word",
                "%s must be one of %s, was %s".formatted(
                    field,
                    String.join(", ",
                        Arrays.stream(words.getEnumConstants()).map(w -> w.name().toLowerCase(Locale.ROOT)).toList()),
                    Parameter.abridged(text))));
  }

  private static HaltId id(Ask ask) {
    try {
      return new HaltId(ask.variable("id"));
    } catch (InvalidValueException e) {
      throw unknown(ask);
    }
  }

  private static RefusedException unknown(Ask ask) {
    return ProblemDocument.notFound("halt", ask.variable("id")).refused();
  }

  private static RefusedException invalid(String pointer, String rule, String message) {
    return ProblemDocument.invalid(List.of(new Problem(pointer, rule, message))).refused();
  }
}
