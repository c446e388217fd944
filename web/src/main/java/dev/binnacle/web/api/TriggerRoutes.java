package dev.binnacle.web.api;

import dev.binnacle.engine.control.ControlSnapshot.TriggersView;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.TriggerKind;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.TriggerShapes;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What may halt trading without a person: seen, and armed again where it is a throttle. */
final class TriggerRoutes {
  private static final Form REARM =
      Form.named("RearmRequest").text("reason", true, "what was done about it, for the others", TriggerRoutes::reason);

  private final Halts halts;
  private final Present present;

  TriggerRoutes(Halts halts, Present present) {
    this.halts = halts;
    this.present = present;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/triggers", Access.VIEWER, "What may halt without a person, and how far each bot is from it")
            .to(TriggerShapes.TRIGGERS, ask -> triggers()),
        Route.get("/api/v1/bots/{bot}/triggers", Access.VIEWER, "How far a bot is from each automatic trigger")
            .to(TriggerShapes.OF_BOT, ask -> TriggerShapes.of(triggers(), present.bot(ask.bot()).id())),
        Route
            .post("/api/v1/bots/{bot}/triggers/{name}/rearm", Access.OPERATOR,
                "Arm a throttle of a bot again; what it has halted can be resumed then")
            .takes(REARM)
            .answers(204, "", "it is armed again", null)
            .replying(this::rearm));
  }

  private TriggersView triggers() {
    return halts.feed().current().triggers();
  }

  /** A reason is a rule of its own, as for a resume. */
  private CompletionStage<Reply> rearm(Ask ask) {
    BotId bot = present.bot(ask.bot()).id();
    TriggerKind kind = Arrays.stream(TriggerKind.values()).filter(each -> each.word().equals(ask.variable("name"))).findFirst()
        .orElseThrow(() -> ProblemDocument.notFound("trigger", ask.variable("name")).refused());
    Form.Values form = REARM.read(ask.body(), 422);
    return halts.rearm(kind, bot, ask.signedIn().name(), form.require("reason", String.class)).thenApply(AlertRoutes::reply);
  }

  private static String reason(String text) {
    String words = Spans.words("reason", text);
    if (words.isEmpty()) {
      throw new InvalidValueException("reason", "required", "reason must say what was done about it: somebody will ask");
    }
    return words;
  }
}
