package dev.binnacle.engine.performance;

import static dev.binnacle.engine.performance.Told.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LateNewsTest {
  @Test
  void aLateMarkRestatesItsOwnDayAndNotThePresent() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "110", "121", "121");
    Figures before = told.figures(noon(3));

    // Wednesday closed at 88, not at 121: -20 % instead of 10 %, and Thursday rose by 37.5 % instead of nothing
    Arrival arrival = told.equity(noon(2).plusSeconds(1), "88");

    Figures after = told.figures(noon(4));
    assertThat(arrival).isEqualTo(Arrival.RESTATED);
    assertThat(after.coverage().restated()).isEqualTo(1);
    assertThat(after.profit().equity()).isEqualTo(before.profit().equity());
    assertThat(after.profit().totalReturn()).isEqualTo(before.profit().totalReturn());
    assertThat(after.risk().currentDrawdown()).isZero();
    // the trough of 88 comes after the peak of 121 on Wednesday noon, and Thursday noon is back there
    assertThat(after.risk().maxDrawdown())
        .isEqualTo(new Drawdown(0.88 / 1.21 - 1, noon(2), noon(2).plusSeconds(1), noon(3), Duration.ofDays(1)));
    // day returns: 110/100, 88/110, 121/88
    assertThat(after.returns().conditionalValueAtRisk95()).isCloseTo(88.0 / 110 - 1, within(1e-12));
  }

  @Test
  void aLateMarkWithinItsDayChangesNoReturn() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "110", "121", "121");
    ReturnFigures before = told.figures().returns();

    told.equity(noon(2).minusSeconds(1), "118");

    assertThat(told.figures().returns()).isEqualTo(before);
  }

  @Test
  void aLateDepositStopsBeingProfit() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "200", "220");

    // it was a deposit of 100 that made 200 of 100
    told.equity(noon(0).plusSeconds(1), "200", "100");

    Figures after = told.figures();
    assertThat(after.profit().totalPnl()).isEqualByComparingTo("20");
    assertThat(after.profit().totalReturn()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void aMarkOfTheSameDayIsNotARestatement() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "110");

    assertThat(told.equity(noon(1).minusSeconds(1), "105")).isEqualTo(Arrival.PRESENT);
    assertThat(told.figures().coverage().restated()).isZero();
  }

  @Test
  void aTradeOfYesterdayIsNotOneOfToday() {
    Told told = Told.inOneDay();
    told.closed(noon(1), "10", null);

    assertThat(told.closed(noon(1).minusSeconds(1), "0", null)).isEqualTo(Arrival.PRESENT);
    Arrival arrival = told.closed(noon(0), "-500", null);

    Figures now = told.figures(noon(1));
    assertThat(arrival).isEqualTo(Arrival.RESTATED);
    assertThat(now.profit().dailyPnl()).isEqualByComparingTo("10");
    assertThat(now.profit().totalPnl()).isEqualByComparingTo("-490");
    assertThat(now.trades().currentStreak()).isEqualTo(1);
  }

  @Test
  void aMarkBeforeTheFirstBecomesTheFirst() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "110");

    told.equity(noon(-1), "50", "50");

    Figures now = told.figures();
    assertThat(now.coverage().since()).isEqualTo(noon(-1));
    assertThat(now.profit().totalPnl()).isEqualByComparingTo("60");
  }

  @Test
  void whatIsOlderThanAnythingKeptIsCountedAndOnlyItsMoneyTaken() {
    Told told = Told.inOneDay();
    for (int i = 0; i < 600; i++) {
      told.equity(noon(i), i % 2 == 0 ? "100" : "101");
      told.closed(noon(i), i % 3 == 0 ? "-1" : "1", "0");
    }
    Figures before = told.figures(noon(600));

    Arrival mark = told.equity(noon(1).plusSeconds(1), "110", "10");
    Arrival trade = told.closed(noon(1).plusSeconds(1), "-7", "0");

    Figures after = told.figures(noon(600));
    assertThat(mark).isEqualTo(Arrival.TOO_LATE);
    assertThat(trade).isEqualTo(Arrival.TOO_LATE);
    assertThat(after.coverage().tooLate()).isEqualTo(2);
    assertThat(after.returns()).isEqualTo(before.returns());
    assertThat(after.profit().netDeposits()).isEqualByComparingTo("10");
    assertThat(after.trades().total()).isEqualTo(601);
    assertThat(after.trades().netProfit()).isEqualByComparingTo(before.trades().netProfit().subtract(new BigDecimal("7")));
    assertThat(after.trades().longestLosingStreak()).isEqualTo(1);
  }

  @Test
  void readingChangesNothing() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "110", "90");
    told.equity(noon(1).minusSeconds(9), "70");
    LedgerState before = told.ledger.state();

    told.figures(noon(2));
    told.figures(Instant.parse("2100-01-01T00:00:00Z"));

    assertThat(told.ledger.state()).isEqualTo(before);
  }
}
