package dev.binnacle.web.api;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Problem;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.web.api.Acts.Answer;
import dev.binnacle.web.api.Acts.NewOrder;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.ActShapes;
import dev.binnacle.web.view.Shape;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Single acts at a bot's exchange: a position closed, an order cancelled, an order placed. */
final class ActRoutes {
  private static final String BOT = "/api/v1/bots/{bot}";
  private static final Pattern KEY = Pattern.compile("[!-~]{1,100}");

  private static final Shape<Acts.Check> CHECK =
      Shape.<Acts.Check>object("ActionCheck", "One limit, and how the order stands to it")
          .text("rule", Acts.Check::rule)
          .flag("passed", Acts.Check::passed)
          .text("reason", Acts.Check::reason)
          .shape();

  private static final Shape<Acts.Plan> PLAN =
      Shape.<Acts.Plan>object("ActionPlan", "What would be done; nothing was")
          .text("bot", plan -> plan.bot().value())
          .text("what", Acts.Plan::what)
          .text("exchange", Acts.Plan::exchange)
          .flag("real", Acts.Plan::real)
          .note("whether money is at stake there")
          .list("checks", CHECK, Acts.Plan::checks)
          .textOrNull("confirm", Acts.Plan::confirm)
          .note(
              "to be sent along to have an order placed, by the same person; null where none is needed or a check is not passed")
          .timeOrNull("confirm_until", Acts.Plan::confirmUntil)
          .shape();

  private static final Shape<Acts.Limit> LIMIT =
      Shape.<Acts.Limit>object("OrderLimit", "One limit of orders by hand")
          .text("rule", Acts.Limit::rule)
          .note("as in the checks of a plan")
          .text("limit", Acts.Limit::words)
          .shape();

  private static final Shape<Acts.ByHand> BY_HAND =
      Shape.<Acts.ByHand>object("OrdersByHand", "Whether people may place orders for a bot, and within which limits")
          .flag("allowed", byHand -> byHand.refused() == null)
          .textOrNull("reason", Acts.ByHand::refused)
          .note("why not; null where they may")
          .flag("real", Acts.ByHand::real)
          .note("whether money is at stake there")
          .list("symbols", Shape.text(Symbol::value), Acts.ByHand::symbols)
          .note("that the bot trades; empty for all of its account")
          .list("limits", LIMIT, Acts.ByHand::limits)
          .shape();

  private static final Form ORDER =
      Form.named("NewOrder")
          .text("symbol", true, "the instrument, such as BTC/USD", Symbol::new)
          .text("side", true, "buy or sell", ActRoutes::side)
          .decimal("quantity", true, "in units of the instrument")
          .decimal("price", false, "the limit; at the market if left out")
          .flag("reduce_only", false, "true for an order that may only make a position smaller")
          .text("confirm", false, "of the plan that a dry run answered");

  private final Acts acts;
  private final Present present;

