package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Currency;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Level;
import dev.binnacle.model.Money;
import dev.binnacle.model.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One instance beside others, as a matter of data. Allowed: three errors, and to be 1 % of an equity of 10,000 behind, which is 100. */
final class CanaryRivalsTest {
  private static final Instant T = Instant.parse("2026-01-05T10:00:00Z");
  private static final Settings.Canary RULES = new Settings.Canary(3, BigDecimal.ONE, Level.WARNING);
  private static final Currency USD = Currency.USD;

  private static InstanceFigures figures(int seconds, long errors, long refused, String best, String worst, String net) {
    return new InstanceFigures(
        T, T.plusSeconds(seconds), errors == 0 ? Map.of() : Map.of(Severity.ERROR, errors), refused, 4, 2,
        Map.of(USD, new BigDecimal(net)), Map.of(USD, new BigDecimal(best)), Map.of(USD, new BigDecimal(worst)),
        Money.of("10000", "USD"));
  }

  private static InstanceFigures made(String best, String worst, String net) {
    return figures(600, 0, 0, best, worst, net);
  }

  private static CanaryRivals beside(@Nullable InstanceFigures canary, InstanceFigures... others) {
    List<CanaryRivals.Rival> rivals =
        List.of(others).stream().map(each -> new CanaryRivals.Rival(new InstanceId("o"), 7L, "h7", each)).toList();
    return new CanaryRivals(canary, null, rivals, true, null);
  }

  @Test
  void profitBehindTheOthersTakesItBack() {
    CanaryRivals rivals = beside(made("-20", "-60", "-160"), made("20", "5", "40"), made("30", "5", "60"));

    assertThat(rivals.worse(RULES))
        .isEqualTo(
            "it made -160 USD where the others made 50 on average in as long: 2.1 % of its equity behind, 1 % are allowed");
  }

  @Test
  void aSingleOddTradeDecidesNothing() {
    assertThat(beside(made("5", "-200", "-190"), made("20", "5", "40")).worse(RULES)).isNull();
    assertThat(beside(made("5", "1", "10"), made("400", "1", "404")).worse(RULES)).isNull();
  }

  @Test
  void figuresAreComparedInAsLongATime() {
    InstanceFigures half = figures(300, 0, 0, "20", "15", "70");
    CanaryRivals rivals = beside(made("10", "1", "20"), half);

    assertThat(rivals.meanNet(USD, null)).isEqualByComparingTo("140");
    assertThat(rivals.worse(RULES)).isNull();
  }

  @Test
  void errorsOfItsOwnTakeItBackAndThoseOfOthersDoNot() {
    assertThat(beside(figures(600, 4, 0, "1", "1", "4"), figures(600, 1, 0, "1", "1", "4")).worse(RULES))
        .isEqualTo("4 errors since it began, 3 are allowed; the others had 1 on average");
    assertThat(beside(figures(600, 0, 0, "1", "1", "4"), figures(600, 9, 0, "1", "1", "4")).worse(RULES)).isNull();
  }

  @Test
  void refusedOrdersCountAboveWhatTheOthersHad() {
    assertThat(beside(figures(600, 0, 6, "1", "1", "4"), figures(600, 0, 2, "1", "1", "4")).worse(RULES))
        .startsWith("6 orders were refused since it began, where the others had 2 on average");
    assertThat(beside(figures(600, 0, 6, "1", "1", "4"), figures(600, 0, 5, "1", "1", "4")).worse(RULES)).isNull();
  }

  @Test
  void whatIsNotKnownIsSaid() {
    assertThat(beside(null).unknown()).isEqualTo("the instance's own figures are not known");
    assertThat(beside(made("1", "1", "4")).unknown()).startsWith("no other instance is left");
    InstanceFigures euros = new InstanceFigures(
        T, T.plusSeconds(600), Map.of(), 0, 4, 0, Map.of(new Currency("EUR"), BigDecimal.ONE), Map.of(), Map.of(), null);
    assertThat(beside(made("1", "1", "4"), euros).unknown())
        .isEqualTo("the instances' profits are in unlike currencies, EUR and USD");
    assertThat(beside(made("1", "1", "4"), made("1", "1", "4")).unknown()).isNull();
  }
}
