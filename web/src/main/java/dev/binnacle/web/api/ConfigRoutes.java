package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.web.api.ConfigCall.Kind;
import dev.binnacle.web.api.Configurations.Brief;
import dev.binnacle.web.api.Configurations.Last;
import dev.binnacle.web.api.Configurations.Seen;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.security.Role;
import dev.binnacle.web.view.ConfigShapes;
import dev.binnacle.web.view.HistoryView;
import dev.binnacle.web.view.HistoryView.Page;
import dev.binnacle.web.view.PastShapes;
import dev.binnacle.web.view.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Bots' configurations: seen, changed, waited for, and their past. */
final class ConfigRoutes {
  private static final String CONFIG = "/api/v1/bots/{bot}/config";
  private static final int OFFLINE = 503;

  private static final Shape<Last> LAST =
      Shape.<Last>object("ConfigLast", "What was tried last")
          .textOrNull("who", Last::who)
          .time("at", Last::at)
          .textOrNull("reason", Last::reason)
          .word("outcome", ConfigOutcome.class, Last::outcome)
          .shape();

  private static final Shape<Configurations.Canary> CANARY =
      Shape.<Configurations.Canary>object("ConfigCanaryBrief", "What an instance tries out")
          .text("instance", canary -> canary.instance().value())
          .time("since", Configurations.Canary::since)
          .time("until", Configurations.Canary::until)
          .text("verdict", Configurations.Canary::verdict)
          .shape();

  private static final Shape<Brief> BRIEF =
      Shape.<Brief>object("ConfigBrief", "A bot's configuration in a list")
          .text("bot", brief -> brief.bot().value())
          .countOrNull("version", Brief::version)
          .textOrNull("hash", Brief::hash)
          .textOrNull("format", Brief::format)
          .text("status", Brief::status)
          .flag("pending", Brief::pending)
          .note("whether a version waits for its time")
          .textOrNull("pending_reason", Brief::pendingReason)
          .note("what it waits for")
          .childOrNull("canary", CANARY, Brief::canary)
          .note("what an instance tries out now")
          .size("instances_behind", Brief::instancesBehind)
          .text("source", Brief::source)
          .childOrNull("last", LAST, Brief::last)
          .shape();

  private static final Shape<List<Brief>> LIST =
      Shape.<List<Brief>>object("Configurations", "The configurations of all bots that have one")
          .list("configurations", BRIEF, all -> all)
          .shape();

  private static final Shape<Page<Event.ConfigUpdate>> RECORDS =
      PastShapes.page("ConfigRecords", "history", ConfigShapes.RECORD_OF_BOT);
  private static final Shape<String> STATE = Shape.document("The configuration with its schema, status, instances and health");
  private static final Shape<String> CHANGED = Shape.document("outcome, version, hash, changes, mode, pending and dry_run");
  private static final Shape<String> CHECKED = Shape.document("valid, problems, changes and mode");
  private static final Shape<String> HISTORY = Shape.document("history, newest first, and next");
  private static final Shape<String> VERSION = Shape.document("version, hash, content, at, who and reason");
  private static final Shape<String> DIFFERENCE = Shape.document("from, to, changes, and text: a unified diff of the files");

  private static final Parameter<ConfigOutcome> OUTCOME =
      Parameter.optionalWord("outcome", "Only records of this outcome", ConfigOutcome.class);
  private static final Parameter<ExportFormat> FORMAT = Parameter.word("format", "Of the download", ExportFormat.class);

  private static final Form SEEN =
      Form.named("ConfigSeen")
          .text("instance", true, "which run of the bot it is", InstanceId::new)
          .count("version", false, "the version that it read", 1, Integer.MAX_VALUE)
          .text("hash", true, "the hash of the content that it read", ConfigRoutes::hash)
          .text("state", true, "applied or refused", ConfigRoutes::isApplied)
          .text("reason", false, "why it is refused", ConfigRoutes::reason);

  private static final Route.Body DOCUMENT =
      new Route.Body(
          List.of(
              Reply.JSON, "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/x-python",
              "application/x-python", "text/plain"),
          ConfigCall.MOST_BYTES, false, null, "The configuration itself, as the file holds it: JSON, YAML or Python assignments");

