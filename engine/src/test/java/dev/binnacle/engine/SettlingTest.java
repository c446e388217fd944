package dev.binnacle.engine;

import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.closed;
import static dev.binnacle.engine.Says.mark;
import static dev.binnacle.engine.Says.opened;
import static dev.binnacle.engine.Says.position;
import static dev.binnacle.engine.Script.check;
import static dev.binnacle.engine.Script.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bug: a fill moves profit from the position into the balance, and a bot tells of the two in two events. Between them the equity was
 * marked with the profit in it twice or not at all, and its curve had a tooth where nothing had happened.
 *
 * <p>Throughout, 2 BTC were bought at 100 with 1,000 USD on the account and are worth 110 each: the equity is 1,020 before the sale at
 * 110 and after it.
 */
final class SettlingTest {
  private static final String BTC = "BTC/USD";
  private static final BotId A = new BotId("a");

  private static Script holding() {
    return check()
        .at("10:00:00")
        .hears(balance("1000"), position(BTC, Side.BUY, "2", "100", "110"))
        .decides(marked("10:00:00", "1000", "20"));
  }

  private static Says flat() {
    return position(BTC, Side.BUY, "0", "100", null);
  }

  private static Fact.EquityMarked marked(String at, String balance, String unrealized) {
    return new Fact.EquityMarked(
        A, time(at), Currency.USD, new BigDecimal(balance).stripTrailingZeros(), new BigDecimal(unrealized).stripTrailingZeros());
  }

  private static List<String> marks(Script script) {
    return script.journal().stream().flatMap(entry -> entry.facts().stream()).filter(Fact.EquityMarked.class::isInstance)
        .map(fact -> ((Fact.EquityMarked) fact).equity().stripTrailingZeros().toPlainString()).toList();
  }

  @Test
  void balanceBeforeItsPositionIsMarkedWhenThePositionHasCome() {
    Script script = holding().at("10:00:10").hears(balance("1020"));
    script.decidesNo(Fact.EquityMarked.class).equity("1020").ticks("10:00:10.500").decidesNo(Fact.EquityMarked.class);

    script.at("10:00:11").hears(flat()).decides(marked("10:00:11", "1020", "0")).equity("1020");
    assertThat(marks(script)).containsExactly("1020", "1020");
  }

  @Test
  void positionBeforeItsBalanceIsMarkedWhenTheBalanceHasCome() {
    Script script = holding().at("10:00:10").hears(flat()).decidesNo(Fact.EquityMarked.class).equity("1020");

    script.at("10:00:11").hears(balance("1020")).decides(marked("10:00:11", "1020", "0")).equity("1020");
    assertThat(marks(script)).containsExactly("1020", "1020");
  }

  @Test
  void closingIsMarkedWhenPositionAndBalanceHaveComeInWhateverOrder() {
    for (List<Says> order : List.of(List.of(flat(), balance("1020")), List.of(balance("1020"), flat()))) {
      Script script = holding().at("10:00:10").hears(closed("t1", BTC, Side.BUY, "110", "2", "20"));
      script.decidesNo(Fact.EquityMarked.class).at("10:00:10.100").hears(order.getFirst()).decidesNo(Fact.EquityMarked.class);

      script.equity("1020").at("10:00:10.200").hears(order.getLast()).decides(marked("10:00:10.200", "1020", "0"));
    }
  }

  @Test
  void closingOfATradeThatIsThePositionWaitsForItsBalanceAlone() {
    Script script = check().at("10:00:00").hears(balance("1000")).hears(opened("t1", BTC, Side.BUY, "100", "2"));
    script.at("10:00:01").hears(mark(BTC, "110")).equity("1020");

    script.at("10:00:02").hears(closed("t1", BTC, Side.BUY, "110", "2", "20")).decidesNo(Fact.EquityMarked.class).equity("1020");
    script.at("10:00:02.050").hears(balance("1020")).decides(marked("10:00:02.050", "1020", "0"));
  }

