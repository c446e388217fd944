package dev.binnacle.client;

import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import java.time.Instant;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Orders and a halt meet at a gate: the halt sees the order, or the order sees the halt. */
public final class GateStress {
  private static final GuardState CLOSED =
      GuardState.of(
          List.of(
              new Latch(
                  new HaltId("h1"), 1, HaltMode.STOP, null, HaltOrigin.PERSON, "ann", "x",
                  Instant.parse("2026-01-05T10:00:00Z"))),
          false,
          null);

  private GateStress() {}

  /** As {@link Guard#enter} goes through a gate. */
  static class World {
    final Gate gate = new Gate(GuardState.ALL_OPEN);

    /** 1 if the order passed; it stays in flight. */
    final int enter() {
      int stripe = gate.begin();
      if (gate.state().isOpen()) {
        return 1;
      }
      gate.end(stripe);
      return 0;
    }

    final int close() {
      gate.set(CLOSED);
      return (int) gate.inFlight();
    }
  }

  /** One order and one halt. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it passed, and the halt has seen it")
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "it was refused")
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was being refused when the halt looked")
  @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "an order that no halt knows of")
  @State
  public static class OneOrder extends World {
    @Actor
    public void order(II_Result result) {
      result.r1 = enter();
    }

    @Actor
    public void halt(II_Result result) {
      result.r2 = close();
    }
  }

  /** One thread that trades on, and one halt: once an order is refused, so are all after it. */
  @JCStressTest
  @Outcome(id = {"0, 0, 0", "0, 0, 1"}, expect = Expect.ACCEPTABLE, desc = "both were refused")
  @Outcome(id = {"1, 0, 1", "1, 0, 2"}, expect = Expect.ACCEPTABLE, desc = "the first passed and was seen")
  @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "both passed and were seen")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an order that no halt knows of, or one that passed after a refusal")
  @State
  public static class OrdersInARow extends World {
    @Actor
    public void orders(III_Result result) {
      result.r1 = enter();
      result.r2 = enter();
    }

    @Actor
    public void halt(III_Result result) {
      result.r3 = close();
    }
  }

  /** Two threads that trade, and one halt. Runs only where there are three cores. */
  @JCStressTest
  @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 0, 2"}, expect = Expect.ACCEPTABLE, desc = "both were refused")
  @Outcome(id = {"1, 0, 1", "1, 0, 2", "0, 1, 1", "0, 1, 2"}, expect = Expect.ACCEPTABLE, desc = "one passed and was seen")
  @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "both passed and were seen")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an order that no halt knows of")
  @State
  public static class TwoOrders extends World {
    @Actor
    public void first(III_Result result) {
      result.r1 = enter();
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = enter();
    }

    @Actor
    public void halt(III_Result result) {
      result.r3 = close();
    }
  }
}
