package dev.binnacle.web.api;

import dev.binnacle.model.Answer;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Problem;
import dev.binnacle.protocol.BatchFormat;
import dev.binnacle.web.api.EventIntake.Taken;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.security.Caller;
import dev.binnacle.web.view.Shape;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.jspecify.annotations.Nullable;

/** Where bots send what happens. */
final class EventRoutes {
  /** What is taken for JSON: also what curl puts in by itself, and nothing. */
  private static final List<String> JSON_TYPES = List.of(Reply.JSON, "", "application/x-www-form-urlencoded", "text/json");

  private static final List<String> NDJSON_TYPES =
      List.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

  private static final Shape<Answer.Rejection> REJECTION =
      Shape.<Answer.Rejection>object("Rejection", "An event that was refused, and why")
          .size("index", Answer.Rejection::index)
          .note("its place in what was sent, from 0")
          .text("pointer", rejection -> rejection.problem().pointer())
          .text("rule", rejection -> rejection.problem().rule())
          .text("message", rejection -> rejection.problem().message())
          .shape();

  private static final Shape<Answer.Gap> GAP =
      Shape.<Answer.Gap>object("MissingNumbers", "Numbers that have not been seen though later ones have, both ends included")
          .text("instance", gap -> gap.instance().value())
          .count("from", Answer.Gap::from)
          .count("to", Answer.Gap::to)
          .shape();

  private static final Shape<Answer> ANSWER =
      Shape.<Answer>object("Answer", "What became of a batch of events; what was accepted is on disk")
          .size("accepted", Answer::accepted)
          .size("duplicates", Answer::duplicates)
          .list("rejected", REJECTION, Answer::rejected)
          .size("unkeyed", Answer::unkeyed)
          .note("durable events with neither seq nor id: a repetition of them would count twice")
          .list("gaps", GAP, Answer::gaps)
          .map("acknowledged", Shape.<Long>number(), EventRoutes::acknowledged)
          .note("for each instance, the seq up to which nothing needs to be sent again")
          .shape();

  private static final Form BALANCE =
      Form.named("BalancePost")
          .text("bot", true, "the bot whose balance it is", BotId::new)
          .decimal("balance", true, "the whole balance")
          .decimal("available", false, "the part of it that is free")
          .text("currency", false, "the bot's own if left out, USD if it has none")
          .decimal("deposit", false, "paid in since the balance before, taken out if below zero: no profit")
          .text("id", false, "a key by which a repetition is recognised; without it each request counts");

  private static final Shape<BalanceEvent> BALANCE_EVENT =
      Shape.<BalanceEvent>object("BalanceEvent", "The event that a posted balance becomes")
          .constant("type", "balance")
          .text("id", BalanceEvent::id)
          .time("at", BalanceEvent::at)
          .text("total", balance -> balance.total().toString())
          .textOrNull("available", balance -> balance.available() == null ? null : balance.available().toString())
          .text("currency", BalanceEvent::currency)
          .text("deposit", balance -> balance.deposit().toString())
          .shape();

  private final EventIntake intake;
  private final Present present;
  private final int mostBytes;
  private final BiFunction<BotId, Caller, FrameHandler> links;

  /**
   * @param mostBytes in a body, as it is sent
   * @param links opens the link of a bot
   */
  EventRoutes(EventIntake intake, Present present, int mostBytes, BiFunction<BotId, Caller, FrameHandler> links) {
    this.intake = intake;
    this.present = present;
    this.mostBytes = mostBytes;
    this.links = links;
  }

  /** @param total kept as it was written, which may be in any notation: the intake judges it */
  private record BalanceEvent(
      String id, Instant at, BigDecimal total, @Nullable BigDecimal available, String currency, BigDecimal deposit) {}

