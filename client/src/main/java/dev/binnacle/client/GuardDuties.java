package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Value;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Guard} has to do with the client around it: its parts, what it hears of, what it tells, and what is counted.
 *
 * <p><b>Threads:</b> thread-safe; nothing waits but {@link #open} and {@link #end}.
 */
final class GuardDuties {
  /** What is around. */
  interface Surroundings {
    void publish(Event event);

    void error(String error, String message, Severity severity);

    boolean isConnected();

    /** Hands a frame to the link; {@code lost} runs if it cannot go out. */
    void send(String frame, Runnable lost);

    void count(String metric);

    void state(String metric, String word);
  }

  private final Options options;
  private final Surroundings around;
  final Gate gate = new Gate(GuardState.ALL_OPEN);
  final UnknownOrders unknown = new UnknownOrders();
  final Positions positions = new Positions();
  final LimitBook limits;
  final Drawdown drawdown;
  final HaltDesk desk;
  private final @Nullable PeakFile peakFile;

  private volatile boolean isTellingDue;
  private volatile boolean isEnded;

  // Of the guard's thread alone.
  private LinkMessage.@Nullable GuardTold told;
  private @Nullable RiskFactor toldFactor;

  GuardDuties(Options options, Surroundings around) {
    this.options = options;
    this.around = around;
    this.limits = new LimitBook(options.guard().limits(), positions);
    this.drawdown = new Drawdown(options.guard().riskTiers());
    Path spools = options.spoolDirectory();
    Path home = spools == null ? null : new SpoolHome(spools, options.bot()).directory();
    this.peakFile = home == null ? null : new PeakFile(home);
    Set<Path> halts = new LinkedHashSet<>();
    if (spools != null) {
      halts.add(spools);
    }
    if (options.guard().haltDirectory() != null) {
      halts.add(options.guard().haltDirectory());
    }
    this.desk =
        new HaltDesk(
            options, gate, home == null ? null : new LatchStore(home), new HaltFiles(halts, options.bot(), options.clock()),
            new DeskSurroundings());
  }

  void open() {
    if (!desk.isOpen() && !isEnded) {
      if (peakFile != null) {
        drawdown.resume(peakFile.read());
      }
      desk.open();
    }
  }

  String bot() {
    return options.bot().value();
  }

  long nanos() {
    return options.nanoTime().getAsLong();
  }

  // ---- what it hears of ----

  /** The server has welcomed this client, and knows nothing of the guard. */
  void welcomed() {
    isTellingDue = true;
    desk.wake();
  }

  /** By any thread, and out of turn: the guard is closed when this returns. */
  void heard(LinkMessage.HaltTold halt) {
    isTellingDue = true;
    desk.told(halt);
  }

  void heard(LinkMessage.ReleaseTold release) {
    isTellingDue = true;
    desk.release(release);
  }

  /** What the bot says of itself, on the bot's own thread. */
  void heard(Event event) {
    if (event instanceof Event.PositionUpdate position) {
      positions.reported(position);
      drawdown.position(position);
    } else if (event instanceof Event.BalanceUpdate balance) {
      drawdown.balance(balance);
    }
  }

  void priced(Symbol symbol, BigDecimal price) {
    if (desk.isOpen()) {
      positions.priced(symbol, price);
    }
  }

  void equity(Money equity) {
    drawdown.equity(equity);
  }

  void refused(Order order, Decision decision) {
    String rule = Objects.requireNonNull(decision.rule()).name().toLowerCase(Locale.ROOT);
    around.count("orders_refused");
    around.count("orders_refused_" + rule);
    if (decision.rule() == Decision.Rule.REPEATED_EXECUTION) {
      HaltId ignored = desk.close(HaltOrigin.LIMIT, HaltMode.STOP, order.symbol(), "guard", decision.reason());
    }
  }

  void unknown(OrderId name, Order order) {
    around.error(
        "OrderUnknown",
        "nobody knows whether the venue has order " + name + ": " + order.side() + " " + order.quantity().toPlainString() + " "
            + order.symbol(),
        Severity.WARNING);
    desk.wake();
  }

  // ---- what it tells ----

  private final class DeskSurroundings implements HaltDesk.Surroundings {
    @Override
    public void publish(Event event) {
      around.publish(event);
    }

    @Override
    public void error(String error, String message, Severity severity) {
      around.error(error, message, severity);
    }

    @Override
    public boolean isConnected() {
      return around.isConnected();
    }

    @Override
    public void released(Latch latch) {
      if (latch.origin() == HaltOrigin.LIMIT) {
        limits.rearm();
      }
    }

    @Override
    public void tell(GuardState state, List<HaltId> done) {
      around.state("guard", state.level().name().toLowerCase(Locale.ROOT));
      tellServer(state, done);
      tellRisk();
      if (peakFile != null) {
        peakFile.write(drawdown.peak());
      }
    }
  }

  private void tellServer(GuardState state, List<HaltId> done) {
    if (!around.isConnected()) {
      return;
    }
    boolean isHeld = !state.isOpen();
    long flying = isHeld ? gate.inFlight() : 0;
    LinkMessage.GuardTold now =
        new LinkMessage.GuardTold(
            state.level(), state.latches(), Math.min(Integer.MAX_VALUE, flying + unknown.count()), unknown.names(), done);
    boolean isDue = isTellingDue;
    isTellingDue = false;
    if (isDue || !now.equals(told)) {
      told = now;
      around.send(
          new LinkWriter().guard(now).toText(),
          () -> isTellingDue = true);
    }
  }

  /** The server shows the bot's own factor and its reason; a report that has both keeps them together. */
  private void tellRisk() {
    RiskFactor now = drawdown.factor();
    RiskFactor before = toldFactor;
    boolean isWorth = now.drawdownPct() != null && !options.guard().riskTiers().tiers().isEmpty();
    if (isWorth && (before == null || before.factor().compareTo(now.factor()) != 0)) {
      toldFactor = now;
      around.publish(
          new Event.Report(
              options.clock().instant(),
              Event.Report.Kind.PERFORMANCE_REPORT,
              null,
              Map.of(
                  "dynamic_risk_factor", new Value.Decimal(now.factor()),
                  "risk_reason", new Value.Text(Texts.text(now.reason(), 1_000)))));
    }
  }

  void end(long deadlineNanos) {
    isEnded = true;
    desk.end(deadlineNanos);
  }
}
