package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.engine.control.Errand;
import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is under way at an exchange when its halt is released. */
final class ExchangeWorkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HaltId HALT = new HaltId("h1-100000");

  private final MatrixTime time = new MatrixTime();
  private final MatrixVenue venue = new MatrixVenue(time, 1);
  private final PacedGateway gateway =
      new PacedGateway(venue.gate(() -> false, () -> {}, () -> {}), new Pacing(time, new Pacing.Rate(500, 100)));
  private final List<ExchangeReport> told = new CopyOnWriteArrayList<>();
  private final ExchangeWork work = new ExchangeWork(
      new Exchanges(
          Map.of(MatrixServer.BOT,
              new ExchangeAccess(() -> gateway, new ReentrantLock(), OrderScope.ALL, Set.of(), null, false, false))),
      new ActionDoor(), time, (halt, epoch, bot, asked, report) -> told.add(report));

  @AfterEach
  void close() {
    work.close();
  }

  private void awaitWith(Duration step, BooleanSupplier until) {
    await().atMost(PATIENCE).until(() -> {
      time.advance(step);
      return until.getAsBoolean();
    });
  }

  private OrderState rests(String id) {
    return venue.place(OrderRequest.limit(id, MatrixVenue.BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
  }

  /** A sweep went on for half a minute after a forced release, and cancelled what the bot sent then. */
  @Test
  void aSweepEndsWithItsHaltAndLeavesLaterOrdersAlone() {
    venue.befall(Combination.Venue.LYING);
    rests("before");
    work.cancel(new Errand.CancelOrders(MatrixServer.BOT, HALT, 1, 1, null, List.of()));
    awaitWith(Duration.ofMillis(100), () -> venue.cancelsAsked() > 1);

    work.end(HALT, MatrixServer.BOT);
    await().atMost(PATIENCE).until(work::isIdle);
    venue.befall(Combination.Venue.FINE);
    OrderState later = rests("later");
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(venue.resting()).extracting(OrderState::id).contains(later.id());
    assertThat(told).isEmpty();
  }

  /** Positions were closed on after a forced release, by an order that nobody followed any more. */
  @Test
  void anOrderThatClosesIsTakenBackWhenTheHaltIsOver() {
    venue.place(OrderRequest.market("s1", MatrixVenue.BTC, Side.BUY, BigDecimal.TWO));
    venue.pass("1000", "2");
    work.flatten(new Errand.Flatten(MatrixServer.BOT, HALT, 1, 1, null, Liquidation.ALL_AT_MARKET, 1, 1));
    awaitWith(Duration.ofMillis(100), () -> venue.closing().signum() > 0);

    work.end(HALT, MatrixServer.BOT);
    await().atMost(PATIENCE).until(work::isIdle);
    venue.pass("1000", "2");

    assertThat(venue.resting()).isEmpty();
    assertThat(venue.position()).isEqualByComparingTo("2");
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsDoneForAnotherHaltGoesOn() {
    rests("before");
    work.cancel(new Errand.CancelOrders(MatrixServer.BOT, HALT, 1, 1, null, List.of()));

    work.end(new HaltId("h2-100000"), MatrixServer.BOT);
    awaitWith(Duration.ofMillis(100), () -> !told.isEmpty());

    assertThat(venue.resting()).isEmpty();
  }
}
