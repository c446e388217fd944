package dev.binnacle.engine;

import static dev.binnacle.engine.HaltScript.BTC;
import static dev.binnacle.engine.HaltScript.order;
import static dev.binnacle.engine.HaltScript.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedOrder.Outcome;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Symbol;
import org.junit.jupiter.api.Test;

/** Orders that a bot held open when a halt came: each is named, whoever takes it off the exchange, and what became of it is told. */
final class HeldOrdersTest {
  private static HaltScript holding(String bot) {
    return with(bot).tells(bot, "7", OrderStatus.OPEN, "0").tells(bot, "8", OrderStatus.PARTIALLY_FILLED, "0.4").passesOver();
  }

  /** The bot cancels faster than the sweep lists: the exchange shows nothing any more, and the orders were named nowhere. */
  @Test
  void whatTheBotCancelsBeforeTheSweepListsIsNamedAndAskedForByName() {
    HaltScript script = holding("a").halts("a", HaltMode.CANCEL).seesAmong("cancel a [7, 8]");

    assertThat(script.of("a").orders()).extracting(HaltedOrder::outcome).containsExactly(Outcome.PENDING, Outcome.PENDING);
    script.tells("a", "7", OrderStatus.CANCELLED, "0").closes("a").seesAmong("cancel a [7, 8]");
    script.cancelled(true, order("7", Outcome.CANCELLED, true), order("8", Outcome.FILLED, true)).sees("a VERIFYING", "verify a");
    script.verified(true).sees("a HALTED");

    assertThat(script.of("a").orders())
        .containsExactlyInAnyOrder(order("7", Outcome.CANCELLED, true), order("8", Outcome.FILLED, true));
    assertThat(script.of("a").ordersInAll()).isEqualTo(2);
  }

  @Test
  void oneThatTheExchangeDoesNotAccountForIsLeftByName() {
    HaltScript script = holding("a").halts("a", HaltMode.CANCEL).closes("a").passesOver();

    script.cancelled(true, order("7", Outcome.CANCELLED, true)).passes(30).seesAmong("a FAILED");

    assertThat(script.of("a").residue())
        .containsExactly("order 8 of BTC/USD is being cancelled, without an answer: the bot held it open when the halt came");
  }

  @Test
  void ofABotWithoutAWayToItsExchangeItsOwnWordIsKept() {
    HaltScript script = holding("c").halts("c", HaltMode.CANCEL).passesOver();

    script.tells("c", "7", OrderStatus.CANCELLED, "0").tells("c", "8", OrderStatus.FILLED, "1").closes("c").seesAmong("c HALTED");

    assertThat(script.of("c").orders()).extracting(HaltedOrder::outcome).containsExactly(Outcome.CANCELLED, Outcome.FILLED);
    assertThat(script.of("c").orders()).extracting(HaltedOrder::detail)
        .containsOnly("the bot says so, and nobody else can");
  }

  @Test
  void wordThatComesAfterTheOrderWasMissedStillSaysWhatBecameOfIt() {
    HaltScript script = holding("c").halts("c", HaltMode.CANCEL).tells("c", "7", OrderStatus.CANCELLED, "0.3");

    script.tells("c", "8", OrderStatus.REJECTED, "0").closes("c").passes(1);

    assertThat(script.of("c").orders()).extracting(HaltedOrder::outcome).containsExactly(Outcome.PARTLY_FILLED, Outcome.REJECTED);
  }

  @Test
  void aHaltThatCancelsNothingNamesNoOrderUntilItIsWidened() {
    HaltScript script = holding("a").halts("a", HaltMode.STOP).closes("a").passesOver();

    assertThat(script.of("a").orders()).isEmpty();
    script.halts("a", HaltMode.CANCEL).seesAmong("cancel a [7, 8]");
  }

  @Test
  void aHaltOfOneInstrumentNamesItsOrdersAlone() {
    HaltScript script = holding("a");

    script.halts(new HaltScope.OfInstrument(new Symbol("ETH/USD"), new BotId("a")), HaltMode.CANCEL).seesAmong("cancel a");
    script.halts(new HaltScope.OfInstrument(BTC, new BotId("a")), HaltMode.CANCEL).seesAmong("cancel a [7, 8]");
  }

  @Test
  void aRestartKnowsThemStill() {
    HaltScript script = holding("a").halts("a", HaltMode.CANCEL).closes("a").passesOver();

    script.restarts().passes(1).seesAmong("cancel a [7, 8]");

    assertThat(script.of("a").state()).isEqualTo(HaltState.CANCELLING);
  }
}
