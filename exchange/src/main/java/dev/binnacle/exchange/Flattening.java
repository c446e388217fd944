package dev.binnacle.exchange;

import java.util.function.Consumer;

/**
 * Closes positions and proves it. Positions are read twice before each order, an order is never larger than the smaller of both
 * readings less what already rests to close it, and is reduce-only where the venue has such; so none is ever turned. Readings that
 * disagree wildly place no order. What is left at the deadline is named, and the orders that it still had are cancelled.
 *
 * <p>The sender's ids of its orders follow from the plan's key: a run with the same key finds what an earlier one sent before
 * it sends anything. The venue's trouble never throws; it is in the report.
 *
 * <p><b>Threads:</b> thread-safe, but run one flattening of an account at a time. A run blocks until it is done or its deadline is over, and
 * then for a few calls of the gateway. An interrupt ends it with what is known.
 */
public final class Flattening {
  private final PacedGateway gateway;
  private final Timepiece time;

  public Flattening(PacedGateway gateway, Timepiece time) {
    this.gateway = gateway;
    this.time = time;
  }

  public FlattenReport run(FlattenPlan plan) {
    return run(plan, step -> {});
  }

  /**
   * @param progress is told each step on the calling thread
   */
  public FlattenReport run(FlattenPlan plan, Consumer<? super FlattenStep> progress) {
    Effort effort = new Effort(time, plan.deadline(), what -> progress.accept(new FlattenStep.Trouble(what)));
    return new FlattenRun(gateway, effort, plan, progress).run();
  }
}
