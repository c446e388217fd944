package dev.binnacle.server;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Problem;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageException;
import dev.binnacle.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries a rule over what a data folder holds, without a server. The folder is only read: what is looked at is a copy, which is gone
 * afterwards.
 *
 * <p><b>Threads:</b> thread-safe; takes as long as it takes, up to some minutes.
 */
public final class RuleReplay {
  private static final Duration ALLOWED = Duration.ofMinutes(10);
  private static final Duration CATCH_UP = Duration.ofMinutes(2);
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private RuleReplay() {}

  /**
   * @param from the beginning of the stretch
   * @param to the newest time that is stored
   * @param alerts how many would have fired
   * @param notices how often people would have been told
   * @param fired the newest first, at most 500
   */
  public record Replayed(Instant from, Instant to, long alerts, long notices, List<Would> fired) {
    public Replayed {
      fired = List.copyOf(fired);
    }
  }

  /** One alert that would have fired. {@code until} is null where it would fire still. */
  public record Would(
      String subject, String level, Instant from, @Nullable Instant until, @Nullable Double value, String reason) {}

  /** It cannot be done; the message says why. */
  public static final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param yaml one rule as it stands in the list of a settings file
   * @param data the folder of a server that does not run
   * @param length of the stretch, up to the newest that is stored
   * @throws ReplayException if the rule or the folder cannot be used: it is in use, of another version, or not there
   */
  public static Replayed run(String yaml, Path data, Duration length, Settings settings) {
    Rule rule = rule(yaml, settings);
    StorageSettings keeping =
        new StorageSettings(
            FOR_EVER, FOR_EVER, FOR_EVER, FOR_EVER, FOR_EVER, StorageSettings.DEFAULTS.largestSeriesCount(),
            StorageSettings.DEFAULTS.closeTimeout());
    try (Storage storage = Storage.openCopy(data, keeping)) {
      if (!storage.history().sync(storage.journal().durableIndex(), CATCH_UP)) {
        throw new ReplayException(data + ": the history lacks what came last, and it could not be added in time", null);
      }
      Instant to = newest(storage, data).plusMillis(1);
      Instant from = to.minus(length);
      FiredAlerts fired = new Rehearsal(storage, settings, List.of(rule), from, to, ALLOWED).run();
      return new Replayed(from, to, fired.alerts(), fired.notices(), fired.newest().stream().map(RuleReplay::would).toList());
    } catch (StorageException e) {
      throw new ReplayException(String.valueOf(e.getMessage()), e);
    } catch (Rehearsal.TooLongException e) {
      throw new ReplayException("it takes longer than " + ALLOWED.toMinutes() + " minutes; ask for fewer hours", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplayException("interrupted", e);
    }
  }

  private static Rule rule(String yaml, Settings settings) {
    return switch (RuleDraft.read(yaml, settings.alerting().channelNames())) {
      case RuleDraft.Broken(List<Problem> problems) ->
          throw new ReplayException(String.join("\n", problems.stream().map(Problem::message).toList()), null);
      case RuleDraft.Usable(RuleSection.Written written) -> {
        Rule rule = written.rule();
        if (rule == null) {
          throw new ReplayException("the rule is switched off; leave enabled out to try it", null);
        }
        String unkept = Needs.of(rule).unkept();
        if (unkept != null) {
          throw new ReplayException(unkept + " is not stored, so this rule cannot be tried over the past", null);
        }
        yield rule;
      }
    };
  }

  private static Instant newest(Storage storage, Path data) {
    Instant[] newest = {Instant.MIN};
    storage.journal().replay(
        Math.max(0, storage.journal().durableIndex() - 1), (JournalEntry entry) -> newest[0] = entry.time());
    if (newest[0].equals(Instant.MIN)) {
      throw new ReplayException(data + ": nothing is stored there yet", null);
    }
    return newest[0];
  }

  private static Would would(FiredAlerts.Fired fired) {
    return new Would(
        fired.subject().toString(), fired.level().name().toLowerCase(java.util.Locale.ROOT), fired.from(), fired.until(),
        fired.value(), fired.reason());
  }
}
