package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.AccountBalance;
import dev.binnacle.exchange.Capabilities;
import dev.binnacle.exchange.DirectPaperGateway;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Faults;
import dev.binnacle.exchange.Fill;
import dev.binnacle.exchange.Instrument;
import dev.binnacle.exchange.KeyPermissions;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.Action.Stage;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single acts at an exchange that refuses, is silent, loses and lies. */
final class ActionWorkTest {
  private static final Symbol BTC = new Symbol("BTC/USD");

  private final Hasty time = new Hasty();
  private final PaperExchange exchange = new PaperExchange(BTC, PaperExchange.Terms.STANDARD, new BigDecimal("1000"));
  private final Moody gateway = new Moody(new DirectPaperGateway(exchange, "me", time, new Random(7)));
  private final PacedGateway paced = new PacedGateway(gateway, new Pacing(time, new Pacing.Rate(1_000, 1_000)));
  private final ExchangeAccess access =
      new ExchangeAccess(() -> paced, new ReentrantLock(), OrderScope.ALL, Set.of(), null, false, true);
  private final ActionWork work = new ActionWork(time);
  private long trades;

  /** Goes on by waiting alone, and at once. */
  private static final class Hasty implements Timepiece {
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");

    @Override
    public synchronized Instant instant() {
      return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
      now = now.plus(duration);
    }
  }

  /** A venue that can fail a placement before or after it has the order, and then be silent for a while. */
  private static final class Moody implements ExchangeGateway {
    private final ExchangeGateway venue;
    @Nullable Kind refuses;
    boolean takesItAllTheSame;
    int silentReads;
    int placed;
    Runnable afterwards = () -> {};

    Moody(ExchangeGateway venue) {
      this.venue = venue;
    }

    @Override
    public String venue() {
      return venue.venue();
    }

    @Override
    public Capabilities capabilities() {
      return venue.capabilities();
    }

    @Override
    public KeyPermissions keyPermissions() {
      return venue.keyPermissions();
    }

    @Override
    public OrderState place(OrderRequest request) {
      placed++;
      Kind kind = refuses;
      OrderState taken = kind == null || takesItAllTheSame ? venue.place(request) : null;
      afterwards.run();
      if (kind == Kind.THROTTLED) {
        throw ExchangeException.throttled("too many calls", Duration.ofMillis(10));
      }
      if (kind != null) {
        throw new ExchangeException(kind, "no");
      }
      return Objects.requireNonNull(taken);
    }

    private void read() {
      if (silentReads > 0) {
        silentReads--;
        throw new ExchangeException(Kind.UNREACHABLE, "the line is dead");
      }
    }

    @Override
    public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
      return venue.cancel(order, symbol);
    }

