package dev.binnacle.engine;

import static dev.binnacle.engine.HaltScript.order;
import static dev.binnacle.engine.HaltScript.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder.Outcome;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Symbol;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders that can fill though nobody minds them: of a bot that is offline, and of one that is halted. */
final class OrphanOrdersTest {
  private static List<Alert> open(HaltScript script) {
    return script.engine().alerts(script.now()).alerts();
  }

  private static HaltScript holding(String bot) {
    return with(bot).tells(bot, "7", OrderStatus.OPEN, "0");
  }

  @Test
  void anOrderThatRestsAfterAStopIsAnOrphanUntilItIsGone() {
    HaltScript script = holding("c").passes(12);
    assertThat(open(script)).isEmpty();

    script.beats("c", "c-1").halts("c", HaltMode.STOP).closes("c").passes(5);
    assertThat(script.of("c").state()).isEqualTo(HaltState.HALTED);
    assertThat(open(script)).extracting(Alert::state).containsExactly(AlertState.PENDING);

    script.passes(6);
    assertThat(open(script)).extracting(Alert::state).containsExactly(AlertState.FIRING);
    assertThat(open(script)).extracting(Alert::value).containsExactly(1.0);

    script.tells("c", "7", OrderStatus.CANCELLED, "0").passes(1);
    assertThat(open(script)).isEmpty();
  }

  @Test
  void aHaltThatIsNotDoneYetAndAPauseLeaveNoOrphans() {
    HaltScript script = holding("c").halts("c", HaltMode.CANCEL).closes("c").passes(12);
    assertThat(script.of("c").state()).isNotEqualTo(HaltState.HALTED);
    assertThat(open(script)).isEmpty();

    HaltScript paused = holding("c").halts("c", HaltMode.PAUSE).closes("c").passes(12);
    assertThat(paused.of("c").state()).isEqualTo(HaltState.HALTED);
    assertThat(open(paused)).isEmpty();
  }

  @Test
  void anOrderThatTheHaltHasProvedGoneIsNoneWhateverTheBotTells() {
    HaltScript script = holding("a").halts("a", HaltMode.CANCEL).closes("a");
    script.cancelled(true, order("7", Outcome.CANCELLED, true)).verified(true);
    assertThat(script.of("a").state()).isEqualTo(HaltState.HALTED);

    script.passes(12);
    assertThat(open(script)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = HaltMode.class, names = {"CANCEL", "LIQUIDATE"})
  void anOrderThatTurnsUpAfterAHaltWasDoneIsAnOrphan(HaltMode mode) {
    HaltScript script = with("a").halts("a", mode).closes("a").cancelled(true);
    if (mode == HaltMode.LIQUIDATE) {
      script.flattened(true);
    }
    script.verified(true);
    assertThat(script.of("a").state()).isEqualTo(HaltState.HALTED);

    script.tells("a", "9", OrderStatus.OPEN, "0").passes(12);
    assertThat(open(script)).extracting(alert -> alert.rule().value()).containsExactly("orphan-orders");
  }

  @Test
  void aHaltOfOneInstrumentSpeaksOfItsOrdersAlone() {
    HaltScope ether = new HaltScope.OfInstrument(new Symbol("ETH/USD"), new BotId("c"));

    assertThat(open(holding("c").halts(ether, HaltMode.STOP).closes("c").passes(12))).isEmpty();

    HaltScope bitcoin = new HaltScope.OfInstrument(HaltScript.BTC, new BotId("c"));
    assertThat(open(holding("c").halts(bitcoin, HaltMode.STOP).closes("c").passes(12))).hasSize(1);
  }

  @Test
  void aRestartKnowsTheOrphanStill() {
    HaltScript script = holding("c").halts("c", HaltMode.STOP).closes("c").passes(12);
    Alert before = open(script).getFirst();

    script.restarts().passes(2);
    assertThat(open(script)).extracting(Alert::id).containsExactly(before.id());

    script.runs("c", "c-1").closes("c").tells("c", "7", OrderStatus.FILLED, "1").passes(2);
    assertThat(open(script)).isEmpty();
  }

  @Test
  void ordersOfABotThatIsOfflineAreOrphansUntilItIsBack() {
    HaltScript script = holding("c").passes(600);
    assertThat(open(script)).extracting(Alert::state).containsExactly(AlertState.FIRING);

    script.beats("c", "c-1").passes(2);
    assertThat(open(script)).isEmpty();
  }
}