  ActRoutes(Acts acts, Present present) {
    this.acts = acts;
    this.present = present;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/actions", Access.VIEWER, "What operators had done at exchanges, the newest first")
            .to(ActShapes.ACTIONS, ask -> acts.known()),
        Route.get("/api/v1/actions/{id}", Access.VIEWER, "One of them").to(ActShapes.ACTION, this::one),
        Route.get(BOT + "/orders/by-hand", Access.VIEWER, "Whether people may place orders for a bot, and within which limits")
            .to(BY_HAND, ask -> acts.byHand(bot(ask))),
        acting(Route.post(BOT + "/positions/{symbol}/close", Access.OPERATOR, "Close one position at the market"))
            .replying(ask -> close(ask, ask.variable("symbol"))),
        acting(Route.post(
            BOT + "/positions/{base}/{quote}/close", Access.OPERATOR, "Close one position of an instrument such as BTC/USD"))
            .replying(ask -> close(ask, ask.variable("base") + "/" + ask.variable("quote"))),
        acting(Route.post(BOT + "/orders/{id}/cancel", Access.OPERATOR, "Cancel one order")).replying(this::cancel),
        acting(Route.post(BOT + "/orders", Access.TRADER, "Place an order, within the limits of the settings"))
            .takes(ORDER)
            .answers(422, ProblemDocument.MEDIA_TYPE, "a limit is passed, or the key was sent before with something else",
                ProblemDocument.SHAPE)
            .answers(428, ProblemDocument.MEDIA_TYPE, "what it would do was not confirmed, or not lately", ProblemDocument.SHAPE)
            .replying(this::place));
  }

  private static Route.Draft acting(Route.Draft draft) {
    return draft
        .with(Parameter.DRY_RUN)
        .reads(RequestHeader.IDEMPOTENCY_KEY)
        .answers(200, Reply.JSON, "with dry_run: what would be done", PLAN)
        .answers(202, Reply.JSON, "what was proved; or, while it is under way, what is known: follow it at /api/v1/actions/{id}",
            ActShapes.ACTION)
        .answers(409, ProblemDocument.MEDIA_TYPE, "a halt or something else stands against it", ProblemDocument.SHAPE);
  }

  private Action one(Ask ask) {
    try {
      return acts.find(new ActionId(ask.variable("id"))).orElseThrow(() -> unknown(ask));
    } catch (InvalidValueException e) {
      throw unknown(ask);
    }
  }

  private static RefusedException unknown(Ask ask) {
    return ProblemDocument.notFound("action", ask.variable("id")).refused();
  }

  private CompletionStage<Reply> close(Ask ask, String symbol) {
    BotId bot = bot(ask);
    try {
      return acts.close(bot, new Symbol(symbol), asking(ask)).thenApply(ActRoutes::reply);
    } catch (InvalidValueException e) {
      throw ProblemDocument.notFound("symbol", symbol).refused();
    }
  }

  private CompletionStage<Reply> cancel(Ask ask) {
    BotId bot = bot(ask);
    try {
      return acts.cancel(bot, new OrderId(ask.variable("id")), asking(ask)).thenApply(ActRoutes::reply);
    } catch (InvalidValueException e) {
      throw ProblemDocument.notFound("order", ask.variable("id")).refused();
    }
  }

  private CompletionStage<Reply> place(Ask ask) {
    BotId bot = bot(ask);
    Form.Values form = ORDER.read(ask.body());
    BigDecimal quantity = positive("quantity", form.require("quantity", BigDecimal.class));
    BigDecimal price = form.get("price", BigDecimal.class);
    NewOrder order =
        new NewOrder(
            form.require("symbol", Symbol.class), form.require("side", Side.class), quantity,
            price == null ? null : positive("price", price), Boolean.TRUE.equals(form.get("reduce_only", Boolean.class)));
    return acts.place(bot, order, form.get("confirm", String.class), asking(ask)).thenApply(ActRoutes::reply);
  }

  private BotId bot(Ask ask) {
    return present.bot(ask.bot()).id();
  }

  private static Acts.Asking asking(Ask ask) {
    String key = ask.idempotencyKey();
    if (key != null && !KEY.matcher(key).matches()) {
      throw ProblemDocument.invalid(
          List.of(new Problem("", "idempotency-key", "Idempotency-Key must be 1 to 100 visible characters, such as a UUID")))
          .refused();
    }
    return new Acts.Asking(ask.signedIn().name(), key, ask.require(Parameter.DRY_RUN));
  }

  private static Reply reply(Answer answer) {
    return switch (answer) {
      case Answer.Planned(Acts.Plan plan) -> new Reply(200, Reply.JSON, PLAN.bytes(plan), Map.of(), Reply.Caching.NEVER);
      case Answer.Taken(Action action) -> Reply.accepted(ActShapes.ACTION, action);
      case Answer.Refused(Acts.Why why, String reason) -> refusal(why, reason).reply();
    };
  }

  private static ProblemDocument refusal(Acts.Why why, String reason) {
    return switch (why) {
      case OFF -> ProblemDocument.of(409, "switched-off", "Conflict", reason);
      case UNKNOWN -> ProblemDocument.of(404, "not-there", "Not found", reason);
      case LIMIT -> ProblemDocument.of(422, "limit", "Unprocessable content", reason);
      case CONFLICT -> ProblemDocument.of(409, "refused", "Conflict", reason);
      case UNCONFIRMED -> ProblemDocument.of(428, "unconfirmed", "Precondition required", reason);
      case KEY_REUSED -> ProblemDocument.of(422, "key-reused", "Unprocessable content", reason);
      case UNREACHABLE -> ProblemDocument.of(503, "exchange-unreachable", "Service unavailable", reason);
    };
  }

  private static Side side(String text) {
    return switch (text) {
      case "buy" -> Side.BUY;
      case "sell" -> Side.SELL;
      default -> throw new InvalidValueException("side", "word", "side must be buy or sell, was " + Parameter.abridged(text));
    };
  }

  private static BigDecimal positive(String field, BigDecimal number) {
    if (number.signum() <= 0 || number.precision() > 30 || Math.abs(number.scale()) > 18) {
      throw ProblemDocument.invalid(
          List.of(new Problem("/" + field, "positive",
              field + " must be a number above 0 of at most 30 digits, 18 of them behind the point")))
          .refused();
    }
    return number;
  }
}