    @Override
    public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
      read();
      return venue.order(order, symbol);
    }

    @Override
    public Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol) {
      read();
      return venue.orderOfClient(clientId, symbol);
    }

    @Override
    public List<OrderState> openOrders() {
      read();
      return venue.openOrders();
    }

    @Override
    public List<NetPosition> positions() {
      read();
      return venue.positions();
    }

    @Override
    public AccountBalance balance() {
      return venue.balance();
    }

    @Override
    public List<Fill> fills(long after) {
      return venue.fills(after);
    }

    @Override
    public Instrument instrument(Symbol symbol) {
      return venue.instrument(symbol);
    }

    @Override
    public BigDecimal lastPrice(Symbol symbol) {
      return venue.lastPrice(symbol);
    }

    @Override
    public void close() {}
  }

  private void tradePasses() {
    exchange.pass(new PublicTrade(trades++, Instant.EPOCH, new BigDecimal("1000"), BigDecimal.TEN));
  }

  private static OrderRequest bid(String id) {
    return OrderRequest.limit(id, BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900"));
  }

  private ActionWork.Ended place() throws InterruptedException {
    return work.place(bid("bn1"), access);
  }

  @Test
  void orderThatIsTakenIsReadAgain() throws Exception {
    ActionWork.Ended ended = place();

    assertThat(ended.stage()).isEqualTo(Stage.DONE);
    assertThat(ended.outcome()).contains("rests, 0 of 1 filled");
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "THROTTLED", "UNAUTHORISED"}, value = Kind.class)
  void orderThatIsRefusedIsSentOnceAndReadToBeAbsent(Kind kind) throws Exception {
    gateway.refuses = kind;

    ActionWork.Ended ended = place();

    assertThat(ended.stage()).isEqualTo(Stage.FAILED);
    assertThat(ended.outcome()).contains("refused it", "it is not there");
    assertThat(gateway.placed).isEqualTo(1);
  }

  @Test
  void refusalOfAVenueThatTookItAllTheSameIsALieThatIsNamed() throws Exception {
    gateway.refuses = Kind.REJECTED;
    gateway.takesItAllTheSame = true;

    ActionWork.Ended ended = place();

    assertThat(ended.stage()).isEqualTo(Stage.DONE);
    assertThat(ended.outcome()).contains("has it all the same", "rests");
  }

  @Test
  void orderWhoseAnswerIsLostIsFoundByItsIdAndNotSentAgain() throws Exception {
    gateway.refuses = Kind.UNREACHABLE;
    gateway.takesItAllTheSame = true;
    gateway.silentReads = 5;

    ActionWork.Ended ended = place();

    assertThat(ended.stage()).isEqualTo(Stage.DONE);
    assertThat(ended.outcome()).contains("rests, 0 of 1 filled");
    assertThat(gateway.placed).isEqualTo(1);
    assertThat(exchange.openOrders("me")).hasSize(1);
  }

  @Test
  void orderThatNeverArrivedHasNeverCome() throws Exception {
    gateway.refuses = Kind.UNREACHABLE;

    ActionWork.Ended ended = place();

    assertThat(ended.stage()).isEqualTo(Stage.FAILED);
    assertThat(ended.outcome()).contains("It never came");
    assertThat(gateway.placed).isEqualTo(1);
  }

  @Test
  void orderOfWhichNobodyCanReadIsUnknown() throws Exception {
    gateway.refuses = Kind.UNREACHABLE;
    gateway.silentReads = 1_000;

    ActionWork.Ended ended = place();

    assertThat(ended.stage()).isEqualTo(Stage.UNKNOWN);
    assertThat(ended.outcome()).contains("the line is dead", "bn1", "before it is asked for again");
  }

  @Test
  void orderThatTheVenueTookAndLostIsUnknown() throws Exception {
    exchange.inject(Faults.losing(1));

    ActionWork.Ended ended = place();

    assertThat(ended.stage()).isEqualTo(Stage.UNKNOWN);
    assertThat(ended.outcome()).contains("took it, and does not know it");
  }

  @Test
  void cancelIsProvedByReading() {
    OrderState order = gateway.place(bid("mine"));

    ActionWork.Ended ended = work.cancel(order.id(), access);

    assertThat(ended.stage()).isEqualTo(Stage.DONE);
    assertThat(ended.outcome()).contains("rests no more");
    assertThat(exchange.openOrders("me")).isEmpty();
  }

  @Test
  void cancelOfALyingVenueHasFailed() {
    OrderState order = gateway.place(bid("mine"));
    exchange.inject(Faults.lying());

    ActionWork.Ended ended = work.cancel(order.id(), access);

    assertThat(ended.stage()).isEqualTo(Stage.FAILED);
    assertThat(ended.outcome()).contains("it rests still");
  }

  /** This venue fills orders with an odd number wholly when they are cancelled, and others by half. */
  @Test
  void cancelSaysWhatFilledBeforeItCame() {
    OrderState odd = gateway.place(bid("mine"));
    OrderState even = gateway.place(bid("other"));
    exchange.inject(Faults.fillingOnCancel());

    ActionWork.Ended wholly = work.cancel(odd.id(), access);
    ActionWork.Ended half = work.cancel(even.id(), access);

    assertThat(wholly.stage()).isEqualTo(Stage.FAILED);
    assertThat(wholly.outcome()).contains("it had filled before the cancel reached it");
    assertThat(half.stage()).isEqualTo(Stage.DONE);
    assertThat(half.outcome()).contains("it rests no more", "0.5 had filled");
  }

  @Test
  void otherOrdersAreLeftAlone() {
    OrderState order = gateway.place(bid("mine"));
    OrderState other = gateway.place(bid("other"));

    work.cancel(order.id(), access);

    assertThat(exchange.openOrders("me")).extracting(OrderState::id).containsExactly(other.id());
  }

  @Test
  void closeEndsFlatAndASecondOneWithTheSameKeySendsNothing() throws Exception {
    gateway.afterwards = this::tradePasses;
    gateway.place(OrderRequest.market("buy", BTC, Side.BUY, BigDecimal.ONE));
    int before = gateway.placed;

    ActionWork.Ended ended = work.close("a1", BTC, access);

    assertThat(ended.stage()).as(ended.outcome()).isEqualTo(Stage.DONE);
    assertThat(ended.outcome()).contains("flat: 1 of BTC/USD");
    assertThat(gateway.positions()).isEmpty();
    assertThat(gateway.placed).isEqualTo(before + 1);
    assertThat(work.close("a1", BTC, access).stage()).isEqualTo(Stage.DONE);
    assertThat(gateway.placed).isEqualTo(before + 1);
  }

  @Test
  void closeOfWhatCannotBeReadIsUnknown() throws Exception {
    gateway.silentReads = 100_000;

    assertThat(work.close("a1", BTC, access).stage()).isEqualTo(Stage.UNKNOWN);
  }
}