  @Test
  void theWholeFillInOneFrameIsMarkedAtOnce() {
    holding()
        .at("10:00:10")
        .hears(closed("t1", BTC, Side.BUY, "110", "2", "20"), flat(), balance("1020"))
        .decides(marked("10:00:10", "1020", "0"));
  }

  @Test
  void moreOfAPositionAtItsPriceIsNothingToWaitFor() {
    holding().at("10:00:10").hears(position(BTC, Side.BUY, "3", "102", "106"), opened("t2", BTC, Side.BUY, "106", "1"))
        .decides(marked("10:00:10", "1000", "12"));
  }

  @Test
  void depositIsNothingToWaitFor() {
    holding().at("10:00:10").hears(balance("1500", null, Currency.USD, "500")).decides(marked("10:00:10", "1500", "20"));
  }

  @Test
  void nothingIsWaitedForLongerThanTwoSeconds() {
    // A fee of 1 was paid, for which no position changes.
    Script script = holding().at("10:00:10").hears(balance("999")).equity("1020");

    script.ticks("10:00:11.999").decidesNo(Fact.EquityMarked.class).equity("1020");
    script.ticks("10:00:12").decides(marked("10:00:12", "999", "20")).equity("1019");
  }

  @Test
  void whatDidNotComeOnceIsNotWaitedForAgainBeforeItIsHeard() {
    // It tells every change of its balance and seldom a position, so that waiting each time would leave the equity behind for ever.
    Script script = holding().at("10:00:10").hears(balance("999")).ticks("10:00:12").decides(marked("10:00:12", "999", "20"));

    script.at("10:00:13").hears(balance("998")).decides(marked("10:00:13", "998", "20"));
    script.at("10:00:14").hears(balance("997")).decides(marked("10:00:14", "997", "20"));
    script.at("10:00:15").hears(position(BTC, Side.BUY, "2", "100", "110"));
    script.at("10:00:16").hears(balance("996")).decidesNo(Fact.EquityMarked.class);
  }

  @Test
  void curveHasNoToothWhereAFillIsToldInParts() {
    Script script = holding().ticks("10:00:05").keeps("equity=1020.0", "balance=1000.0", "drawdown=0.0", "daily_pnl=0.0",
        "fleet.equity=1020.0", "fleet.balance=1000.0", "fleet.drawdown=0.0", "fleet.daily_pnl=0.0");

    script.at("10:00:10").hears(balance("1020")).ticks("10:00:10");
    assertThat(script.kept()).doesNotContain("equity=1040.0", "fleet.equity=1040.0").contains("balance=1020.0");
    script.at("10:00:11").hears(flat()).ticks("10:00:12");
    assertThat(script.kept()).doesNotContain("equity=1000.0");
    assertThat(script.fleet().totals().equity()).isEqualTo(script.snapshot().equity());
  }

  @Test
  void spooledFillIsMarkedOnceItIsToldWhole() {
    Script script = holding().at("10:05:00").spools(balance("1020").at("10:01:00"), flat().at("10:01:00"));

    assertThat(script.facts(Fact.EquityMarked.class)).containsExactly(marked("10:01:00", "1020", "0"));
  }

  @Test
  void spooledBalanceAloneIsMarkedWithWhatWasKnownAtItsTime() {
    Script script = holding().at("10:05:00").spools(balance("999").at("10:01:00"), flat().at("10:02:00"));

    assertThat(script.facts(Fact.EquityMarked.class)).containsExactly(marked("10:01:00", "999", "20"));
  }

  @Test
  void restartGoesOnWaiting() {
    Script script = holding().at("10:00:10").hears(balance("1020")).restarts();

    script.ticks("10:00:10.500").decidesNo(Fact.EquityMarked.class);
    script.at("10:00:11").hears(flat());
    assertThat(marks(script)).doesNotContain("1040", "1000");
  }
}
