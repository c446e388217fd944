package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames that close a guard, open it, and say what it holds. */
final class GuardFramesTest {
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");
  private static final Latch FLEET =
      new Latch(new HaltId("h7"), 3, HaltMode.LIQUIDATE, null, HaltOrigin.PERSON, "ann", "a flash crash", TEN);
  private static final Latch ONE =
      new Latch(new HaltId("i1-2"), 0, HaltMode.PAUSE, new Symbol("BTC/USD"), HaltOrigin.BOT, "", "\"odd\" fills\n\u00fc", TEN);
  private static final String LATCH =
      "{'id':'h7','epoch':3,'mode':'cancel','origin':'person','by':'ann','reason':'x','at':'2026-01-05T10:00:00Z'}";
  private static final String HALT = "{'type':'halt','latch':" + LATCH + ",'cancel':true}";
  private static final String GUARD =
      "{'type':'guard','level':'closed','latches':[" + LATCH + "],'in_flight':1,'unknown':['o-1'],"
          + "'done':['h7']}";

  private final LinkReader reader = new LinkReader();
  private final LinkWriter writer = new LinkWriter();

  @Test
  void theFramesAreAsTheReferenceShowsThem() {
    Latch latch = new Latch(new HaltId("h7"), 3, HaltMode.CANCEL, null, HaltOrigin.PERSON, "ann", "x", TEN);

    assertThat(reader.readFromServer(json(HALT))).isEqualTo(new LinkMessage.HaltTold(latch, true, null));
    assertThat(writer.halt(new LinkMessage.HaltTold(latch, true, null)).toText()).isEqualTo(json(HALT));
    assertThat(reader.readFromClient(json(GUARD)))
        .isEqualTo(
            new LinkMessage.GuardTold(GuardLevel.CLOSED, List.of(latch), 1, List.of(new OrderId("o-1")), List.of(latch.id())));
    assertThat(writer.guard((LinkMessage.GuardTold) reader.readFromClient(json(GUARD))).toText()).isEqualTo(json(GUARD));
    assertThat(reader.readFromServer(json("{'reason':'looked','type':'release','by':'bob','halt':'h7','epoch':4,'newer':{}}")))
        .isEqualTo(new LinkMessage.ReleaseTold(latch.id(), 4, "bob", "looked"));
  }

  @Test
  void everyPartComesBackAsItWent() {
    Liquidation collared =
        new Liquidation(Liquidation.Positions.KEEP_SPOT_CLOSE_DERIVATIVES, new BigDecimal("0.5"), Duration.ofSeconds(90));
    var halt = new LinkMessage.HaltTold(FLEET, false, collared);
    var guard = new LinkMessage.GuardTold(GuardLevel.REDUCING, List.of(FLEET, ONE), 0, List.of(), List.of());
    var release = new LinkMessage.ReleaseTold(new HaltId("i1-2"), 0, "bob \u20ac", "all\nwell");

    assertThat(reader.readFromServer(writer.halt(halt).toText())).isEqualTo(halt);
    assertThat(reader.readFromClient(writer.guard(guard).toText())).isEqualTo(guard);
    assertThat(reader.readFromServer(writer.release(release).toText())).isEqualTo(release);
  }

