package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class JournalCodecTest {
  private static final BotId BTC = new BotId("btc");
  private static final InstanceId I1 = new InstanceId("i1");

  /** Made by a program of another hand in another language, from the format's description. */
  private static final String ENTRY =
      "84000000a981488501d209c2aedc950d00020103627463efcdab8967452301550000007b2274797065223a2273746f707065"
          + "64222c22696e7374616e6365223a226931222c22736571223a322c226174223a22323032362d30312d30355431303a30303a"
          + "30305a222c22726561736f6e223a22616263227d030362746302693105ac02c0aedc950d80e59a77";

  /** Likewise: a silence that begins, and two that end, as they were written when all ended in time and nobody was told. */
  private static final String OLDER_SILENCES =
      "4d000000b1a4e2c20107e0e6dc950d00030dc0aedc950d000273370103626f7403627463c0aedc950d00e0e6dc950d00"
          + "03616e6e037768790ee0e6dc950d0002733700030ee0e6dc950d000273370103626f62ac02";

  private final JournalCodec codec = new JournalCodec();

  @Test
  void anEntryHasTheFormThatIsDescribed() {
    Event stopped = new Event.Stopped(Instant.parse("2026-01-05T10:00:00Z"), null, "abc");
    JournalEntry entry =
        new JournalEntry(
            1234,
            Instant.parse("2026-01-05T10:00:01Z"),
            List.of(
                new Fact.Accepted(BTC, Envelope.sequenced(stopped, I1, 2), 0x0123456789abcdefL),
                new Fact.GapFound(BTC, I1, 5, 300, Instant.parse("2026-01-05T10:00:00.25Z"))));

    assertThat(HexFormat.of().formatHex(codec.encode(entry))).isEqualTo(ENTRY);
    assertThat(codec.decode(HexFormat.of().parseHex(ENTRY))).isEqualTo(entry);
  }

  @Test
  void silencesOfAnOlderVersionAreRead() {
    Instant ten = Instant.parse("2026-01-05T10:00:00Z");
    Instant eleven = Instant.parse("2026-01-05T11:00:00Z");
    SilenceId id = new SilenceId("s7");

    assertThat(codec.decode(HexFormat.of().parseHex(OLDER_SILENCES)).facts())
        .containsExactly(
            new Fact.SilenceBegun(ten, new Silence(id, Map.of("bot", "btc"), ten, eleven, "ann", "why", Silence.Term.FIXED)),
            new Fact.SilenceEnded(eleven, id, Silence.Ending.EXPIRED, null, 3, null),
            new Fact.SilenceEnded(eleven, id, Silence.Ending.LIFTED, "bob", 300, null));
  }

  @Property(tries = 300)
  void everyKindOfFactComesBackAsItWas(@ForAll long seed) {
    JournalEntry entry = entry(new RandomWords(seed), seed);

    assertThat(entry.facts()).hasSameSizeAs(kinds());
    assertThat(codec.decode(codec.encode(entry))).isEqualTo(entry);
  }

  @Test
  void sumsLongerThanAnEventMayHaveAreKeptExactly() {
    BigDecimal sum = new BigDecimal("1" + "0".repeat(40) + "." + "0".repeat(40) + "1");
    JournalEntry entry = entry(new Fact.EquityMarked(BTC, Instant.EPOCH, Currency.USD, sum, new BigDecimal("-1E+3")));

    assertThat(codec.decode(codec.encode(entry))).isEqualTo(entry);
  }

  @Test
  void entriesCanBeLaidEndToEnd() {
    List<JournalEntry> entries = new ArrayList<>();
    OutputBuffer out = new OutputBuffer(1);
    for (long i = 0; i < 10; i++) {
      JournalEntry entry = entry(new RandomWords(i), i);
      entries.add(entry);
      codec.encode(entry, out);
    }
    byte[] bytes = out.toByteArray();

    assertThat(codec.decodeAll(bytes)).isEqualTo(entries);
    JournalCodec.Decoded first = codec.decode(bytes, 0);
    assertThat(codec.decode(bytes, first.end()).entry()).isEqualTo(entries.get(1));
    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOfSatisfying(DamagedEntryException.class, e -> assertThat(e.offset()).isEqualTo(first.end()));
  }

  @Test
  void anEntryThatIsCutShortAnywhereIsDamaged() {
    byte[] whole = HexFormat.of().parseHex(ENTRY);
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> codec.decode(torn)).isInstanceOf(DamagedEntryException.class);
    }
    assertThat(codec.decodeAll(new byte[0])).isEmpty();
  }

  @Test
  void oneChangedBitAnywhereIsNoticed() {
    byte[] whole = HexFormat.of().parseHex(ENTRY);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> codec.decode(changed)).isInstanceOf(DamagedEntryException.class);
    }
  }

  @Test
  void theDamageIsPlacedInWhatWasGiven() {
    byte[] one = HexFormat.of().parseHex(ENTRY);
    byte[] two = new byte[2 * one.length];
    System.arraycopy(one, 0, two, 0, one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    two[one.length + 20] ^= 1;

    DamagedEntryException damaged = catchThrowableOfType(DamagedEntryException.class, () -> codec.decodeAll(two));

    assertThat(damaged.offset()).isEqualTo(one.length + 8L);
    assertThat(damaged).hasMessageContaining("checksum").hasMessageContaining("byte " + (one.length + 8));
  }

  @Test
  void anEntryOfANewerVersionSaysSo() {
    assertThatThrownBy(() -> codec.decode(sealed(new byte[] {2, 0, 0, 0, 0})))
        .isInstanceOf(DamagedEntryException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> codec.decode(sealed(new byte[] {1, 0, 0, 0, 1, 99, 1, 'b'})))
        .isInstanceOf(DamagedEntryException.class)
        .hasMessageContaining("tag 99");
  }

  @Property(tries = 300)
  void noPayloadWithARightChecksumDoesMoreHarmThanThat(@ForAll byte[] payload, @ForAll long seed) {
    byte[] any = payload.clone();
    if (any.length > 0 && seed % 2 == 0) {
      any[0] = JournalCodec.VERSION;
    }
    decodeOrSayWhy(sealed(any));

    Random random = new Random(seed);
    byte[] changed = codec.encode(entry(new RandomWords(seed), seed));
    byte[] inner = java.util.Arrays.copyOfRange(changed, 8, changed.length);
    for (int i = 0; i < 20; i++) {
      inner[random.nextInt(inner.length)] = (byte) random.nextInt();
      decodeOrSayWhy(sealed(inner));
    }
  }

  private void decodeOrSayWhy(byte[] bytes) {
    try {
      codec.decode(bytes);
    } catch (DamagedEntryException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
  }

  private static byte[] sealed(byte[] payload) {
    CRC32C checksum = new CRC32C();
    checksum.update(payload);
    OutputBuffer out = new OutputBuffer();
    out.writeInt(payload.length);
    out.writeInt((int) checksum.getValue());
    out.write(payload);
    return out.toByteArray();
  }

  private static JournalEntry entry(Fact... facts) {
    return new JournalEntry(1, Instant.EPOCH, List.of(facts));
  }

  private static JournalEntry entry(RandomWords words, long seed) {
    List<Fact> facts = new ArrayList<>();
    for (Class<?> kind : kinds()) {
      facts.add(words.fact(kind));
    }
    return new JournalEntry(seed >>> 1, words.time(), facts);
  }

  private static List<Class<?>> kinds() {
    return Stream.of(Fact.class.getPermittedSubclasses()).<Class<?>>flatMap(group -> Stream.of(group.getPermittedSubclasses()))
        .toList();
  }
}
