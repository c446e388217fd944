package dev.binnacle.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.BatchFormat;
import dev.binnacle.protocol.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngestTest {
  private static final BotId BOT = new BotId("btc-trend");
  private static final String STOPPED = "{\"type\":\"stopped\",\"at\":1767607200,\"instance\":\"i1\",\"seq\":1}";
  private static final Format GZIP = new Format(BatchFormat.JSON, true);

  private final ScriptedAdmission admission = new ScriptedAdmission();
  private final Ingest ingest = new Ingest(admission, Limits.DEFAULT);

  @Test
  void answersWhenTheEventsAreDurable() {
    CompletableFuture<Receipt> receipt =
        ingest.receive(BOT, Format.JSON, bytes("[" + STOPPED + ",{\"type\":\"x\"}]"), true, null).toCompletableFuture();
    assertThat(receipt).isNotDone();
    ScriptedAdmission.Offer offer = admission.offers.get(0);
    assertThat(offer.bot()).isEqualTo(BOT);
    assertThat(offer.live()).isTrue();
    assertThat(offer.arrivals()).hasSize(2);

    Answer answer = new Answer(1, 0, List.of(), 0, List.of(), Map.of(new InstanceId("i1"), 1L));
    offer.answer().complete(answer);

    assertThat(receipt).isCompletedWithValue(new Receipt.Taken(answer));
    assertThat(ingest.counts()).isEqualTo(new IngestCounts(1, 1, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aFailureToKeepReachesTheCaller() {
    CompletableFuture<Receipt> receipt = ingest.receive(BOT, Format.JSON, bytes(STOPPED), true, null).toCompletableFuture();

    admission.offers.get(0).answer().completeExceptionally(new IOException("the disk is full"));

    assertThatThrownBy(receipt::join).isInstanceOf(CompletionException.class).hasRootCauseMessage("the disk is full");
  }

  @Test
  void aFullIntakePutsTheWholeBodyOff() {
    admission.full = true;

    assertThat(now(Format.JSON, bytes(STOPPED))).isEqualTo(new Receipt.Busy("the intake is full", Duration.ofMillis(250)));
    assertThat(ingest.counts().busy()).isEqualTo(1);
  }

  @Test
  void anEmptyBatchIsAnsweredWithoutAsking() {
    assertThat(now(Format.JSON, bytes("[]"))).isEqualTo(new Receipt.Taken(Answer.EMPTY));
    assertThat(admission.offers).isEmpty();
  }

  @Test
  void everyFormatCarriesTheSame() throws IOException {
    admission.answersAtOnce = true;
    byte[] lines = bytes(STOPPED + "\n" + STOPPED + "\n");
    byte[] array = bytes("[" + STOPPED + "," + STOPPED + "]");

    now(Format.JSON, array);
    now(Format.NDJSON, lines);
    now(GZIP, gzip(array));
    now(new Format(BatchFormat.NDJSON, true), gzip(lines));

    assertThat(admission.offers).extracting(ScriptedAdmission.Offer::arrivals).containsOnly(admission.offers.get(0).arrivals());
  }

  @Test
  void theDefaultInstanceIsGivenToEventsWithoutOne() {
    admission.answersAtOnce = true;

    ingest.receive(BOT, Format.JSON, bytes("{\"type\":\"stopped\",\"at\":1767607200,\"seq\":1}"), false, new InstanceId("i7"));

    assertThat(admission.offers.get(0).live()).isFalse();
    assertThat(((Arrival.Decoded) admission.offers.get(0).arrivals().get(0)).envelope().instance())
        .isEqualTo(new InstanceId("i7"));
  }

  @Test
  void whatIsNoBatchIsRefusedAsAWhole() {
    assertThat(now(Format.JSON, bytes("[" + STOPPED + ",}"))).isInstanceOfSatisfying(Receipt.Malformed.class,
        m -> assertThat(m.rule()).isEqualTo("syntax"));
    assertThat(now(Format.JSON, bytes(""))).isInstanceOfSatisfying(Receipt.Malformed.class,
        m -> assertThat(m.rule()).isEqualTo("empty"));
    assertThat(ingest.counts().malformed()).isEqualTo(2);
    assertThat(admission.offers).isEmpty();
  }

  @Test
  void whatIsNoGzipSaysSo() throws IOException {
    byte[] packed = gzip(bytes(STOPPED));
    byte[] damaged = packed.clone();
    damaged[packed.length - 6] ^= 1;

    for (byte[] body : List.of(bytes(STOPPED), Arrays.copyOf(packed, packed.length - 4), damaged, new byte[0])) {
      assertThat(now(GZIP, body)).isInstanceOfSatisfying(Receipt.Malformed.class, m -> assertThat(m.rule()).isEqualTo("gzip"));
    }
  }

  @Test
  void aBodyOfTooManyBytesIsRefusedWhenItReachesThem() {
    Limits small = new Limits(100, 1_000, 10, 8, 100, 100, 200);
    Ingest strict = new Ingest(admission, small);
    Endless endless = new Endless((byte) ' ');

    Receipt receipt = receive(strict, Format.JSON, endless);

    assertThat(receipt).isInstanceOf(Receipt.TooLarge.class);
    assertThat(endless.read).isLessThan(20_000);
    assertThat(strict.counts().tooLarge()).isEqualTo(1);
  }

  @Test
  void aGzipBombIsRefusedBeforeItIsLarge() throws IOException {
    byte[] bomb = gzip(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(100_000);

    assertThat(now(GZIP, bomb)).isInstanceOfSatisfying(Receipt.TooLarge.class,
        t -> assertThat(t.message()).contains("200 times"));
  }

  @Test
  void aWellPackedBodyOfAnOrdinaryBotPasses() throws IOException {
    admission.answersAtOnce = true;
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 10_000; i++) {
      lines.append("{\"type\":\"heartbeat\",\"at\":").append(1_767_607_200 + i)
          .append(",\"instance\":\"i1\",\"state\":\"running\"}\n");
    }
    byte[] packed = gzip(bytes(lines.toString()));
    assertThat(lines.length() / packed.length).as("how well it packs").isGreaterThan(10);

    assertThat(now(new Format(BatchFormat.NDJSON, true), packed)).isInstanceOf(Receipt.Taken.class);
  }

  @Test
  void manyLargeBodiesAtOnceArePutOff() throws IOException {
    Limits small = new Limits(100_000, 100_000, 10, 8, 100, 100, 200);
    Ingest strict = new Ingest(admission, small);
    admission.answersAtOnce = true;
    byte[] large = new byte[90_000];
    Arrays.fill(large, (byte) ' ');
    Receipt[] inner = new Receipt[1];

    Receipt outer = nested(strict, large, 12, inner);

    assertThat(inner[0]).isInstanceOf(Receipt.Busy.class);
    assertThat(outer).isInstanceOf(Receipt.Malformed.class);
    assertThat(strict.counts().busy()).isEqualTo(1);
    assertThat(receive(strict, Format.JSON, new ByteArrayInputStream(bytes(STOPPED)))).as("the room is given back")
        .isInstanceOf(Receipt.Taken.class);
  }

  /** Receives a body in whose middle another begins, and so on: as many threads would, without their hazards. */
  private static Receipt nested(Ingest strict, byte[] large, int depth, Receipt[] innermost) {
    InputStream body =
        new ByteArrayInputStream(large) {
          private boolean asked;

          @Override
          public synchronized int read(byte[] b, int off, int len) {
            if (available() == 0 && !asked && depth > 1 && innermost[0] == null) {
              asked = true;
              Receipt receipt = nested(strict, large, depth - 1, innermost);
              if (receipt instanceof Receipt.Busy) {
                innermost[0] = receipt;
              }
            }
            return super.read(b, off, len);
          }
        };
    return receive(strict, Format.JSON, body);
  }

  @Test
  void aBrokenStreamIsTheCallersToHandle() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertThatThrownBy(() -> ingest.receive(BOT, Format.JSON, broken, true, null)).isInstanceOf(IOException.class);
  }

  @Property(tries = 300)
  void noBytesEscapeAsAnException(@ForAll byte[] any, @ForAll long seed) throws IOException {
    admission.answersAtOnce = true;
    Random random = new Random(seed);
    byte[] packed = gzip(bytes("[" + STOPPED + "]"));
    packed[random.nextInt(packed.length)] = (byte) random.nextInt();
    for (Format format : List.of(Format.JSON, Format.NDJSON, GZIP)) {
      assertThat(now(format, any)).isNotNull();
      assertThat(now(format, packed)).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,, JSON, false",
    ",, JSON, false",
    "'application/json; charset=utf-8', identity, JSON, false",
    "Application/X-NDJSON, GZIP, NDJSON, true",
    "application/jsonl, x-gzip, NDJSON, true"
  })
  void understandsTheNamesOfHttp(String mediaType, String coding, BatchFormat layout, boolean gzip) {
    assertThat(Format.named(mediaType, coding)).contains(new Format(layout, gzip));
  }

  @ParameterizedTest
  @CsvSource({"text/plain,", "application/x-www-form-urlencoded,", "multipart/form-data,", "application/json, br",
    "application/json, 'gzip, gzip'"})
  void refusesOtherNames(String mediaType, String coding) {
    assertThat(Format.named(mediaType, coding)).isEmpty();
  }

  private Receipt now(Format format, byte[] body) {
    return receive(ingest, format, new ByteArrayInputStream(body));
  }

  private static Receipt receive(Ingest ingest, Format format, InputStream body) {
    try {
      return ingest.receive(BOT, format, body, true, null).toCompletableFuture().join();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Endless extends InputStream {
    private final byte filling;
    private long read;

    Endless(byte filling) {
      this.filling = filling;
    }

    @Override
    public int read() {
      read++;
      return filling;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      Arrays.fill(bytes, offset, offset + length, filling);
      read += length;
      return length;
    }
  }
}
