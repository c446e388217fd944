package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever bytes come in, a decoder gives a result or throws the one exception that it documents. */
final class FuzzTest {
  private static final String[] PIECES = {
    "{", "}", "[", "]", "\"", ":", ",", "null", "true", "NaN", "-", "1e999999999", "\\u", "\\ud800", "\\", "\n", "\u0000",
    "\"type\":", "\"seq\":",
    "\"at\":", "\"instance\":", "\"values\":{", "\"figures\":", "{\"type\":\"metrics\",", "0", "9999999999999999999", "\"x_\":[",
    "\ufeff", "€", "\ud83d\ude80"
  };

  private final EventReader reader = new EventReader(new Limits(1 << 20, 8 << 20, 200, 8, 4_000, 100, 200));
  private static final Latch LATCH =
      new Latch(new HaltId("h7"), 3, HaltMode.LIQUIDATE, new Symbol("BTC/USD"), HaltOrigin.PERSON, "ann", "a crash",
          Instant.parse("2026-01-05T10:00:00Z"));
  private static final LinkMessage.HaltTold HALT = new LinkMessage.HaltTold(LATCH, true, Liquidation.ALL_AT_MARKET);
  private static final LinkMessage.GuardTold GUARD =
      new LinkMessage.GuardTold(GuardLevel.CLOSED, List.of(LATCH), 1, List.of(new OrderId("o-1")), List.of(LATCH.id()));
  private final LinkReader frames = new LinkReader();

  @Property
  void anyBytes(@ForAll byte[] bytes) {
    all(bytes);
  }

  @Property
  void anyTextMadeOfPiecesOfJson(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    all(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 200)
  void goodInputWithItsBytesChanged(@ForAll long seed) {
    Random random = new Random(seed);
    RandomWords words = new RandomWords(seed);
    LinkWriter writer = new LinkWriter();
    writer.beginEvents(random.nextInt(), words.instance(), random.nextBoolean());
    OutputBuffer array = new OutputBuffer();
    for (int i = 0; i < 3; i++) {
      array.write(i == 0 ? '[' : ',');
      byte[] event = EventWriter.toBytes(words.envelope());
      array.write(event, 0, event.length);
      writer.addEncoded(event, 0, event.length);
    }
    array.write(']');
    Answer answer = new Answer(1, 2, List.of(), 3, List.of(new Answer.Gap(words.instance(), 1, 2)), Map.of(words.instance(), 4L));

    for (byte[] good : List.of(array.toByteArray(), writer.endEvents().toByteArray(), writer.answer(7, answer).toByteArray(),
        writer.configOffer("{\"version\":7,\"values\":{\"a\":[1,\"é\"]}}").toByteArray(),
        writer.configCall(9, "{\"call\":\"state\"}").toByteArray(), writer.configReply(9, "{\"status\":200}").toByteArray(),
        AnswerJson.toBytes(answer), writer.halt(HALT).toByteArray(), writer.guard(GUARD).toByteArray(),
        writer.release(new LinkMessage.ReleaseTold(LATCH.id(), 3, "ann", "well again")).toByteArray(),
        LatchFile.write(List.of(new LatchFile.Held(HALT, true))))) {
      for (int i = 0; i < 10; i++) {
        all(changed(good, random));
      }
    }
  }

  /** Whatever is taken can be written and read again: nothing half valid gets in. */
  private void all(byte[] bytes) {
    for (BatchFormat format : BatchFormat.values()) {
      for (Arrival arrival : batch(bytes, format)) {
        if (arrival instanceof Arrival.Decoded decoded) {
          byte[] canonical = EventWriter.toBytes(decoded.envelope());
          assertThat(reader.readOne(canonical, 0, canonical.length)).isEqualTo(decoded.envelope());
        } else if (arrival instanceof Arrival.Refused refused) {
          assertThat(refused.problem().rule()).isNotEmpty();
          assertThat(refused.problem().message()).isNotEmpty().hasSizeLessThan(600);
          assertThat(refused.seq() == 0 || refused.instance() != null).isTrue();
        }
      }
    }
    try {
      frames.readFromClient(bytes);
    } catch (MalformedBatchException e) {
      check(e, bytes);
    }
    try {
      frames.readFromServer(bytes);
    } catch (MalformedBatchException e) {
      check(e, bytes);
    }
    try {
      AnswerJson.read(bytes);
    } catch (MalformedBatchException e) {
      check(e, bytes);
    }
    try {
      LatchFile.read(bytes);
    } catch (DamagedEntryException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length + 100);
    }
    try {
      reader.readOne(bytes, 0, bytes.length);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      new JournalCodec().decodeAll(bytes);
    } catch (DamagedEntryException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
  }

  private List<Arrival> batch(byte[] bytes, BatchFormat format) {
    try {
      List<Arrival> arrivals = reader.read(bytes, format, new InstanceId("default"));
      for (int i = 0; i < arrivals.size(); i++) {
        assertThat(arrivals.get(i).index()).isEqualTo(i);
      }
      return arrivals;
    } catch (MalformedBatchException e) {
      check(e, bytes);
      return List.of();
    }
  }

  private static void check(MalformedBatchException e, byte[] bytes) {
    assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(1_000);
  }

  private static byte[] changed(byte[] good, Random random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : good) {
      bytes.add(b);
    }
    for (int i = 1 + random.nextInt(3); i > 0 && !bytes.isEmpty(); i--) {
      int at = random.nextInt(bytes.size());
      switch (random.nextInt(5)) {
        case 0 -> bytes.set(at, (byte) random.nextInt());
        case 1 -> bytes.remove(at);
        case 2 -> bytes.subList(at, Math.min(bytes.size(), at + random.nextInt(20))).clear();
        case 3 -> bytes.addAll(at, new ArrayList<>(bytes.subList(at, Math.min(bytes.size(), at + random.nextInt(40)))));
        default -> {
          byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
          for (int j = 0; j < piece.length; j++) {
            bytes.add(at + j, piece[j]);
          }
        }
      }
    }
    byte[] result = new byte[bytes.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = bytes.get(i);
    }
    return Arrays.copyOf(result, result.length);
  }
}
