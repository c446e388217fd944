package dev.binnacle.engine;

import static dev.binnacle.engine.HaltScript.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.binnacle.engine.control.ControlState;
import dev.binnacle.model.Action;
import dev.binnacle.model.Action.Kind;
import dev.binnacle.model.Action.Stage;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Single acts of operators: kept before they are done, and refused where a halt stands against them. */
final class ActionsTest {
  private static final Symbol ETH = new Symbol("ETH/USD");

  private static Input.Command.BeginAction begin(String id, Kind kind, boolean reduces) {
    return new Input.Command.BeginAction(
        new Action(
            new ActionId(id), new BotId("a"), kind, HaltScript.BTC, kind == Kind.CLOSE_POSITION ? null : new OrderId("o-" + id),
            "words", reduces, "", Instant.parse("2026-01-05T09:00:00Z"), Stage.BEGUN, ""));
  }

  private static Input.Command.BeginAction place(String id) {
    return begin(id, Kind.PLACE_ORDER, false);
  }

  @Test
  void actIsKeptWithWhoAskedAndThenWithWhatCameOfIt() {
    HaltScript script = with("a").commands(place("1"), "ann").isTaken();

    assertThat(script.actions()).extracting(Action::operator, Action::stage).containsExactly(
        tuple("ann", Stage.BEGUN));
    script.commands(new Input.Command.EndAction(new ActionId("1"), Stage.DONE, "it rests"), null).isTaken();
    assertThat(script.actions()).extracting(Action::stage, Action::outcome).containsExactly(
        tuple(Stage.DONE, "it rests"));
    script.commands(new Input.Command.EndAction(new ActionId("1"), Stage.FAILED, "no"), null).isRefused("has ended");
  }

  @Test
  void whatIsUnderWayOutlivesARestart() {
    HaltScript script = with("a").commands(place("1"), "ann").isTaken().restarts();

    assertThat(script.actions()).extracting(Action::id).containsExactly(new ActionId("1"));
    script.commands(place("1"), "ann").isRefused("was asked for already");
    script.commands(new Input.Command.EndAction(new ActionId("1"), Stage.UNKNOWN, "unreadable"), null).isTaken();
    script.commands(new Input.Command.EndAction(new ActionId("1"), Stage.FAILED, "it never came"), null).isTaken();
    assertThat(script.actions()).extracting(Action::outcome).containsExactly("it never came");
  }

  @Test
  void checkpointHoldsWhatIsUnderWay() throws Exception {
    HaltScript script = with("a").commands(place("1"), "ann").isTaken();
    JsonMapper strict =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    EngineState state = script.engine().state();

    assertThat(strict.readValue(strict.writeValueAsBytes(state), EngineState.class).control()).isEqualTo(state.control());
    String before = strict.writeValueAsString(state.control()).replaceAll(",\"actions\":\\[.*\\]", "");
    assertThat(strict.readValue(before, ControlState.class).actions()).as("of a version that kept none").isEmpty();
  }

  @Test
  void nobodyAndForNoBotIsRefused() {
    HaltScript script = with("a");

    script.commands(place("1"), null).isRefused("an operator must be named");
    Action other = place("1").wish();
    script.commands(
        new Input.Command.BeginAction(
            new Action(
                other.id(), new BotId("nobody"), other.kind(), other.symbol(), other.order(), "words", false, "", other.begun(),
                Stage.BEGUN, "")),
        "ann").isRefused("there is no bot nobody");
    script.commands(new Input.Command.EndAction(new ActionId("9"), Stage.DONE, "x"), null).isRefused("no action 9");
    assertThat(script.actions()).isEmpty();
  }

  @Test
  void haltRefusesOrdersAndLetsCloseAndCancel() {
    HaltScript script = with("a").halts("a", HaltMode.STOP);

    script.commands(place("1"), "ann").isRefused("halt h");
    script.commands(begin("2", Kind.PLACE_ORDER, true), "ann").isRefused("halt h");
    script.commands(begin("3", Kind.CLOSE_POSITION, true), "ann").isTaken();
    script.commands(begin("4", Kind.CANCEL_ORDER, true), "ann").isTaken();
  }

  @Test
  void pauseLetsOrdersThatOnlyReduce() {
    HaltScript script = with("a").halts("a", HaltMode.PAUSE);

    script.commands(place("1"), "ann").isRefused("halt h");
    script.commands(begin("2", Kind.PLACE_ORDER, true), "ann").isTaken();
  }

  @Test
  void haltOfAnotherInstrumentHoldsNothing() {
    HaltScript script = with("a").halts(new HaltScope.OfInstrument(ETH, null), HaltMode.CANCEL);

    script.commands(place("1"), "ann").isTaken();
    script.halts(new HaltScope.OfInstrument(HaltScript.BTC, null), HaltMode.CANCEL);
    script.commands(place("2"), "ann").isRefused("halt h");
  }

  @Test
  void noMoreAreUnderWayThanTheBoundAndThoseThatEndedMakeRoom() {
    HaltScript script = with("a");
    for (int i = 0; i < 100; i++) {
      script.commands(place("n" + i), "ann").isTaken();
    }

    script.commands(place("more"), "ann").isRefused("100 actions are under way");
    script.commands(new Input.Command.EndAction(new ActionId("n0"), Stage.DONE, "x"), null).isTaken();
    script.commands(place("more"), "ann").isTaken();

    for (int i = 0; i < 400; i++) {
      script.commands(new Input.Command.EndAction(new ActionId("more" + (i == 0 ? "" : i - 1)), Stage.DONE, "x"), null).isTaken();
      script.commands(place("more" + i), "ann").isTaken();
    }
    assertThat(script.actions()).hasSize(300);
    assertThat(script.actions()).extracting(Action::id).contains(new ActionId("n1"), new ActionId("more399"));
  }
}
