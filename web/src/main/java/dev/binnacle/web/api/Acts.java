package dev.binnacle.web.api;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Single acts at a bot's exchange. Each is on disk before it is done, and is answered when it is done and was read again, at the latest after
 * some seconds: then it is under way, and {@link #find} follows it.
 *
 * <p><b>Threads:</b> thread-safe; calls return at once.
 */
public interface Acts {
  CompletionStage<Answer> close(BotId bot, Symbol symbol, Asking asking);

  CompletionStage<Answer> cancel(BotId bot, OrderId order, Asking asking);

  /** @param confirm of the {@link Plan} that was seen; null to be given one by a dry run */
  CompletionStage<Answer> place(BotId bot, NewOrder order, @Nullable String confirm, Asking asking);

  /** Whether people may place orders for a bot, and within what, as the settings have it now; no exchange is asked. */
  ByHand byHand(BotId bot);

  /** Under way, or ended lately. */
  Optional<Action> find(ActionId action);

  /** The newest first. */
  List<Action> known();

  /**
   * Who asks, and how.
   *
   * @param key under which a repetition is known: it is answered by what the first has come to. Null for none
   * @param dryRun to be told what would be done, and have nothing done
   */
  record Asking(String operator, @Nullable String key, boolean dryRun) {}

  /** @param price the limit; null for an order at the market */
  record NewOrder(Symbol symbol, Side side, BigDecimal quantity, @Nullable BigDecimal price, boolean reduceOnly) {
    /** As a person would say it. The same words are the same order. */
    public String words() {
      return "%s %s %s %s%s".formatted(
          side.name().toLowerCase(Locale.ROOT), quantity.stripTrailingZeros().toPlainString(), symbol,
          price == null ? "at the market" : "at " + price.stripTrailingZeros().toPlainString(),
          reduceOnly ? ", reduce only" : "");
    }
  }

  /**
   * What the settings say of orders for one bot that people place.
   *
   * @param refused why nobody may, with the remedy; null where who has the role may
   * @param real whether money is at stake there
   * @param symbols that the bot trades, in their order; empty for all of its account
   * @param limits that each order is held against
   */
  record ByHand(@Nullable String refused, boolean real, List<Symbol> symbols, List<Limit> limits) {
    public ByHand {
      symbols = List.copyOf(symbols);
      limits = List.copyOf(limits);
    }
  }

  /**
   * One limit as the settings have it.
   *
   * @param rule by the name that its {@link Check} has
   * @param words for a person
   */
  record Limit(String rule, String words) {}

  /** One limit, and how the order stands to it. */
  record Check(String rule, boolean passed, String reason) {}

  /**
   * What would be done.
   *
   * @param real whether it is an exchange where money is at stake
   * @param checks that it must pass; those that it does not are why it would be refused
   * @param confirm that is to be sent to have it done; null where none is needed or a check is not passed
   * @param confirmUntil null with {@code confirm}
   */
  record Plan(
      BotId bot, String what, String exchange, boolean real, List<Check> checks, @Nullable String confirm,
      @Nullable Instant confirmUntil) {
    public Plan {
      checks = List.copyOf(checks);
    }
  }

  /** What became of the wish. */
  sealed interface Answer {
    record Planned(Plan plan) implements Answer {}

    record Taken(Action action) implements Answer {}

    /** @param reason a sentence for a person, with the remedy */
    record Refused(Why why, String reason) implements Answer {}
  }

  /** Why it was refused. */
  enum Why {
    /** The settings do not let anybody. */
    OFF,
    /** There is no such bot, position or order. */
    UNKNOWN,
    /** A limit is passed. */
    LIMIT,
    /** A halt, another act, or how things are. */
    CONFLICT,
    /** What it would do was not confirmed, or not lately. */
    UNCONFIRMED,
    /** The key was sent before with something else. */
    KEY_REUSED,
    /** The exchange cannot be asked. */
    UNREACHABLE
  }
}