  List<Route> routes() {
    Route.Body events =
        new Route.Body(
            Stream.concat(JSON_TYPES.stream(), NDJSON_TYPES.stream()).toList(), mostBytes, true, null,
            "One event, an array of events, or one event a line; docs/reference/events.md says what events there are");
    return List.of(
        Route.post("/api/v1/bots/{bot}/events", Access.INGEST, "Send events of a bot")
            .with(Parameter.LIVE)
            .takes(events)
            .answers(200, Reply.JSON, "what became of each event", ANSWER)
            .replying(this::take),
        Route.get("/api/v1/bots/{bot}/link", Access.INGEST, "Send events over a WebSocket that stays open")
            .upgrading(ask -> links.apply(mayBeSentBy(ask, ask.newBot()), ask.signedIn())),
        Route.post("/api/balance", Access.INGEST, "Report a bot's balance")
            .takes(BALANCE)
            .answers(200, Reply.JSON, "what became of it", ANSWER)
            .replying(this::takeBalance));
  }

  private CompletionStage<Reply> take(Ask ask) {
    BotId bot = mayBeSentBy(ask, ask.newBot());
    BatchFormat format = NDJSON_TYPES.contains(ask.contentType()) ? BatchFormat.NDJSON : BatchFormat.JSON;
    return intake.take(bot, ask.body(), format, ask.gzipped(), ask.require(Parameter.LIVE)).thenApply(EventRoutes::reply);
  }

  private CompletionStage<Reply> takeBalance(Ask ask) {
    Form.Values form = BALANCE.read(ask.body());
    BotId bot = mayBeSentBy(ask, form.require("bot", BotId.class));
    BigDecimal deposit = form.get("deposit", BigDecimal.class);
    String id = form.get("id", String.class);
    BalanceEvent event =
        new BalanceEvent(
            id == null ? UUID.randomUUID().toString() : id,
            present.now(),
            form.require("balance", BigDecimal.class),
            form.get("available", BigDecimal.class),
            currency(form, bot),
            deposit == null ? BigDecimal.ZERO : deposit);
    return intake.take(bot, BALANCE_EVENT.bytes(event), BatchFormat.JSON, false, true).thenApply(EventRoutes::replyToOne);
  }

  private String currency(Form.Values form, BotId bot) {
    String given = form.get("currency", String.class);
    if (given != null) {
      return given;
    }
    return present.find(bot).map(known -> known.currency()).map(known -> known.code()).orElse("USD");
  }

  private static BotId mayBeSentBy(Ask ask, BotId bot) {
    if (!ask.signedIn().maySendFor(bot)) {
      throw ProblemDocument.of(
          403, "other-bot", "Forbidden",
          "the token %s belongs to the bot %s and sends for no other".formatted(ask.signedIn().name(), ask.signedIn().bot()))
          .refused();
    }
    return bot;
  }

  private static Reply reply(Taken taken) {
    return switch (taken) {
      case Taken.Done(Answer answer) -> Reply.json(ANSWER, answer);
      case Taken.Busy busy ->
          ProblemDocument.of(429, "busy", "Too many requests", "the intake is full; nothing of this was taken, send it again")
              .with("Retry-After", "" + Math.max(1, busy.retryAfter().toSeconds()))
              .reply();
      case Taken.Unreadable(Problem problem) -> ProblemDocument.invalid(List.of(problem)).reply();
      case Taken.TooLarge(Problem problem) -> refused(413, "too-large", "Content too large", problem);
      case Taken.NoRoom(Problem problem) -> refused(403, "too-many-bots", "Forbidden", problem);
    };
  }

  /** A balance is one event: when it is refused, so is the request. */
  private static Reply replyToOne(Taken taken) {
    if (taken instanceof Taken.Done(Answer answer) && !answer.rejected().isEmpty()) {
      Problem problem = answer.rejected().getFirst().problem();
      String pointer = problem.pointer().equals("/total") ? "/balance" : problem.pointer();
      return ProblemDocument.invalid(List.of(new Problem(pointer, problem.rule(), problem.message()))).reply();
    }
    return reply(taken);
  }

  private static Reply refused(int status, String kind, String title, Problem problem) {
    return new ProblemDocument(status, kind, title, problem.message(), List.of(problem), Map.of()).reply();
  }

  private static Map<String, Long> acknowledged(Answer answer) {
    Map<String, Long> byName = new TreeMap<>();
    answer.acknowledged().forEach((instance, seq) -> byName.put(instance.value(), seq));
    return byName;
  }
}
