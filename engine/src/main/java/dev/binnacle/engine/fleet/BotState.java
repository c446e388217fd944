package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.LedgerState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.TradingMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds of one bot: all that facts have made, and nothing that only samples say.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param lastTaken the engine's time of the last durable event from it
 * @param lastIndex of the youngest entry that speaks of it
 * @param owner the instance that owns the state of a bot of one instance
 * @param loose the state that is told without an instance
 */
public record BotState(
    BotId id,
    Description description,
    @Nullable Instant firstHeard,
    @Nullable Instant lastTaken,
    long lastIndex,
    BotStatus status,
    String reason,
    @Nullable InstanceId owner,
    List<InstanceState> instances,
    List<RetiredState> retired,
    @Nullable PartState loose,
    List<KnownId> ids,
    List<Trade> openTrades,
    List<Trade> recentTrades,
    long sideMismatches,
    List<ErrorState> errors,
    List<Bucket> errorCounts,
    AccountState account,
    @Nullable ConfigState config) {

  /**
   * What is known of the bot's configuration.
   *
   * @param version in force; null until one was told
   * @param outcome of the last record, as {@code at}, {@code who}, {@code reason} and {@code source} are of it
   * @param refusedInARow refused since the last good one; 0 in a state that was kept before they were counted
   * @param seen what each instance runs with, the latest to tell last
   */
  public record ConfigState(
      @Nullable Long version,
      @Nullable String hash,
      @Nullable Instant at,
      @Nullable ConfigOutcome outcome,
      @Nullable String who,
      boolean proved,
      @Nullable String reason,
      @Nullable ConfigSource source,
      long accepted,
      long refused,
      long deferred,
      Long refusedInARow,
      List<SeenConfig> seen) {
    static final ConfigState NOTHING = new ConfigState(null, null, null, null, null, false, null, null, 0, 0, 0, 0L, List.of());

    // A binder leaves null what an older form has not.
    @SuppressWarnings("ConstantConditions")
    public ConfigState {
      refusedInARow = Objects.requireNonNullElse(refusedInARow, 0L);
    }

    ConfigState with(List<SeenConfig> now) {
      return new ConfigState(version, hash, at, outcome, who, proved, reason, source, accepted, refused, deferred, refusedInARow,
          now);
    }

    ConfigState counting(ConfigOutcome what) {
      return new ConfigState(
          version, hash, at, outcome, who, proved, reason, source,
          accepted + (what == ConfigOutcome.ACCEPTED || what == ConfigOutcome.ROLLED_BACK ? 1 : 0),
          refused + (what == ConfigOutcome.REFUSED ? 1 : 0),
          deferred + (what == ConfigOutcome.DEFERRED ? 1 : 0),
          refusedInARow,
          seen);
    }

    ConfigState after(Event.ConfigUpdate update, boolean inForce) {
      return new ConfigState(
          inForce ? update.version() : version, inForce ? update.hash() : hash, update.at(), update.outcome(), update.who(),
          update.proved(), update.reason(), update.source(), accepted, refused, deferred, inARow(update.outcome()), seen);
    }

    /** What is good, even if it says what is in force or waits, ends the count; what became of an earlier one leaves it. */
    private long inARow(ConfigOutcome what) {
      return switch (what) {
        case REFUSED -> refusedInARow + 1;
        case ACCEPTED, ROLLED_BACK, DEFERRED, UNCHANGED -> 0;
        case SUPERSEDED, EXPIRED, CANARY -> refusedInARow;
      };
    }
  }

  /** @param applied false when the instance refuses it, for {@code reason} */
  public record SeenConfig(
      InstanceId instance, @Nullable Long version, String hash, boolean applied, Instant at, @Nullable String reason) {}

  /** What the bot says it is. */
  public record Description(
      InstancePolicy policy,
      TradingMode mode,
      @Nullable String venue,
      @Nullable String strategy,
      @Nullable String version) {
    static final Description UNKNOWN = new Description(InstancePolicy.SINGLE, TradingMode.LIVE, null, null, null);
  }

  /**
   * @param began when it began by its own word
   * @param firstSeen the engine's time of its first durable event
   * @param ended whether it said that it stops
   * @param fencedUnder the owner under which it was found to speak still
   * @param successor the instance that took over its part
   * @param part what it says of the present; null when its word does not count
   */
  public record InstanceState(
      InstanceId id,
      @Nullable Instant began,
      Instant firstSeen,
      boolean ended,
      @Nullable InstanceId fencedUnder,
      @Nullable InstanceId successor,
      SequenceState sequence,
      @Nullable PartState part) {}

  /** An instance of which only the highest number is still known. */
  public record RetiredState(InstanceId id, long high) {}

  /** @param contents hashes of the newest numbers up to the highest, oldest first; 0 where none is known */
  public record SequenceState(long high, List<GapState> gaps, List<Long> contents) {}

  public record GapState(long from, long to, Instant since) {}

  public record KnownId(String id, long content) {}

  /** So many things happened within the five minutes of this number since 1970. */
  public record Bucket(long number, long count) {}

  /**
   * @param began when the run began by its own word
   * @param ended why and when the run ended; null while it runs
   * @param critical the last critical error, until the bot has shown that it works again
   * @param finished the newest orders that cannot fill any more, so that a late word does not open them again
   * @param settlement what is awaited before balance and positions agree; null when nothing is
   */
  public record PartState(
      List<Position> positions,
      List<OrderState> orders,
      List<Finished> finished,
      List<Balance> balances,
      List<Component> components,
      @Nullable Instant began,
      @Nullable Critical critical,
      @Nullable Ended ended,
      @Nullable Settlement settlement) {}

  /**
   * @param since the engine's time from which on something is awaited
   * @param balance how old a balance may be at most to be the awaited one; null when none is awaited
   * @param anyPosition the same of a position of any symbol
   * @param balanceFailed whether none came when one was awaited last
   * @param positionFailed the same of positions
   */
  public record Settlement(
      @Nullable Instant since,
      @Nullable Instant balance,
      @Nullable Instant anyPosition,
      List<AwaitedPosition> positions,
      boolean balanceFailed,
      boolean positionFailed) {}

  public record AwaitedPosition(Symbol symbol, Instant at) {}

  public record Critical(String error, String message, Stamp stamp) {}

  /** @param heard the engine's time when it said so */
  public record Ended(String reason, Instant heard, Stamp stamp) {}

  /**
   * Where a word stands among others about the same thing.
   *
   * @param seq 0 when it is outside any sequence
   * @param at when it happened, or when it came if that was earlier
   */
  public record Stamp(@Nullable InstanceId instance, long seq, Instant at) {
    /** Within one sequence the numbers decide, else the time; the later arrival wins a tie. */
    boolean yieldsTo(Stamp next) {
      if (instance != null && seq > 0 && next.seq > 0 && instance.equals(next.instance)) {
        return seq < next.seq;
      }
      return !next.at.isBefore(at);
    }
  }

  /** A position as the bot told it last; of quantity zero when it is closed. */
  public record Position(
      Symbol symbol,
      Side side,
      BigDecimal quantity,
      BigDecimal entryPrice,
      Currency currency,
      @Nullable BigDecimal price,
      @Nullable Instant pricedAt,
      @Nullable BigDecimal unrealized,
      @Nullable BigDecimal unrealizedPct,
      @Nullable BigDecimal stopLoss,
      @Nullable BigDecimal takeProfit,
      @Nullable String strategy,
      Instant openedAt,
      Stamp stamp) {
    boolean isOpen() {
      return quantity.signum() > 0;
    }
  }

  /** An error, as a record without the getters of an event. */
  public record ErrorState(
      Instant at, String error, String message, Severity severity, @Nullable ComponentName component) {
    static ErrorState of(Event.ErrorRaised event) {
      return new ErrorState(event.at(), event.error(), event.message(), event.severity(), event.component());
    }

    Event.ErrorRaised event() {
      return new Event.ErrorRaised(at, error, message, severity, component);
    }
  }

  /** An open order, as a record without the getters of an event. */
  public record OrderState(
      Instant at,
      OrderId orderId,
      Symbol symbol,
      Side side,
      OrderKind kind,
      OrderStatus status,
      BigDecimal quantity,
      BigDecimal filled,
      @Nullable BigDecimal price,
      @Nullable BigDecimal averagePrice,
      @Nullable Currency currency,
      @Nullable TradeId tradeId,
      @Nullable String reason,
      Stamp stamp) {
    static OrderState of(Event.OrderUpdate event, Stamp stamp) {
      return new OrderState(
          event.at(),
          event.orderId(),
          event.symbol(),
          event.side(),
          event.kind(),
          event.status(),
          event.quantity(),
          event.filled(),
          event.price(),
          event.averagePrice(),
          event.currency(),
          event.tradeId(),
          event.reason(),
          stamp);
    }

    Event.OrderUpdate event() {
      return new Event.OrderUpdate(
          at, orderId, symbol, side, kind, status, quantity, filled, price, averagePrice, currency, tradeId, reason);
    }
  }

  public record Finished(OrderId id) {}

  public record Balance(
      Currency currency, BigDecimal total, @Nullable BigDecimal available, Instant at, Stamp stamp) {}

  public record Component(
      ComponentName name,
      Health health,
      boolean critical,
      @Nullable Duration responseTime,
      @Nullable String message,
      Instant since,
      Instant at,
      Stamp stamp) {
    boolean isDown() {
      return critical && health == Health.FAILED;
    }
  }

  /**
   * @param currency of the ledger; null until a balance or a trade named one
   * @param byBalance whether a balance named it
   * @param deposits told since the last mark
   * @param marked the equity at the last mark
   * @param foreignTrades closed trades in another currency, which no figure holds
   */
  public record AccountState(
      @Nullable Currency currency,
      boolean byBalance,
      BigDecimal deposits,
      @Nullable BigDecimal marked,
      @Nullable Instant markedAt,
      long foreignTrades,
      @Nullable Currency foreign,
      @Nullable LedgerState ledger) {}
}
