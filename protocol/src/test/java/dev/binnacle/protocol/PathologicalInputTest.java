package dev.binnacle.protocol;

import static dev.binnacle.protocol.Refusals.accepted;
import static dev.binnacle.protocol.Refusals.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.InstanceId;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for each way in which input is known to harm a reader. */
final class PathologicalInputTest {
  private static final String HEARTBEAT = "{\"type\":\"heartbeat\",\"at\":1767607200}";

  private final EventReader reader = new EventReader();

  @Test
  void nestingOfAHundredLevelsRefusesTheEventAlone() {
    String deep = "{\"type\":\"heartbeat\",\"at\":1767607200,\"x_deep\":" + "[".repeat(100) + "]".repeat(100) + "}";

    assertThat(problem(deep)).extracting("pointer", "rule").containsExactly("/x_deep", "depth");
    assertThat(((Arrival.Decoded) read("[" + deep + "," + HEARTBEAT + "]").get(1)).index()).isEqualTo(1);
  }

  @Test
  void nestingIsCountedFromTheEvent() {
    String atTheLimit = "{\"type\":\"heartbeat\",\"at\":1767607200,\"x_deep\":" + "[".repeat(7) + "]".repeat(7) + "}";
    String above = "{\"type\":\"heartbeat\",\"at\":1767607200,\"x_deep\":" + "[".repeat(8) + "]".repeat(8) + "}";

    accepted(atTheLimit);
    assertThat(problem(above).rule()).isEqualTo("depth");
    assertThat(read("[" + atTheLimit + "]").get(0)).isInstanceOf(Arrival.Decoded.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"type\":\"heartbeat\",\"x\":[", "{\"values\":{\"x\":"})
  void nestingOfAMillionLevelsRefusesTheBatch(String opening) {
    byte[] body = opening.repeat(1_000_000 / opening.length()).getBytes(StandardCharsets.UTF_8);

    assertThat(malformed(body, BatchFormat.JSON).rule()).isEqualTo("depth");
    assertThat(((Arrival.Refused) reader.read(body, BatchFormat.NDJSON, null).get(0)).problem().rule()).isIn("depth", "type");
  }

  @Test
  void aNumberOfAThousandDigitsIsRefusedBeforeItIsComputed() {
    String thousand = "9".repeat(1_000);
    for (String number : List.of(thousand, "0." + thousand, "\"" + thousand + "\"", "1e" + thousand, "-" + thousand)) {
      assertThat(problem("{\"type\":\"mark\",\"at\":1767607200,\"symbol\":\"X\",\"price\":" + number + "}"))
          .extracting("pointer", "rule").containsExactly("/price", "digits");
      assertThat(problem("{\"type\":\"heartbeat\",\"at\":" + number + "}").pointer()).isEqualTo("/at");
    }
    assertThat(problem("{\"type\":\"metrics\",\"at\":1767607200,\"values\":{\"x\":" + thousand + "}}").rule())
        .isEqualTo("digits");
    assertThat(problem("{\"type\":\"stopped\",\"at\":1767607200,\"instance\":\"i\",\"seq\":" + thousand + "}").rule())
        .isEqualTo("digits");
    assertThat(problem("{\"type\":\"custom\",\"at\":1767607200,\"name\":\"n\",\"fields\":{\"x\":" + thousand + "}}"))
        .extracting("pointer", "rule").containsExactly("/fields/x", "digits");
  }

