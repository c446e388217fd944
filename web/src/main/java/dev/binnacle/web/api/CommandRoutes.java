package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.OrderId;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.CommandShapes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Commands to bots that have no link: asked for, waited for and confirmed by plain requests. */
final class CommandRoutes {
  private static final String COMMANDS = "/api/v1/bots/{bot}/commands";
  private static final int MOST_KEPT = 100;
  private static final Pattern ID = Pattern.compile("([A-Za-z0-9._-]{1,100})\\.([0-9]{1,15})\\.(halt|release)");

  private static final Parameter<InstanceId> INSTANCE =
      new Parameter<>("instance", "The run that asks, as in its events", text(), InstanceId::new, null, true);

  private static final Parameter<List<HeldId>> KEEPS =
      new Parameter<>(
          "keeps", "The ids of the halts that the run keeps to, with commas between; so that none outlives its release unheard",
          text(), CommandRoutes::keeps, List.of(), false);

  private static final Parameter<Integer> WAIT =
      Parameter.count("wait", "For how many seconds at most; then 204", 0, 30, 30);

  /** A halt's command, by its name. */
  private record HeldId(HaltId halt, long epoch) {}

  private static final Form CONFIRM =
      Form.named("CommandConfirmation")
          .text("instance", true, "the run that confirms, as in its events", InstanceId::new)
          .count("in_flight", false, "orders that were sent whose fate is not known; 0 if left out", 0, 1_000_000)
          .list("unknown", false, "those of them that have a name", GuardWord.MOST_ORDERS, OrderId::new)
          .flag("done", false,
              "false when the run has stopped and goes on cancelling or closing: confirm again when it is done; true if left out");

  private final BotCommands commands;
  private final Present present;

  CommandRoutes(BotCommands commands, Present present) {
    this.commands = commands;
    this.present = present;
  }

  List<Route> routes() {
    return List.of(
        Route.get(COMMANDS, Access.BOT, "What a run is to do and has not confirmed; waits until there is something")
            .with(INSTANCE, KEEPS, WAIT)
            .answers(200, Reply.JSON, "what there is", CommandShapes.COMMANDS)
            .answers(204, "", "there is nothing yet", null)
            .replying(this::waiting),
        Route.post(COMMANDS + "/{id}/confirm", Access.BOT, "Say that a run keeps to a command")
            .takes(CONFIRM)
            .answers(204, "", "it counts as the word of the bot's guard", null)
            .toReply(this::confirm));
  }

  private CompletionStage<Reply> waiting(Ask ask) {
    BotId bot = own(ask);
    Instant now = present.now();
    List<BotCommands.Kept> kept =
        ask.require(KEEPS).stream().map(each -> new BotCommands.Kept(each.halt(), each.epoch(), now)).toList();
    return commands
        .waiting(bot, ask.require(INSTANCE), kept, Duration.ofSeconds(ask.require(WAIT)))
        .thenApply(
            // What is owed now may be owed no longer in a moment: nobody may keep the answer.
            owed -> owed.isEmpty()
                ? Reply.noContent()
                : new Reply(200, Reply.JSON, CommandShapes.COMMANDS.bytes(owed), Map.of(), Reply.Caching.NEVER));
  }

  private Reply confirm(Ask ask) {
    BotId bot = own(ask);
    Form.Values form = CONFIRM.read(ask.body());
    Integer inFlight = form.get("in_flight", Integer.class);
    BotCommands.Confirmation confirmation =
        new BotCommands.Confirmation(
            inFlight == null ? 0 : inFlight, orders(form.get("unknown", List.class)),
            !Boolean.FALSE.equals(form.get("done", Boolean.class)));
    String id = ask.variable("id");
    if (!commands.confirm(bot, form.require("instance", InstanceId.class), id, confirmation)) {
      throw ProblemDocument.of(
          404, "unknown-command", "Not found",
          "no command " + Parameter.abridged(id) + " stands for this bot: it was released or widened since, so ask again")
          .refused();
    }
    return Reply.noContent();
  }

  private static List<OrderId> orders(@Nullable List<?> read) {
    return read == null ? List.of() : read.stream().map(OrderId.class::cast).toList();
  }

  private static BotId own(Ask ask) {
    BotId bot = ask.newBot();
    if (!ask.signedIn().maySendFor(bot)) {
      throw ProblemDocument.of(
          403, "other-bot", "Forbidden",
          "the token %s belongs to the bot %s and speaks for no other".formatted(ask.signedIn().name(), ask.signedIn().bot()))
          .refused();
    }
    return bot;
  }

  private static List<HeldId> keeps(String text) {
    List<HeldId> kept = new ArrayList<>();
    for (String id : text.split(",", -1)) {
      Matcher parts = ID.matcher(id);
      if (id.isEmpty()) {
        continue;
      }
      if (!parts.matches() || kept.size() == MOST_KEPT) {
        throw new InvalidValueException(
            "keeps", "ids",
            "keeps must be at most %d ids of commands with commas between, such as h57-094213.3.halt, was %s"
                .formatted(MOST_KEPT, Parameter.abridged(text)));
      }
      kept.add(new HeldId(new HaltId(parts.group(1)), Long.parseLong(parts.group(2))));
    }
    return List.copyOf(kept);
  }

  private static ObjectNode text() {
    return JsonNodeFactory.instance.objectNode().put("type", "string");
  }
}
