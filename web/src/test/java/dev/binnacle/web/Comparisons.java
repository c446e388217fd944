package dev.binnacle.web;

import dev.binnacle.model.BotId;
import dev.binnacle.web.api.Reconciliations;
import dev.binnacle.web.view.Reconciled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Comparisons of bots with exchanges that a test sets. */
public final class Comparisons implements Reconciliations {
  /** Who was asked for, {@code all} for all. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  public volatile List<Reconciled> latest =
      List.of(
          new Reconciled(
              Worlds.TREND, "main", Worlds.NOW, Reconciled.State.DIFFERS, "1 thing differs",
              List.of(new Reconciled.Side("open orders", "0", "1", false)),
              List.of(
                  new Reconciled.Difference(
                      "orphan_order", "o-9", "BTC/USD", "does not know it", "BUY 1 BTC/USD", Worlds.NOW.minusSeconds(60)))));

  @Override
  public List<Reconciled> latest() {
    return latest;
  }

  @Override
  public CompletionStage<List<Reconciled>> now(@Nullable BotId bot) {
    asked.add(bot == null ? "all" : bot.value());
    return CompletableFuture.completedFuture(latest);
  }
}
