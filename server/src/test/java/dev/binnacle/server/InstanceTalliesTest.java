package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class InstanceTalliesTest {
  private static final BotId BOT = new BotId("a");
  private static final InstanceId I1 = new InstanceId("i1");
  private static final InstanceId I2 = new InstanceId("i2");
  private static final Instant T = Instant.parse("2026-01-05T10:00:00Z");
  private static final Currency EUR = new Currency("EUR");

  private Instant now = T.minusSeconds(600);
  private final InstanceTallies tallies = new InstanceTallies(() -> now);
  private long seq;

  private void takes(InstanceId instance, Event event) {
    tallies.take(new Fact.Accepted(BOT, Envelope.sequenced(event, instance, ++seq), seq));
  }

  private static Event.TradeClosed closed(Instant at, String pnl, Currency currency) {
    return Event.TradeClosed.of(
        at, new TradeId("t" + at + pnl), new Symbol("BTC/USD"), Side.BUY, BigDecimal.TEN, BigDecimal.ONE, currency,
        new BigDecimal(pnl));
  }

  private static Event.ErrorRaised error(Instant at, Severity severity) {
    return new Event.ErrorRaised(at, "Timeout", "too slow", severity, null);
  }

  private InstanceFigures since(InstanceId instance) {
    return Objects.requireNonNull(tallies.since(BOT, instance, T.plusSeconds(60)));
  }

  @Test
  void eachInstanceIsSummedUpByItself() {
    takes(I1, error(T.minusSeconds(5), Severity.ERROR));
    tallies.open(BOT, T);

    takes(I1, error(T.plusSeconds(1), Severity.WARNING));
    takes(I1, error(T.plusSeconds(2), Severity.CRITICAL));
    takes(I1, closed(T.plusSeconds(3), "10", Currency.USD).withFees(Money.of("1.5", "USD")));
    takes(I1, closed(T.plusSeconds(4), "1", Currency.USD).withFees(Money.of("1.5", "USD")));
    takes(I1, new Event.BalanceUpdate(T.plusSeconds(5), new BigDecimal("990"), null, Currency.USD, BigDecimal.ZERO));
    takes(I2, new Event.OrderUpdate(
        T.plusSeconds(3), new OrderId("o1"), new Symbol("BTC/USD"), Side.BUY, OrderKind.LIMIT, OrderStatus.REJECTED,
        BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.TEN, null, Currency.USD, null, "too small"));

    assertThat(since(I1).errors()).isEqualTo(Map.of(Severity.WARNING, 1L, Severity.CRITICAL, 1L));
    assertThat(since(I1).bad()).isEqualTo(1);
    assertThat(since(I1).trades()).isEqualTo(2);
    assertThat(since(I1).losses()).isEqualTo(1);
    assertThat(since(I1).netIn(Currency.USD)).isEqualByComparingTo("8.0");
    assertThat(since(I1).equity()).isEqualTo(Money.of("990", "USD"));
    assertThat(since(I2).refused()).isEqualTo(1);
    assertThat(since(I2).trades()).isZero();
    assertThat(Objects.requireNonNull(tallies.before(BOT, I1, T.minusSeconds(60))).bad()).isEqualTo(1);
  }

  @Test
  void unlikeCurrenciesAreNeverAdded() {
    tallies.open(BOT, T);

    takes(I1, closed(T.plusSeconds(1), "10", Currency.USD).withFees(Money.of("2", "EUR")));

    assertThat(since(I1).net()).isEqualTo(Map.of(Currency.USD, BigDecimal.TEN, EUR, new BigDecimal("-2")));
    assertThat(since(I1).netIn(Currency.USD)).isNull();
  }

  @Test
  void whatHappenedBeforeAndComesLateDoesNotCount() {
    tallies.open(BOT, T);

    takes(I1, error(T.minusMillis(1), Severity.ERROR));

    assertThat(since(I1).bad()).isZero();
  }

  @Test
  void instancesOfOneBotAreBoundedWhileATrialIsWatchedAndWhatIsDroppedIsCountedAndUnknown() {
    tallies.open(BOT, T);
    for (int i = 0; i <= InstanceTallies.MOST_OF_A_BOT; i++) {
      takes(new InstanceId("x" + i), error(T.plusSeconds(1), Severity.ERROR));
    }

    assertThat(tallies.dropped()).isEqualTo(1);
    assertThat(tallies.since(BOT, new InstanceId("x64"), T.plusSeconds(60))).isNull();
    assertThat(since(new InstanceId("x0")).bad()).isEqualTo(1);
  }
}
