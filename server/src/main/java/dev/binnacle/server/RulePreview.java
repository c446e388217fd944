package dev.binnacle.server;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageException;
import dev.binnacle.web.api.Rules.Previewed;
import dev.binnacle.web.api.Rules.Would;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reckons what a rule would have fired, one at a time, on a thread of its own that goes after everybody else's.
 *
 * <p><b>Threads:</b> thread-safe; returns at once.
 */
final class RulePreview {
  private static final Logger LOG = LoggerFactory.getLogger(RulePreview.class);
  private static final Duration ALLOWED = Duration.ofSeconds(10);
  private static final String ANOTHER = "another rule is being tried over the past; try again in a moment";

  private final Storage storage;
  private final Semaphore free = new Semaphore(1);

  RulePreview(Storage storage) {
    this.storage = storage;
  }

  CompletionStage<Previewed> of(Rule rule, Settings settings, Instant from, Instant to) {
    String unkept = Needs.of(rule).unkept();
    if (unkept != null) {
      return CompletableFuture.completedFuture(RuleAnswers.previewBroken(
          "", "not-kept", unkept + " is not stored, so this rule cannot be tried over the past"));
    }
    if (!free.tryAcquire()) {
      return CompletableFuture.completedFuture(new Previewed.Busy(ANOTHER));
    }
    CompletableFuture<Previewed> previewed = new CompletableFuture<>();
    Thread.ofPlatform().name("rule-preview").daemon().priority(Thread.MIN_PRIORITY).start(() -> {
      Previewed answer;
      try {
        answer = reckon(rule, settings, from, to);
      } finally {
        free.release();
      }
      previewed.complete(answer);
    });
    return previewed;
  }

  private Previewed reckon(Rule rule, Settings settings, Instant from, Instant to) {
    try {
      FiredAlerts fired = new Rehearsal(storage, settings, List.of(rule), from, to, ALLOWED).run();
      return new Previewed.Done(fired.alerts(), fired.notices(), fired.newest().stream().map(RulePreview::would).toList());
    } catch (Rehearsal.TooLongException e) {
      return new Previewed.Busy(
          "it takes longer than " + ALLOWED.toSeconds() + " s to go through so much; ask for fewer hours, or name fewer bots");
    } catch (StorageException e) {
      LOG.warn("a rule could not be tried over the past", e);
      return new Previewed.Busy("the past cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a rule could not be tried over the past", e);
      return new Previewed.Busy("it could not be reckoned; the server's log says why");
    }
  }

  private static Would would(FiredAlerts.Fired fired) {
    return new Would(fired.subject(), fired.level(), fired.from(), fired.until(), fired.value(), fired.reason());
  }
}