  @Test
  void aNumberOfAMegabyteIsRefusedBeforeItIsComputed() {
    String million = "9".repeat(1_000_000);

    assertThat(problem("{\"type\":\"mark\",\"at\":1767607200,\"symbol\":\"X\",\"price\":" + million + "}").rule())
        .isEqualTo("digits");
    assertThat(problem("{\"type\":\"mark\",\"at\":1767607200,\"symbol\":\"X\",\"price\":0." + million + "}").rule())
        .isEqualTo("digits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e999999999", "1e-999999999", "-1E+999999999", "1e2147483648", "1e99999999999999999999", "\"1e999999999\""})
  void anExponentOfNineDigitsExplodesNothing(String number) {
    assertThat(problem("{\"type\":\"mark\",\"at\":1767607200,\"symbol\":\"X\",\"price\":" + number + "}").rule())
        .isEqualTo("digits");
    assertThat(problem("{\"type\":\"heartbeat\",\"at\":" + number + "}").pointer()).isEqualTo("/at");
    assertThat(problem(
        "{\"type\":\"health\",\"at\":1767607200,\"component\":\"c\",\"health\":\"failed\",\"response_time_ms\":" + number + "}")
        .rule()).isEqualTo("digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "-INF", "1e999", "-1e999"})
  void whatIsNotFiniteRefusesItsEventAlone(String number) {
    List<Arrival> arrivals =
        read("[{\"type\":\"metrics\",\"at\":1767607200,\"values\":{\"x\":" + number + "}}," + HEARTBEAT + "]");

    assertThat(((Arrival.Refused) arrivals.get(0)).problem()).extracting("pointer", "rule").containsExactly("/values/x",
        "finite");
    assertThat(arrivals.get(1)).isInstanceOf(Arrival.Decoded.class);
  }

  @Test
  void aTextOfAMegabyteRefusesItsEventAlone() {
    String text = "x".repeat(1_000_000);
    for (String event : List.of(
        "{\"type\":\"log\",\"at\":1767607200,\"message\":\"" + text + "\"}",
        "{\"type\":\"" + text + "\"}",
        "{\"type\":\"heartbeat\",\"at\":1767607200,\"" + text + "\":1}",
        "{\"type\":\"metrics\",\"at\":1767607200,\"values\":{\"" + text + "\":1}}",
        "{\"type\":\"custom\",\"at\":1767607200,\"name\":\"n\",\"fields\":{\"" + text + "\":1}}",
        "{\"type\":\"custom\",\"at\":1767607200,\"name\":\"n\",\"fields\":{\"a\":\"" + text + "\"}}",
        "{\"type\":\"mark\",\"at\":1767607200,\"symbol\":\"X\",\"price\":\"" + text + "\"}")) {
      List<Arrival> arrivals = read("[" + event + "," + HEARTBEAT + "]");

      Arrival.Refused refused = (Arrival.Refused) arrivals.get(0);
      assertThat(refused.problem().pointer().length() + refused.problem().message().length()).as("what is said back is short")
          .isLessThan(400);
      assertThat(arrivals.get(1)).isInstanceOf(Arrival.Decoded.class);
    }
  }

  @Test
  void tooManyMetricsAndFieldsRefuseTheEvent() {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i <= 1_000; i++) {
      values.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":1");
    }

    assertThat(problem("{\"type\":\"metrics\",\"at\":1767607200,\"values\":{" + values + "}}")).extracting("pointer", "rule")
        .containsExactly("/values", "size");
    assertThat(problem("{\"type\":\"custom\",\"at\":1767607200,\"name\":\"n\",\"fields\":{" + values + "}}"))
        .extracting("pointer", "rule").containsExactly("/fields", "size");
  }

  @Test
  void tenThousandEventsAreTakenAndOneMoreRefusesTheBatch() {
    String events = (HEARTBEAT + ",").repeat(9_999) + HEARTBEAT;

    assertThat(read("[" + events + "]")).hasSize(10_000);
    assertThat(malformed(bytes("[" + events + "," + HEARTBEAT + "]"), BatchFormat.JSON).isTooLarge()).isTrue();
    assertThat(malformed(bytes((HEARTBEAT + "\n").repeat(10_001)), BatchFormat.NDJSON).isTooLarge()).isTrue();
    assertThat(malformed(bytes("[" + "1,".repeat(10_000) + "1]"), BatchFormat.JSON).rule()).isEqualTo("count");
  }

  @Test
  void aBodyAboveTheLimitIsRefusedUnread() {
    byte[] body = new byte[(8 << 20) + 1];
    Arrays.fill(body, (byte) ' ');

    assertThat(malformed(body, BatchFormat.JSON).rule()).isEqualTo("size");
    assertThatThrownBy(() -> new LinkReader().readFromClient(new byte[(1 << 20) + 1]))
        .isInstanceOfSatisfying(MalformedBatchException.class, e -> assertThat(e.isTooLarge()).isTrue());
  }