  @Test
  void aHaltInTheWordsOfANewerServerStopsAllTheSame() {
    LinkMessage.HaltTold told =
        (LinkMessage.HaltTold) reader.readFromServer(
            json(
                HALT.replace("'mode':'cancel'", "'mode':'hibernate'").replace("person", "oracle")
                    .replace("'cancel':true", "'cancel':true,'liquidation':{'positions':'keep_some'}")));

    assertThat(told.latch().mode()).isEqualTo(HaltMode.STOP);
    assertThat(told.latch().id()).isEqualTo(new HaltId("h7"));
    assertThat(told.liquidation()).isNull();
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', value = {"'closed',ajar", "'cancel',hibernate", "'person',oracle"})
  void aGuardInWordsThatAreNotKnownConfirmsNothing(String word, String other) {
    assertThat(reader.readFromClient(json(GUARD.replace(word, "'" + other + "'"))))
        .isEqualTo(new LinkMessage.UnknownFromClient("guard"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'id':'h7'        | 'id':'h 7'                    | value",
        "'id':'h7'        | 'id':7                        | type",
        "'id':'h7',       |                               | required",
        "'epoch':3        | 'epoch':-1                    | value",
        "'epoch':3        | 'epoch':1.5                   | type",
        "'epoch':3        | 'epoch':3,'epoch':3           | duplicate-key",
        "'reason':'x'     | 'reason':null                 | type",
        "'mode':'cancel', |                               | required",
        "'by':'ann',      |                               | required",
        "'at':'2026-01-05T10:00:00Z' | 'at':'1812-01-05T10:00:00Z' | value",
        "'at':'2026-01-05T10:00:00Z' | 'at':'noon'        | type",
        "'origin':'person', | 'origin':'person','symbol':'B C', | value",
        "'cancel':true    | 'cancel':1                    | type",
        "'cancel':true    | 'cancel':true,'cancel':true   | duplicate-key",
        "'cancel':true    | 'liquidation':[]              | type",
        "'cancel':true    | 'liquidation':{}              | required",
        "'cancel':true    | 'liquidation':{'positions':'keep_all','collar_pct':'0.5'}    | value",
        "'cancel':true    | 'liquidation':{'positions':'keep_all','collar_pct':0.5}      | type",
        "'cancel':true    | 'liquidation':{'positions':'keep_all','collar_pct':'five'}   | type",
        "'type':'halt',   | 'type':'halt','type':'halt',  | duplicate-key"
      })
  void refusesAHaltThatIsNone(String part, @org.jspecify.annotations.Nullable String instead, String rule) {
    String frame = json(HALT.replace(part, instead == null ? "" : instead));
    assertThat(frame).isNotEqualTo(json(HALT));

    MalformedBatchException malformed = catchThrowableOfType(MalformedBatchException.class, () -> reader.readFromServer(frame));

    assertThat(malformed).as(frame).isNotNull();
    assertThat(malformed.rule()).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'level':'closed',   |                     | required",
        "'in_flight':1       | 'in_flight':-1      | type",
        "'unknown':['o-1']   | 'unknown':['']      | value",
        "'unknown':['o-1']   | 'unknown':{}        | type",
        "'done':['h7']       | 'done':[7]          | type",
        "'done':['h7']       | 'done':[],'done':[] | duplicate-key",
        "'level':'closed'    | 'level':2           | type",
        "'latches':[         | 'latches':[7,       | type"
      })
  void refusesAGuardThatIsNone(String part, @org.jspecify.annotations.Nullable String instead, String rule) {
    String frame = json(GUARD.replace(part, instead == null ? "" : instead));

    MalformedBatchException malformed = catchThrowableOfType(MalformedBatchException.class, () -> reader.readFromClient(frame));

    assertThat(malformed).as(frame).isNotNull();
    assertThat(malformed.rule()).isEqualTo(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'halt':'h7',", "'epoch':4,", "'by':'bob',", "'reason':'y',"})
  void aReleaseNeedsAllItsParts(String part) {
    String whole = "{'type':'release','halt':'h7','epoch':4,'by':'bob','reason':'y','more':1}";
    assertThat(reader.readFromServer(json(whole))).isInstanceOf(LinkMessage.ReleaseTold.class);

    assertThatThrownBy(() -> reader.readFromServer(json(whole.replace(part, "")))).isInstanceOf(MalformedBatchException.class);
  }

  @Test
  void moreLatchesOrOrdersThanAGuardHoldsAreRefused() {
    String latches = String.join(",", Collections.nCopies(101, LATCH));
    String orders = String.join(",", Collections.nCopies(101, "'o'"));

    assertThatThrownBy(() -> reader.readFromClient(json(GUARD.replace(LATCH, latches))))
        .isInstanceOf(MalformedBatchException.class).hasMessageContaining("100");
    assertThatThrownBy(() -> reader.readFromClient(json(GUARD.replace("'o-1'", orders))))
        .isInstanceOf(MalformedBatchException.class).hasMessageContaining("100");
  }

  @Test
  void theFullestGuardFitsIntoAFrame() {
    Latch longest =
        new Latch(new HaltId("h".repeat(100)), Long.MAX_VALUE, HaltMode.LIQUIDATE, new Symbol("\u20ac".repeat(32)),
            HaltOrigin.SILENCE, "\u20ac".repeat(100), "\u20ac".repeat(1_000), TEN);
    var fullest =
        new LinkMessage.GuardTold(
            GuardLevel.CLOSED, Collections.nCopies(100, longest), 1_000_000,
            Collections.nCopies(100, new OrderId("\u20ac".repeat(64))), Collections.nCopies(100, longest.id()));

    assertThat(reader.readFromClient(writer.guard(fullest).toText())).isEqualTo(fullest);
  }

  @Test
  void latchesLieOnDiskAsTheyWere() {
    List<LatchFile.Held> held =
        List.of(
            new LatchFile.Held(new LinkMessage.HaltTold(FLEET, true, Liquidation.ALL_AT_MARKET), true),
            new LatchFile.Held(new LinkMessage.HaltTold(ONE, false, null), false));

    assertThat(LatchFile.read(LatchFile.write(held))).isEqualTo(held);
    assertThat(LatchFile.read(LatchFile.write(List.of()))).isEmpty();
    assertThat(new String(LatchFile.write(List.of()), java.nio.charset.StandardCharsets.UTF_8))
        .matches("binnacle-latches 1 [0-9a-f]{8}\n\\[]\n");
  }

  @Test
  void aLatchFileThatWasCutOrChangedAnywhereIsDamaged() {
    byte[] whole = LatchFile.write(List.of(new LatchFile.Held(new LinkMessage.HaltTold(FLEET, true, null), false)));
    Random random = new Random(42);

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> LatchFile.read(cut)).isInstanceOf(DamagedEntryException.class);
    }
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= (byte) (1 + random.nextInt(255));
      assertThatThrownBy(() -> LatchFile.read(changed)).as("byte %d", i).isInstanceOf(DamagedEntryException.class);
    }
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
