package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.Figures;
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
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.TradingMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One bot at one time.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param reason why the status is what it is, in words for a person
 * @param currency that of the account; null until a balance or a trade named one
 * @param startedAt when the running instance began; null when it did not say
 * @param lastHeard the engine's time when anything came from it; null when nothing ever has
 * @param clockSkew the bot's clock less the engine's, smoothed; null until measured
 * @param errorCount errors of severity ERROR or worse within the last 24 hours
 * @param trades the newest first, at most 50, open ones included
 * @param orders open ones, the newest first
 * @param errors the newest first, at most 50
 * @param logs the newest last, at most 200
 * @param metrics by name; beside what the bot sends, those that follow from its trades, where it does not send them itself:
 *     {@code trades_executed}, {@code total_pnl}, {@code daily_pnl} and {@code success_rate}, each only if it is known
 * @param gaps numbers that are missing in the sequences of its instances
 * @param sideMismatches trades whose profit fits only the other direction than the bot claims
 * @param whyNull why a figure is null, by its name: {@code equity}, {@code unrealized}; and what the figures leave out, under
 *     {@code performance}
 * @param config null while nothing was told of it
 */
public record BotSnapshot(
    BotId id,
    BotStatus status,
    String reason,
    RunState runState,
    TradingMode mode,
    InstancePolicy policy,
    @Nullable String venue,
    @Nullable String strategy,
    @Nullable String version,
    @Nullable Currency currency,
    List<InstanceView> instances,
    @Nullable Instant firstHeard,
    @Nullable Instant startedAt,
    @Nullable Instant lastHeard,
    @Nullable Duration clockSkew,
    long errorCount,
    List<ComponentView> components,
    @Nullable BalanceView balance,
    @Nullable Money equity,
    @Nullable Money unrealized,
    Figures figures,
    List<PositionView> positions,
    List<OrderView> orders,
    List<TradeView> trades,
    List<Event.ErrorRaised> errors,
    List<Event.ApiUsage> apiUsage,
    List<Event.LogLine> logs,
    Map<MetricName, MetricView> metrics,
    List<GapView> gaps,
    long sideMismatches,
    Map<String, String> whyNull,
    @Nullable ConfigView config) {

  /**
   * @param connected whether it holds a link now
   * @param owner whether its word counts for the bot's present state
   * @param lastSeq the highest number up to which its sequence is whole. It may not be on disk yet: nobody may be told to forget
   *     what he has sent because of it, that is what an {@link dev.binnacle.model.Answer} is for
   * @param lastHeard since the engine runs
   */
  public record InstanceView(
      InstanceId id, boolean connected, boolean owner, boolean ended, long lastSeq, @Nullable Instant startedAt,
      @Nullable Instant lastHeard) {}

  public record ComponentView(
      ComponentName name, Health health, boolean critical, @Nullable Duration responseTime, @Nullable String message,
      Instant since, Instant at) {}

  public record BalanceView(Money total, @Nullable Money available, Instant at) {}

  /**
   * A position that the bot told, or, of a symbol of which it told none, what its open trades amount to. {@code currentPrice} and {@code unrealized} are null until a price is known;
   * {@code markedAt} is that price's time.
   */
  public record PositionView(
      Symbol symbol,
      Side side,
      BigDecimal quantity,
      BigDecimal entryPrice,
      Currency currency,
      @Nullable BigDecimal currentPrice,
      @Nullable Money unrealized,
      @Nullable BigDecimal unrealizedPct,
      @Nullable BigDecimal stopLoss,
      @Nullable BigDecimal takeProfit,
      @Nullable String strategy,
      Instant openedAt,
      @Nullable Instant markedAt) {}

  public record OrderView(OrderId id, Event.OrderUpdate order) {}

  /**
   * A trade, open while {@code closedAt} is null. One that is closed in parts is one trade here: its profits and fees are sums, its
   * exit price is the mean.
   *
   * @param quantity opened in all, or closed in all if no opening was told
   * @param pnl before fees, of what is closed so far
   * @param duration from opening to closing
   * @param net the profit after fees; null while open, or when the fees are in another currency
   * @param sideMismatch whether the profit fits only the other direction than the bot claims
   */
  public record TradeView(
      TradeId id,
      Symbol symbol,
      Side side,
      @Nullable BigDecimal entryPrice,
      @Nullable BigDecimal exitPrice,
      BigDecimal quantity,
      Currency currency,
      @Nullable Money pnl,
      @Nullable BigDecimal pnlPct,
      @Nullable Money fees,
      @Nullable Money net,
      @Nullable String reason,
      @Nullable String strategy,
      @Nullable Instant openedAt,
      @Nullable Instant closedAt,
      @Nullable Duration duration,
      boolean sideMismatch) {}

  /**
   * The bot's configuration as its records tell it.
   *
   * @param version in force; null until one was told
   * @param outcome of the last attempt, as {@code at}, {@code who}, {@code reason} and {@code source} are of it; null before one
   * @param accepted how many came into force, were refused and were deferred since the bot is known
   * @param instances what each instance runs with
   */
  public record ConfigView(
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
      List<ConfigSeenView> instances) {}

  /** @param applied false when the instance refuses it, for {@code reason} */
  public record ConfigSeenView(
      InstanceId instance, @Nullable Long version, String hash, boolean applied, Instant at, @Nullable String reason) {}

  /** The newest reading of a metric. */
  public record MetricView(Sample.Reading reading, Instant at) {}

  public record GapView(InstanceId instance, long from, long to, Instant since) {}
}