  @Test
  void aByteOrderMarkIsRefusedByName() {
    byte[] marked = bytes("\ufeff" + HEARTBEAT);

    assertThat(malformed(marked, BatchFormat.JSON).rule()).isEqualTo("byte-order-mark");
    assertThat(malformed(marked, BatchFormat.NDJSON).rule()).isEqualTo("byte-order-mark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void noOtherEncodingIsGuessed(String encoding) {
    assertThatThrownBy(() -> reader.read(HEARTBEAT.getBytes(Charset.forName(encoding)), BatchFormat.JSON, null))
        .isInstanceOf(MalformedBatchException.class);
  }

  @Test
  void bytesThatAreNoUtf8RefuseTheBatchOrTheirLine() {
    byte[] bad = bytes("{\"type\":\"log\",\"at\":1767607200,\"message\":\"#\"}");
    bad[42] = (byte) 0xff;
    assertThat(malformed(bad, BatchFormat.JSON)).extracting("rule", "offset").containsExactly("utf-8", 42L);

    byte[] overlong = bytes("{\"type\":\"log\",\"at\":1767607200,\"message\":\"##\"}");
    overlong[42] = (byte) 0xc1;
    overlong[43] = (byte) 0x81;
    assertThat(malformed(overlong, BatchFormat.JSON).rule()).isEqualTo("utf-8");

    byte[] lines = bytes(HEARTBEAT + "\n" + "#".repeat(bad.length) + "\n" + HEARTBEAT);
    System.arraycopy(bad, 0, lines, HEARTBEAT.length() + 1, bad.length);
    List<Arrival> arrivals = reader.read(lines, BatchFormat.NDJSON, null);
    assertThat(((Arrival.Refused) arrivals.get(1)).problem().rule()).isEqualTo("utf-8");
    assertThat(arrivals.get(2)).isInstanceOf(Arrival.Decoded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null", "true", "7", "\"text\"", "{", "[", "}", "[{]", "[{}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "[1,]",
        "{\"a\":1,}", "[,]",
        "{\"type\":\"heartbeat\",\"at\":01}", "{\"type\":\"heartbeat\",\"at\":+1}", "{\"type\":\"heartbeat\",\"at\":.5}",
        "{\"type\":\"heartbeat\",\"at\":0x10}",
        "{\"type\":\"heart\nbeat\"}", "{\"type\":\"\\x\"}", "{\"type\":\"\\u12g4\"}", "// comment\n{}", "/* */ {}",
        "# comment\n{}", "{\"type\":nul}", "{\"type\":\"x",
        "{}{}", "{} []", "[] ]", "{},", "{}\u0000", "[{}] x", "nonsense", "<xml/>", "at=1", "\u0001"
      })
  void whatIsNotJsonIsRefusedAsAWhole(String body) {
    MalformedBatchException malformed = malformed(bytes(body), BatchFormat.JSON);

    assertThat(malformed.rule()).isEqualTo("syntax");
    assertThat(malformed.offset()).isBetween(0L, (long) bytes(body).length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\r\n\t "})
  void anEmptyBodyIsRefusedByName(String body) {
    assertThat(malformed(bytes(body), BatchFormat.JSON).rule()).isEqualTo("empty");
    assertThat(malformed(bytes(body), BatchFormat.NDJSON).rule()).isEqualTo("empty");
  }

  @Test
  void aBrokenArrayIsRefusedAsAWholeAndSaysWhere() {
    String good = HEARTBEAT + ",";

    MalformedBatchException malformed = malformed(bytes("[" + good + good + "!]"), BatchFormat.JSON);

    assertThat(malformed.rule()).isEqualTo("syntax");
    assertThat(malformed.offset()).isBetween(1 + 2L * good.length(), 3 + 2L * good.length());
    assertThat(malformed.getMessage()).contains("at byte " + malformed.offset());
  }

  @ParameterizedTest
  @EnumSource(BatchFormat.class)
  void aPartOfAnArrayIsReadAsIfItStoodAlone(BatchFormat format) {
    byte[] body = bytes("###" + "{\"type\":\"stopped\",\"at\":1767607200,\"instance\":\"i1\",\"seq\":3,\"reason\":7}" + "###");

    Arrival.Refused refused = (Arrival.Refused) reader.read(body, 3, body.length - 6, format, null).get(0);

    assertThat(refused.problem().pointer()).isEqualTo("/reason");
    assertThat(refused.instance()).isEqualTo(new InstanceId("i1"));
    assertThat(refused.seq()).isEqualTo(3);
  }

  /**
   * Each event of a batch invented a name, and the tokenizer copied all names that it knew for each: a second for a batch. All that
   * can be asserted without a clock is that nothing breaks; the test is to take no time that one notices.
   */
  @ParameterizedTest
  @EnumSource(BatchFormat.class)
  void manyInventedNamesHarmNobody(BatchFormat format) {
    for (int round = 0; round < 5; round++) {
      StringBuilder body = new StringBuilder(format == BatchFormat.JSON ? "[" : "");
      for (int i = 0; i < 10_000; i++) {
        body.append(i == 0 ? "" : format == BatchFormat.JSON ? "," : "\n").append("{\"n").append(round).append('_').append(i)
            .append("\":1}");
      }
      byte[] bytes = bytes(body.append(format == BatchFormat.JSON ? "]" : "").toString());
      assertThat(reader.read(bytes, format, null)).hasSize(10_000).allMatch(arrival -> arrival instanceof Arrival.Refused);
    }
    accepted(HEARTBEAT);
  }

  private List<Arrival> read(String body) {
    return reader.read(bytes(body), BatchFormat.JSON, null);
  }

  private MalformedBatchException malformed(byte[] body, BatchFormat format) {
    MalformedBatchException malformed =
        catchThrowableOfType(MalformedBatchException.class, () -> reader.read(body, format, null));
    assertThat(malformed).as("refused as a whole: " + new String(body, 0, Math.min(60, body.length), StandardCharsets.UTF_8))
        .isNotNull();
    return malformed;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
