package dev.binnacle.web.api;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.web.api.Commands.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What a person can have done about alerts. Refusals are answers with a sentence for a person: the alert is over, there are as many
 * silences as there may be.
 *
 * <p><b>Threads:</b> thread-safe; calls return at once, and complete when the command is durable.
 */
public interface AlertCommands {

  /** Somebody takes care of an open or pending alert; a second time replaces the first. */
  CompletionStage<Outcome> acknowledge(AlertId alert, Alert.Acknowledgement by);

  /** Nobody takes care any more. Refused when nobody did. */
  CompletionStage<Outcome> unacknowledge(AlertId alert, String operator);

  /** @param matcher as {@link Silence} has it */
  CompletionStage<Begun> silence(
      Map<String, String> matcher, Instant until, Silence.Term term, String operator, String comment);

  CompletionStage<Outcome> endSilence(SilenceId silence, String operator);

  /** What became of the wish for a silence. */
  sealed interface Begun {
    record Done(Silence silence) implements Begun {}

    record Refused(String reason) implements Begun {}
  }
}
