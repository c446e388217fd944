package dev.binnacle.engine.control;

import dev.binnacle.model.Action;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Trigger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds of halts: all that facts have made. Records, lists, decimals, times and texts only, so that any binder of
 * records to JSON writes and reads it without being told how.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param epoch the highest that was given
 * @param halts in force, the one that began first in front
 * @param released the one that was released first in front
 * @param actions of operators: those under way and those that ended last
 * @param triggers that count, or have halted; none in a state that was kept before there were any
 */
public record ControlState(
    long epoch, List<HaltFile> halts, List<HaltFile> released, List<Action> actions, List<Trigger> triggers) {
  public static final ControlState EMPTY = new ControlState(0, List.of(), List.of(), List.of(), List.of());

  // A binder leaves null what an older form has not.
  @SuppressWarnings("ConstantConditions")
  public ControlState {
    halts = List.copyOf(halts);
    released = List.copyOf(released);
    // A checkpoint of a version that kept none has none.
    actions = List.copyOf(Objects.requireNonNullElse(actions, List.of()));
    triggers = List.copyOf(Objects.requireNonNullElse(triggers, List.of()));
  }

  /**
   * One halt.
   *
   * @param index of the youngest entry that speaks of it
   */
  public record HaltFile(
      HaltId id,
      long epoch,
      ScopeState scope,
      HaltMode mode,
      @Nullable Liquidation liquidation,
      HaltState state,
      Instant since,
      List<HaltRequest> requests,
      Halt.@Nullable Release release,
      long index,
      List<CaseState> cases) {
    public HaltFile {
      requests = List.copyOf(requests);
      cases = List.copyOf(cases);
    }

    static HaltFile of(Halt halt, long index, List<CaseState> cases) {
      return new HaltFile(
          halt.id(), halt.epoch(), ScopeState.of(halt.scope()), halt.mode(), halt.liquidation(), halt.state(), halt.since(),
          halt.requests(), halt.released(), index, cases);
    }

    Halt halt() {
      return new Halt(id, epoch, scope.scope(), mode, liquidation, state, since, requests, List.of(), release);
    }
  }

  /** All null for the fleet, {@code bot} alone for one bot. */
  public record ScopeState(@Nullable String group, @Nullable BotId bot, @Nullable Symbol symbol) {
    static ScopeState of(HaltScope scope) {
      return switch (scope) {
        case HaltScope.OfFleet() -> new ScopeState(null, null, null);
        case HaltScope.OfGroup(String group) -> new ScopeState(group, null, null);
        case HaltScope.OfBot(BotId bot) -> new ScopeState(null, bot, null);
        case HaltScope.OfInstrument(Symbol symbol, BotId bot) -> new ScopeState(null, bot, symbol);
      };
    }

    HaltScope scope() {
      if (symbol != null) {
        return new HaltScope.OfInstrument(symbol, bot);
      }
      if (group != null) {
        return new HaltScope.OfGroup(group);
      }
      return bot != null ? new HaltScope.OfBot(bot) : new HaltScope.OfFleet();
    }
  }

  /**
   * One bot under a halt, see {@link BotHalt}.
   *
   * @param closed index of the entry since which its guards are as closed as they are
   * @param flattenings how often its positions were closed for the halt as it is
   */
  public record CaseState(
      BotId bot,
      HaltState state,
      Instant since,
      String reason,
      BotHalt.Proof proof,
      List<GuardWord> guards,
      List<OrderState> orders,
      long ordersInAll,
      List<PositionState> positions,
      List<String> residue,
      long closed,
      int flattenings) {
    public CaseState {
      guards = List.copyOf(guards);
      orders = List.copyOf(orders);
      positions = List.copyOf(positions);
      residue = List.copyOf(residue);
    }

    static CaseState of(BotHalt bot, long closed, int flattenings) {
      return new CaseState(
          bot.bot(), bot.state(), bot.since(), bot.reason(), bot.proof(), bot.guards(),
          bot.orders().stream().map(OrderState::of).toList(), bot.ordersInAll(),
          bot.positions().stream().map(PositionState::of).toList(), bot.residue(), closed, flattenings);
    }

    BotHalt halt() {
      return new BotHalt(
          bot, state, since, reason, proof, guards, orders.stream().map(OrderState::order).toList(), ordersInAll,
          positions.stream().map(PositionState::position).toList(), residue);
    }
  }

  /** An order, as a record without getters. */
  public record OrderState(
      OrderId id, @Nullable Symbol symbol, HaltedOrder.Outcome outcome, boolean proved, @Nullable String detail) {
    static OrderState of(HaltedOrder order) {
      return new OrderState(order.id(), order.symbol(), order.outcome(), order.proved(), order.detail());
    }

    HaltedOrder order() {
      return new HaltedOrder(id, symbol, outcome, proved, detail);
    }
  }

  /** A position, as a record without getters. */
  public record PositionState(
      Symbol symbol, BigDecimal before, @Nullable BigDecimal after, HaltedPosition.Outcome outcome, @Nullable String detail) {
    static PositionState of(HaltedPosition position) {
      return new PositionState(position.symbol(), position.before(), position.after(), position.outcome(), position.detail());
    }

    HaltedPosition position() {
      return new HaltedPosition(symbol, before, after, outcome, detail);
    }
  }
}