  private final Configurations configurations;
  private final Past past;

  private enum ExportFormat {
    JSON,
    JSONL,
    CSV
  }

  ConfigRoutes(Configurations configurations, Past past) {
    this.configurations = configurations;
    this.past = past;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/config", Access.VIEWER, "The configurations of all bots, in brief")
            .to(LIST, ask -> configurations.known()),
        Route.get("/api/v1/config/history", Access.VIEWER, "What became of the configurations of all bots")
            .with(Parameter.LIMIT, Parameter.CURSOR, Parameter.SINCE, Parameter.TO)
            .to(RECORDS, this::allRecords),
        answering(
            Route.get(CONFIG, Access.VIEWER_OR_BOT,
                "A bot's configuration; with `after` or `hash`, as soon as there is a newer one"),
            STATE)
            .with(Parameter.AFTER, Parameter.INSTANCE, Parameter.HASH, Parameter.WAIT)
            .answers(204, "", "there is no newer version yet", null)
            .replying(this::state),
        answering(Route.put(CONFIG, Access.OPERATOR, "Replace a bot's configuration"), CHANGED)
            .with(Parameter.REASON, Parameter.DRY_RUN)
            .reads(RequestHeader.IF_MATCH)
            .takes(DOCUMENT)
            .replying(this::replace),
        answering(Route.patch(CONFIG, Access.OPERATOR, "Change single values; comments and order stay"), CHANGED)
            .with(Parameter.DRY_RUN)
            .reads(RequestHeader.IF_MATCH)
            .takes(body("edits: [{pointer, value} or {pointer, remove: true}], and reason"))
            .replying(this::edit),
        answering(Route.post(CONFIG + "/validate", Access.VIEWER, "Check a configuration and change nothing"), CHECKED)
            .takes(DOCUMENT)
            .replying(ask -> send(ask, ConfigCall.of("validate", ask).document(ask))),
        answering(Route.get(CONFIG + "/history", Access.VIEWER, "Everything that was tried with a bot's configuration"), HISTORY)
            .with(Parameter.LIMIT, Parameter.CURSOR, OUTCOME)
            .replying(this::history),
        answering(Route.get(CONFIG + "/history/{version}", Access.VIEWER, "One version, with its content"), VERSION)
            .replying(ask -> send(ask, ConfigCall.of("version", ask).with("version", version(ask)))),
        answering(Route.get(CONFIG + "/diff", Access.VIEWER, "What differs between two versions"), DIFFERENCE)
            .with(Parameter.FROM_VERSION, Parameter.TO_VERSION)
            .replying(this::diff),
        answering(Route.post(CONFIG + "/rollback", Access.OPERATOR, "Bring an earlier version back, as a new one"), CHANGED)
            .reads(RequestHeader.IF_MATCH)
            .takes(body("version and reason"))
            .replying(this::rollback),
        problems(Route.get(CONFIG + "/export", Access.VIEWER, "Download the history, with the head of its chain"))
            .with(FORMAT)
            .answers(200, Reply.JSON, "format=json", STATE)
            .answers(200, "application/x-ndjson", "format=jsonl", null)
            .answers(200, "text/csv", "format=csv", null)
            .replying(this::export),
        answering(Route.delete(CONFIG + "/pending", Access.OPERATOR, "Drop the version that waits for its time"), CHANGED)
            .with(Parameter.REASON)
            .replying(ask -> send(ask, ConfigCall.of("drop_pending", ask).with("reason", ask.get(Parameter.REASON)))),
        answering(Route.post(CONFIG + "/canary", Access.OPERATOR, "Have one instance try a configuration out"), CHANGED)
            .reads(RequestHeader.IF_MATCH)
            .takes(body("instance, content or edits, for (such as 10m) and reason"))
            .replying(this::tryOut),
        answering(Route.post(CONFIG + "/canary/promote", Access.OPERATOR, "Give all instances what one has tried out"), CHANGED)
            .takes(body("reason"))
            .replying(ask -> send(ask, ConfigCall.of("promote", ask).body(ask, Map.of("reason", Kind.TEXT), List.of()))),
        answering(Route.post(CONFIG + "/canary/abort", Access.OPERATOR, "Take back what one instance tries out"), CHANGED)
            .takes(body("reason"))
            .replying(ask -> send(ask, ConfigCall.of("abort", ask).body(ask, Map.of("reason", Kind.TEXT), List.of()))),
        Route.post(CONFIG + "/seen", Access.INGEST, "Say which configuration an instance runs with")
            .takes(SEEN)
            .answers(204, "", "it is noted", null)
            .replying(this::seen));
  }

  private static Route.Draft answering(Route.Draft draft, Shape<String> shape) {
    return problems(draft.answers(200, Reply.JSON, "done", shape));
  }

  private static Route.Draft problems(Route.Draft draft) {
    return draft
        .answers(404, ProblemDocument.MEDIA_TYPE, "the bot has no configuration that is known here", ConfigAnswers.PROBLEM)
        .answers(412, ProblemDocument.MEDIA_TYPE, "another version is in force by now: present says which", ConfigAnswers.PROBLEM)
        .answers(422, ProblemDocument.MEDIA_TYPE, "refused, for these errors", ConfigAnswers.PROBLEM)
        .answers(503, ProblemDocument.MEDIA_TYPE, "who keeps it cannot be asked now", ConfigAnswers.PROBLEM);
  }

  private static Route.Body body(String note) {
    return new Route.Body(List.of(Reply.JSON), ConfigCall.MOST_BYTES, false, null, "A JSON object: " + note);
  }

  private CompletionStage<Reply> send(Ask ask, ConfigCall call) {
    return configurations.call(ask.bot(), call.text()).thenApply(ConfigAnswers::reply);
  }

  private CompletionStage<Reply> state(Ask ask) {
    BotId bot = ask.bot();
    if (!ask.signedIn().mayReadConfigOf(bot)) {
      throw otherBot(ask).refused();
    }
    Long after = ask.get(Parameter.AFTER);
    // Who trades by the file needs its secrets; people are shown that there are some.
    ConfigCall call = ConfigCall.of("state", ask).with("clear", ask.signedIn().role() == Role.INGEST);
    InstanceId instance = ask.get(Parameter.INSTANCE);
    String hash = ask.get(Parameter.HASH);
    if (instance != null) {
      // Who has nothing yet begins anew, and begins with the file.
      call = call.with("instance", instance.value()).with("tried", hash != null || after != null && after > 0);
    }
    ConfigCall asked = call;
    if (after == null && hash == null) {
      return send(ask, asked);
    }
    return configurations
        .newer(bot, new Configurations.Held(after, instance, hash), Duration.ofSeconds(ask.require(Parameter.WAIT)))
        .thenCompose(
            isNewer -> isNewer
                ? send(ask, asked)
                : CompletableFuture.completedFuture(Reply.noContent()));
  }

  private CompletionStage<Reply> replace(Ask ask) {
    return send(
        ask,
        ConfigCall.of("submit", ask)
            .onBase(ask)
            .document(ask)
            .with("reason", ask.get(Parameter.REASON))
            .with("dry_run", ask.require(Parameter.DRY_RUN).booleanValue()));
  }

  private CompletionStage<Reply> edit(Ask ask) {
    return send(
        ask,
        ConfigCall.of("edit", ask)
            .onBase(ask)
            .body(ask, Map.of("edits", Kind.LIST, "reason", Kind.TEXT), List.of("edits"))
            .with("dry_run", ask.require(Parameter.DRY_RUN).booleanValue()));
  }

  /** Who keeps it knows most; while that is away, what was told of it is in our own history. */
  private CompletionStage<Reply> history(Ask ask) {
    ConfigOutcome outcome = ask.get(OUTCOME);
    ConfigCall call =
        ConfigCall.of("history", ask)
            .with("limit", ask.require(Parameter.LIMIT))
            .with("cursor", ask.get(Parameter.CURSOR))
            .with("outcome", outcome == null ? null : outcome.name().toLowerCase(Locale.ROOT));
    return configurations
        .call(ask.bot(), call.text())
        .thenApply(
            reply -> reply.status() == OFFLINE && outcome == null && ask.get(Parameter.CURSOR) == null
                ? Reply.json(RECORDS, ownRecords(ask)).with("Warning", "110 - \"who keeps it is offline\"")
                : ConfigAnswers.reply(reply));
  }

  private Page<Event.ConfigUpdate> ownRecords(Ask ask) {
    HistoryView.Query query = new HistoryView.Query(ask.bot(), null, null, ask.require(Parameter.LIMIT), null);
    Page<Event.ConfigUpdate> page = past.ask(history -> history.configurations(query));
    // Its cursor is not the desk's, which the next request may ask.
    return new Page<>(page.rows(), null);
  }

  private Page<Event.ConfigUpdate> allRecords(Ask ask) {
    HistoryView.Query query =
        new HistoryView.Query(
            null, ask.get(Parameter.SINCE), ask.get(Parameter.TO), ask.require(Parameter.LIMIT), ask.get(Parameter.CURSOR));
    return past.ask(history -> history.configurations(query));
  }

  private CompletionStage<Reply> diff(Ask ask) {
    return send(
        ask,
        ConfigCall.of("diff", ask)
            .with("from", ask.require(Parameter.FROM_VERSION))
            .with("to", ask.require(Parameter.TO_VERSION)));
  }

  private CompletionStage<Reply> rollback(Ask ask) {
    return send(
        ask,
        ConfigCall.of("rollback", ask)
            .onBase(ask)
            .body(ask, Map.of("version", Kind.VERSION, "reason", Kind.TEXT), List.of("version")));
  }

  private CompletionStage<Reply> tryOut(Ask ask) {
    Map<String, Kind> fields =
        Map.of("instance", Kind.TEXT, "content", Kind.TEXT, "edits", Kind.LIST, "for", Kind.TEXT, "reason", Kind.TEXT);
    return send(ask, ConfigCall.of("try_out", ask).onBase(ask).body(ask, fields, List.of("instance")));
  }

  private CompletionStage<Reply> export(Ask ask) {
    String format = ask.require(FORMAT).name().toLowerCase(Locale.ROOT);
    String file = ask.bot() + "-config-history." + format;
    return send(ask, ConfigCall.of("export", ask).with("format", format))
        .thenApply(
            reply -> reply.status() == 200 ? reply.with("Content-Disposition", "attachment; filename=\"" + file + "\"") : reply);
  }

  private CompletionStage<Reply> seen(Ask ask) {
    BotId bot = ask.bot();
    if (!ask.signedIn().maySendFor(bot)) {
      throw otherBot(ask).refused();
    }
    Form.Values form = SEEN.read(ask.body());
    Integer version = form.get("version", Integer.class);
    Seen seen =
        new Seen(
            form.require("instance", InstanceId.class), version == null ? null : version.longValue(),
            form.require("hash", String.class), form.require("state", Boolean.class), form.get("reason", String.class));
    return configurations
        .seen(bot, seen)
        .thenApply(
            outcome -> switch (outcome) {
              case Commands.Outcome.Done() -> Reply.noContent();
              case Commands.Outcome.Refused(String reason) -> ProblemDocument.of(409, "refused", "Conflict", reason).reply();
            });
  }

  private static ProblemDocument otherBot(Ask ask) {
    return ProblemDocument.of(
        403, "other-bot", "Forbidden",
        "the token %s belongs to the bot %s and speaks for no other".formatted(ask.signedIn().name(), ask.signedIn().bot()));
  }

  private static Long version(Ask ask) {
    try {
      return Parameter.readVersion("version", ask.variable("version"));
    } catch (InvalidValueException e) {
      throw ProblemDocument.notFound("version", ask.variable("version")).refused();
    }
  }

  static String hash(String text) {
    if (text.isEmpty() || text.length() > 100 || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidValueException("hash", "hash", "hash must be 1 to 100 visible characters, such as sha256:9f2c…");
    }
    return text;
  }

  private static Boolean isApplied(String state) {
    return switch (state) {
      case "applied" -> true;
      case "refused" -> false;
      default ->
          throw new InvalidValueException("state", "word", "state must be applied or refused, was " + Parameter.abridged(state));
    };
  }

  private static String reason(String text) {
    if (text.length() > Parameter.LONGEST_REASON) {
      throw new InvalidValueException("reason", "length", "reason must have at most " + Parameter.LONGEST_REASON + " characters");
    }
    return text;
  }
}
