package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.web.view.Reconciled;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What bots claim beside what their exchanges say.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public interface Reconciliations {
  /** The latest of each bot that has an exchange, by name. Never waits. */
  List<Reconciled> latest();

  /**
   * Compares now, and again where something differs.
   *
   * @param bot null for all; one without an exchange gives nothing
   * @return what it came to; completes when it is known
   */
  CompletionStage<List<Reconciled>> now(@Nullable BotId bot);
}
