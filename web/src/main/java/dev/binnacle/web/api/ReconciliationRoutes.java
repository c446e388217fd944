package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Problem;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.Listed;
import dev.binnacle.web.view.Reconciled;
import dev.binnacle.web.view.ReconciledShapes;
import dev.binnacle.web.view.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What bots claim beside what their exchanges say. */
final class ReconciliationRoutes {
  private static final String PATH = "/api/v1/reconciliations";

  private static final Shape<Listed<Reconciled>> LIST =
      Listed.shape("Reconciliations", "reconciliations", ReconciledShapes.RECONCILED);

  private static final Form WHICH =
      Form.named("ReconciliationRequest").text("bot", false, "one bot; every bot that has an exchange if left out", BotId::new);

  private final Reconciliations reconciliations;
  private final Present present;

  ReconciliationRoutes(Reconciliations reconciliations, Present present) {
    this.reconciliations = reconciliations;
    this.present = present;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Access.VIEWER, "What each bot claims beside what its exchange says, as it was compared last")
            .to(LIST, ask -> new Listed<>(reconciliations.latest(), null)),
        Route.post(PATH, Access.OPERATOR, "Compare bots with their exchanges now; an empty body will do")
            .takes(Route.Body.optionalForm(WHICH))
            .answers(200, Reply.JSON, "what it came to", LIST)
            .replying(this::now));
  }

  private CompletionStage<Reply> now(Ask ask) {
    Form.Values form = ask.body().length == 0 ? new Form.Values() : WHICH.read(ask.body());
    BotId bot = form.get("bot", BotId.class);
    if (bot != null) {
      present.bot(bot);
      if (reconciliations.latest().stream().noneMatch(one -> one.bot().equals(bot))) {
        throw ProblemDocument.invalid(
            List.of(new Problem("/bot", "exchange", "no exchange is named for bot " + bot + ": set bots." + bot + ".exchange")))
            .refused();
      }
    }
    return reconciliations.now(bot)
        .thenApply(done -> new Reply(200, Reply.JSON, LIST.bytes(new Listed<>(done, null)), Map.of(), Reply.Caching.NEVER));
  }
}
