package dev.binnacle.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of numbers and of money, and what is not. */
final class BelievedTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final BigDecimal TOLERANCE = new BigDecimal(25);

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1})
  void whatIsNoAmountIsNeverBelieved(double number) {
    Steady steady = new Steady();

    assertThat(steady.isBelieved(number)).isFalse();
    assertThat(steady.isBelieved(500)).isTrue();
    assertThat(steady.isBelieved(number)).isFalse();
    assertThat(steady.isBelieved(5000)).isTrue();
    assertThat(steady.isBelieved(50_001)).isFalse();
    assertThat(steady.isBelieved(50_001)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY})
  void aDrawdownThatIsNoNumberIsNone(double ledger) {
    assertThat(new Depth().look(ledger, Money.of("100", "USD"), new Funds())).isNull();
    assertThat(new Depth().look(-0.5, null, new Funds())).isNull();
  }

  private static Event.BalanceUpdate balance(String total, String deposit) {
    return new Event.BalanceUpdate(NOW, new BigDecimal(total), null, Currency.USD, new BigDecimal(deposit));
  }

  private static Event.TradeClosed trade(String pnl, String fees) {
    return Event.TradeClosed.of(
        NOW, new TradeId("t"), new Symbol("BTC/USD"), Side.BUY, BigDecimal.TEN, BigDecimal.ONE, Currency.USD, new BigDecimal(pnl))
        .withFees(Money.of(fees, "USD"));
  }

  private static Funds after(Event... events) {
    Funds funds = new Funds();
    for (Event event : events) {
      if (event instanceof Event.BalanceUpdate balance) {
        funds.balance(balance, TOLERANCE);
      } else if (event instanceof Event.TradeClosed trade) {
        funds.closed(trade, TOLERANCE);
      }
    }
    return funds;
  }

  @Test
  void aMoveThatNothingExplainsIsAnExcess() {
    assertThat(after(balance("1000", "0"), balance("800", "0")).excess()).isEqualByComparingTo("-200");
    assertThat(after(balance("1000", "0"), balance("5000", "0")).excess()).isEqualByComparingTo("4000");
    assertThat(after(balance("1000", "0"), balance("975", "0")).excess()).isZero();
    assertThat(after(balance("1000", "0"), balance("974", "0")).excess()).isEqualByComparingTo("-26");
  }

  @Test
  void depositsWithdrawalsAndTradesExplainAMove() {
    assertThat(after(balance("1000", "0"), balance("300", "-700")).excess()).isZero();
    assertThat(after(balance("1000", "0"), trade("-190", "10"), balance("800", "0")).excess()).isZero();
    assertThat(after(balance("1000", "0"), balance("800", "0"), trade("-190", "10")).excess()).isZero();
    assertThat(after(balance("1000", "0"), trade("-190", "10"), balance("1000", "0")).excess()).isEqualByComparingTo("200");
  }

  @Test
  void theNextBalanceDecides() {
    assertThat(after(balance("1000", "0"), balance("800", "0"), balance("801", "0")).excess()).isZero();
    assertThat(after(balance("1000", "0"), balance("800", "0"), balance("1000", "0")).excess()).isZero();
    // Two to the same side prove the milder of them.
    assertThat(after(balance("1000", "0"), balance("800", "0"), balance("0", "0")).excess()).isEqualByComparingTo("-800");
    assertThat(after(balance("1000", "0"), balance("0", "0"), balance("800", "0")).excess()).isZero();
  }

  @Test
  void aBalanceInAnotherCurrencySaysNothing() {
    Funds funds = after(balance("1000", "0"));
    funds.balance(new Event.BalanceUpdate(NOW, BigDecimal.ONE, null, new Currency("EUR"), BigDecimal.ZERO), TOLERANCE);

    assertThat(funds.excess()).isZero();
  }
}
