package dev.binnacle.web;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import dev.binnacle.web.api.Acts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Single acts, in memory. */
public final class Hands implements Acts {
  public static final Action CANCELLED =
      new Action(
          new ActionId("a1"), Worlds.TREND, Action.Kind.CANCEL_ORDER, new Symbol("BTC/USD"), new OrderId("o-1"),
          "cancel order o-1: buy 1 BTC/USD, 0 filled", true, "anna", Worlds.NOW, Action.Stage.DONE, "cancelled, and read again");

  public static final Plan PLAN =
      new Plan(
          Worlds.TREND, "buy 1 BTC/USD at 900", "paper", false,
          List.of(new Check("order-value", true, "the order's value is 900 USD, at most 5000 USD")), "0123abcd",
          Worlds.NOW.plusSeconds(60));

  public volatile ByHand byHand =
      new ByHand(null, false, List.of(new Symbol("BTC/USD")), List.of(new Limit("order-value", "at most 5000 USD an order")));

  public volatile Answer answer = new Answer.Taken(CANCELLED);

  /** What was asked for, each as a line. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  private CompletionStage<Answer> call(String what, Asking asking) {
    calls.add("%s by %s key %s%s".formatted(what, asking.operator(), asking.key(), asking.dryRun() ? " dry" : ""));
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public CompletionStage<Answer> close(BotId bot, Symbol symbol, Asking asking) {
    return call("close " + symbol + " of " + bot, asking);
  }

  @Override
  public CompletionStage<Answer> cancel(BotId bot, OrderId order, Asking asking) {
    return call("cancel " + order + " of " + bot, asking);
  }

  @Override
  public CompletionStage<Answer> place(BotId bot, NewOrder order, @Nullable String confirm, Asking asking) {
    return call(order.words() + " of " + bot + " confirmed " + confirm, asking);
  }

  @Override
  public ByHand byHand(BotId bot) {
    return byHand;
  }

  @Override
  public Optional<Action> find(ActionId action) {
    return known().stream().filter(each -> each.id().equals(action)).findFirst();
  }

  @Override
  public List<Action> known() {
    return List.of(CANCELLED);
  }
}
