package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HaltMessagesTest {
  private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");
  private static final HaltId ID = new HaltId("h7");
  private static final HaltRequest REQUEST = new HaltRequest(HaltOrigin.PERSON, "ann", "odd fills", AT);

  private static List<Message> told(long index, Fact fact) {
    return new HaltMessages(halt -> Optional.empty()).of(new JournalEntry(index, AT, List.of(fact)));
  }

  private static Halt fleet(HaltState state, BotHalt... bots) {
    return new Halt(
        ID, 1, new HaltScope.OfFleet(), HaltMode.CANCEL, null, state, AT, List.of(REQUEST), List.of(bots), null);
  }

  private static List<Message> toldOf(Halt halt, Fact... facts) {
    return new HaltMessages(id -> Optional.of(halt).filter(it -> it.id().equals(id))).of(new JournalEntry(9, AT, List.of(facts)));
  }

  @Test
  void aHaltOfSeveralBotsIsToldOnceWhenAllAreHalted() {
    Halt halt = fleet(HaltState.HALTED, bot(HaltState.HALTED, AT, List.of()), bot(HaltState.HALTED, AT, List.of()));

    assertThat(toldOf(halt, moved(HaltState.HALTED, AT))).as("each of them").isEmpty();
    assertThat(toldOf(halt, new Fact.HaltMoved(AT, ID, HaltState.HALTED))).singleElement().satisfies(message -> {
      assertThat(message.summary()).isEqualTo("Halt of fleet: 2 bots halted");
      assertThat(message.bot()).isNull();
      assertThat(message.fields()).extracting(Message.Field::label, Message.Field::text)
          .contains(tuple("Proof", "2 by the exchange"), tuple("Orders", "2 cancelled"), tuple("Positions", "none"));
      assertThat(message.text()).isEqualTo("btc-trend: why\nbtc-trend: why");
    });
  }

  @Test
  void whatIsNotProvedIsToldOfEachBotHoweverManyThereAre() {
    Halt halt = fleet(HaltState.FAILED, bot(HaltState.FAILED, AT, List.of("o-1")));

    assertThat(toldOf(halt, moved(HaltState.FAILED, AT, "o-1"))).extracting(Message::summary)
        .containsExactly("btc-trend NOT PROVED: why");
    assertThat(toldOf(halt, new Fact.HaltMoved(AT, ID, HaltState.FAILED))).isEmpty();
  }

  @Test
  void aHaltThatHasGoneOnSinceIsToldWithoutNumbersOfLater() {
    Halt later = fleet(HaltState.STOPPING, bot(HaltState.STOPPING, AT, List.of()));

    assertThat(toldOf(later, new Fact.HaltMoved(AT, ID, HaltState.HALTED))).extracting(Message::summary)
        .containsExactly("Every bot under halt h7 is halted");
  }

  @Test
  void botsThatHaltInTheEntryThatBeganItAreNotToldOneByOneEither() {
    Halt begun = fleet(HaltState.REQUESTED, bot(HaltState.REQUESTED, AT, List.of()));

    assertThat(new HaltMessages(id -> Optional.empty())
        .of(new JournalEntry(9, AT, List.of(new Fact.HaltBegun(AT, begun), moved(HaltState.HALTED, AT)))))
        .extracting(Message::title).containsExactly("Halt of fleet: begun");
  }

  private static BotHalt bot(HaltState state, Instant since, List<String> residue) {
    HaltedOrder order =
        new HaltedOrder(new OrderId("o-1"), new Symbol("BTC/USD"), HaltedOrder.Outcome.CANCELLED, residue.isEmpty(), null);
    return new BotHalt(
        new BotId("btc-trend"), state, since, "why", BotHalt.Proof.EXCHANGE, List.of(), List.of(order), 1, List.of(), residue);
  }

  private static Fact moved(HaltState state, Instant since, String... residue) {
    return new Fact.BotHaltMoved(AT, ID, bot(state, since, List.of(residue)));
  }

  @Test
  void beginIsToldWithWhoAndWhyAndWhom() {
    Halt halt = new Halt(
        ID, 1, new HaltScope.OfFleet(), HaltMode.CANCEL, null, HaltState.REQUESTED, AT, List.of(REQUEST),
        List.of(bot(HaltState.REQUESTED, AT, List.of())), null);

    assertThat(told(9, new Fact.HaltBegun(AT, halt))).singleElement().satisfies(message -> {
      assertThat(message.kind()).isEqualTo(EventKind.HALT);
      assertThat(message.summary()).isEqualTo("Halt of fleet begun by ann: odd fills");
      assertThat(message.text()).isEqualTo("btc-trend is being stopped");
    });
  }

  @Test
  void whatNoPersonAskedForSaysSo() {
    String reason = "memory of btc-trend: 1200 MB, where the limit is 1000 MB";
    Halt halt = new Halt(
        ID, 1, new HaltScope.OfBot(new BotId("btc-trend")), HaltMode.CANCEL, null, HaltState.REQUESTED, AT,
        List.of(new HaltRequest(HaltOrigin.TRIGGER, "trigger memory", reason, AT)),
        List.of(bot(HaltState.REQUESTED, AT, List.of())),
        null);

    assertThat(told(9, new Fact.HaltBegun(AT, halt))).singleElement().satisfies(
        message -> assertThat(message.summary())
            .isEqualTo("Automatic halt of bot btc-trend begun by trigger memory: " + reason));
  }

  @Test
  void stepsOnTheWayAreToldToNobody() {
    for (HaltState state : List.of(
        HaltState.REQUESTED, HaltState.STOPPING, HaltState.CANCELLING, HaltState.FLATTENING, HaltState.VERIFYING)) {
      assertThat(told(9, moved(state, AT))).as(state.toString()).isEmpty();
    }
    assertThat(told(9, new Fact.HaltMoved(AT, ID, HaltState.HALTED))).isEmpty();
  }

  @Test
  void whatIsLeftIsNamedFirstAndAFailureIsToldOnceHoweverOftenItIsTried() {
    Message first = told(9, moved(HaltState.FAILED, AT, "order o-1 rests still")).getFirst();
    Message again = told(10, moved(HaltState.FAILED, AT.plusSeconds(60), "order o-1 rests still")).getFirst();

    assertThat(first.text()).startsWith("LEFT: order o-1 rests still\norder o-1 of BTC/USD: cancelled, not proved");
    assertThat(first.summary()).isEqualTo("btc-trend NOT PROVED: why");
    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  void haltedAgainAfterItWasWidenedIsToldAgain() {
    Message first = told(9, moved(HaltState.HALTED, AT)).getFirst();
    Message kept = told(10, moved(HaltState.HALTED, AT)).getFirst();
    Message widened = told(11, moved(HaltState.HALTED, AT.plusSeconds(60))).getFirst();

    assertThat(kept.id()).isEqualTo(first.id());
    assertThat(widened.id()).isNotEqualTo(first.id());
  }

  @Test
  void releaseIsGoodNewsWithAName() {
    Message message = told(9, new Fact.HaltReleased(AT, ID, 2, new Halt.Release("bob", "looked", AT))).getFirst();

    assertThat(message.summary()).isEqualTo("Halt h7 released by bob: looked");
    assertThat(message.tone()).isEqualTo(Message.Tone.GOOD);
  }

  @Test
  void everyChannelIsToldWhateverItsLevel() {
    Routing routing =
        new Routing(List.of(Samples.channel("one", Samples.policy())), null, halt -> Optional.empty(), new RecentMessages());

    List<Parcel> parcels = routing.route(new JournalEntry(9, AT, List.of(moved(HaltState.HALTED, AT))));

    assertThat(parcels).extracting(Parcel::key).containsExactly("h7-btc-trend-halted-" + AT.toEpochMilli() + ":one");
  }
}
