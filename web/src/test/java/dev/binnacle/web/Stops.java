package dev.binnacle.web;

import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.engine.control.ControlSnapshot.BotGuard;
import dev.binnacle.engine.control.ControlSnapshot.Counters;
import dev.binnacle.engine.control.ControlSnapshot.RunGuard;
import dev.binnacle.engine.control.ControlSnapshot.TriggerView;
import dev.binnacle.engine.control.ControlSnapshot.TriggersView;
import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.TriggerKind;
import dev.binnacle.web.api.Commands.Outcome;
import dev.binnacle.web.api.Halts;
import dev.binnacle.web.view.HaltFeed;
import dev.binnacle.web.view.Incident;
import dev.binnacle.web.view.Listed;
import dev.binnacle.web.view.Snapshots;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Halts in memory. */
public final class Stops implements Halts, HaltFeed {
  private static final Symbol BTC = new Symbol("BTC/USD");

  private static final TriggerView MEMORY =
      new TriggerView(
          TriggerKind.MEMORY, "", "250 MB", "1000 MB (2 times its threshold of 500 MB)", 0.25, Worlds.NOW, Trigger.Stage.ARMED, 0,
          null);

  private static final TriggerView REPEATS =
      new TriggerView(
          TriggerKind.REPEATED_EXECUTION, "", null, "20 times within 60 s", null, null, Trigger.Stage.TRIPPED, 3,
          new Trigger(
              TriggerKind.REPEATED_EXECUTION, Worlds.TREND, "", Trigger.Stage.TRIPPED, 3, Worlds.NOW, Worlds.NOW, "23 times",
              "20 times within 60 s", new HaltId("h7"), null));

  public volatile ControlSnapshot now =
      new ControlSnapshot(
          1, Worlds.NOW, List.of(halt("h7", HaltState.HALTED)), List.of(over("h3")), List.of(),
          List.of(
              new BotGuard(
                  Worlds.TREND, GuardLevel.CLOSED, "halt h7", List.of(), true,
                  List.of(
                      new RunGuard(
                          new InstanceId("i1"), GuardLevel.CLOSED, List.of(new HaltId("h7")), 0, List.of(), Worlds.NOW)))),
          new TriggersView(TriggerSettings.OFF.withEnabled(true), Map.of(Worlds.TREND, List.of(MEMORY, REPEATS))),
          new Counters(0, Map.of()));

  public volatile Outcome outcome = new Outcome.Done();
  public volatile @Nullable String refusal;

  /** What was asked for, each as a line. */
  public final List<String> commands = new CopyOnWriteArrayList<>();

  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  public static Halt halt(String id, HaltState state) {
    BotHalt bot =
        new BotHalt(
            Worlds.TREND, state, Worlds.NOW, "all that rested is gone", BotHalt.Proof.EXCHANGE,
            List.of(new GuardWord(new InstanceId("i1"), GuardWord.Stage.CONFIRMED, Worlds.NOW, 0, List.of())),
            List.of(new HaltedOrder(new OrderId("o-1"), BTC, HaltedOrder.Outcome.CANCELLED, true, null)), 1,
            List.of(new HaltedPosition(BTC, new BigDecimal("0.5"), new BigDecimal("0.5"), HaltedPosition.Outcome.KEPT, null)),
            List.of());
    return new Halt(
        new HaltId(id), 3, new HaltScope.OfBot(Worlds.TREND), HaltMode.CANCEL, null, state, Worlds.NOW,
        List.of(new HaltRequest(HaltOrigin.PERSON, "anna", "odd fills", Worlds.NOW.minusSeconds(60))), List.of(bot), null);
  }

  private static Halt over(String id) {
    Halt halt = halt(id, HaltState.RELEASED);
    return new Halt(
        halt.id(), 4, halt.scope(), halt.mode(), null, HaltState.RELEASED, Worlds.NOW, halt.requests(), halt.bots(),
        new Halt.Release("anna", "all is well", Worlds.NOW));
  }

  /** Publishes a snapshot with these halts. */
  public void publish(Halt... halts) {
    now = new ControlSnapshot(now.index() + 1, Worlds.NOW, List.of(halts), now.released(), now.actions(), now.bots(),
        now.triggers(), now.counters());
    watchers.forEach(Runnable::run);
  }

  @Override
  public HaltFeed feed() {
    return this;
  }

  @Override
  public ControlSnapshot current() {
    return now;
  }

  @Override
  public Snapshots.Watch watch(Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  @Override
  public Optional<Halt> find(HaltId halt) {
    return now.halt(halt);
  }

  @Override
  public Optional<Incident> incident(HaltId halt, Duration before) {
    Instant from = Worlds.NOW.minusSeconds(60).minus(before);
    return find(halt).map(
        found -> new Incident(
            found, from, Worlds.NOW,
            List.of(
                new Incident.Line(
                    Worlds.NOW.minusSeconds(60), Incident.Kind.COMMAND, null, "anna asks to cancel: bot btc-trend", "odd fills",
                    "h7",
                    "/halts/h7"),
                new Incident.Line(
                    Worlds.NOW, Incident.Kind.ERROR, Worlds.TREND, "=HYPERLINK(\"x\") (high)", "a | b\n<script>", null,
                    "/bots/btc-trend")),
            3, true));
  }

  @Override
  public Listed<Halt> past(int limit, @Nullable String cursor) {
    return new Listed<>(now.released(), cursor == null ? "next-1" : null);
  }

  @Override
  public CompletionStage<Begun> halt(
      HaltScope scope, HaltMode mode, @Nullable Liquidation liquidation, String operator, String reason) {
    commands.add(
        "halt " + scope + " " + mode + (liquidation == null ? "" : " " + words(liquidation)) + " by " + operator + ": " + reason);
    String refused = refusal;
    return CompletableFuture.completedFuture(
        refused == null ? new Begun.Done(halt("h8", HaltState.REQUESTED)) : new Begun.Refused(refused));
  }

  private static String words(Liquidation how) {
    return how.positions() + " " + how.collarPct() + " " + how.deadline();
  }

  @Override
  public CompletionStage<Outcome> rearm(TriggerKind trigger, BotId bot, String operator, String reason) {
    commands.add("rearm " + trigger.word() + " of " + bot + " by " + operator + ": " + reason);
    return CompletableFuture.completedFuture(outcome);
  }

  @Override
  public CompletionStage<Outcome> release(HaltId halt, long epoch, boolean force, String operator, String reason) {
    commands.add("release " + halt + " " + epoch + (force ? " by force" : "") + " by " + operator + ": " + reason);
    return CompletableFuture.completedFuture(outcome);
  }
}
