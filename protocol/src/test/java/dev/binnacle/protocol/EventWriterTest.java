package dev.binnacle.protocol;

import static dev.binnacle.protocol.Refusals.accepted;
import static dev.binnacle.protocol.Refusals.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The canonical form, written out by hand for each type. Content hashes are taken over it and kept in journals: if a line here has
 * to change, every bot that sends an old event again is told that its number was reused.
 */
final class EventWriterTest {
  static List<String> canonical() {
    String at = "\"at\":\"2026-01-05T10:00:00.250Z\"";
    return List.of(
        "{\"type\":\"started\",\"instance\":\"i1\",\"seq\":1," + at
            + ",\"mode\":\"paper\",\"instances\":\"single\",\"venue\":\"paper\","
            + "\"strategy\":\"trend\",\"version\":\"v1\",\"host\":\"desk\",\"pid\":4711}",
        "{\"type\":\"stopped\",\"instance\":\"i1\",\"seq\":2," + at + ",\"exit_code\":-9,\"reason\":\"killed\"}",
        "{\"type\":\"trade_opened\",\"instance\":\"i1\",\"seq\":7," + at
            + ",\"trade_id\":\"t-7\",\"symbol\":\"BTC/USDT\",\"side\":\"buy\","
            + "\"entry_price\":\"45000\",\"quantity\":\"0.5\",\"currency\":\"USDT\",\"strategy\":\"rsi_macd\",\"stop_loss\":\"44000\","
            + "\"take_profit\":\"47000\"}",
        "{\"type\":\"trade_closed\",\"id\":\"k-8\"," + at + ",\"trade_id\":\"t-7\",\"symbol\":\"BTC/USDT\",\"side\":\"sell\","
            + "\"entry_price\":\"45000\",\"exit_price\":\"46000\",\"quantity\":\"0.5\",\"currency\":\"USDT\",\"pnl\":\"500\",\"pnl_pct\":\"2.22\","
            + "\"fees\":\"1.2\",\"fees_currency\":\"BNB\",\"reason\":\"take_profit\",\"duration_seconds\":3600.5,\"strategy\":\"rsi_macd\"}",
        "{\"type\":\"order\"," + at + ",\"order_id\":\"o-1\",\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"kind\":\"limit\","
            + "\"status\":\"partially_filled\",\"quantity\":\"1\",\"filled\":\"0.25\",\"price\":\"980\",\"average_price\":\"979.5\","
            + "\"currency\":\"USD\",\"trade_id\":\"t-7\",\"reason\":\"…\"}",
        "{\"type\":\"position\"," + at
            + ",\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"quantity\":\"1.84\",\"entry_price\":\"984.2\","
            + "\"currency\":\"USD\",\"current_price\":\"1012.5\",\"unrealized_pnl\":\"52.07\",\"unrealized_pnl_pct\":\"2.88\",\"stop_loss\":\"900\","
            + "\"take_profit\":\"1100\",\"strategy\":\"trend\"}",
        "{\"type\":\"balance\"," + at + ",\"total\":\"12500\",\"available\":\"9000\",\"currency\":\"USD\",\"deposit\":\"0\"}",
        "{\"type\":\"error\"," + at
            + ",\"error\":\"RiskViolation\",\"message\":\"drawdown \\\"12 %\\\"\\n\\tstop\",\"severity\":\"critical\","
            + "\"component\":\"risk\"}",
        "{\"type\":\"health\"," + at
            + ",\"component\":\"order_gateway\",\"health\":\"degraded\",\"critical\":true,\"response_time_ms\":5800.25,"
            + "\"message\":\"slow\"}",
        "{\"type\":\"daily_summary\"," + at + ",\"date\":\"2026-01-05\",\"figures\":{\"b\":-0.5,\"a\":\"text\",\"c\":false}}",
        "{\"type\":\"portfolio_update\"," + at + ",\"figures\":{}}",
        "{\"type\":\"performance_report\"," + at + ",\"figures\":{\"sharpe_ratio\":1.85}}",
        "{\"type\":\"backtest_result\"," + at + ",\"figures\":{\"trades\":10000000000000000000000000}}",
        "{\"type\":\"custom\"," + at + ",\"name\":\"rebalanced\",\"fields\":{\"legs\":3}}",
        "{\"type\":\"config\",\"instance\":\"i1\",\"seq\":9," + at
            + ",\"record\":12,\"outcome\":\"rolled_back\",\"version\":8,\"hash\":\"sha256:ab\",\"parent\":\"sha256:cd\","
            + "\"who\":\"anna\",\"proved\":true,\"reason\":\"calmer\",\"source\":\"dashboard\","
            + "\"changes\":[{\"pointer\":\"/a~1b/c d\",\"before\":8.25,\"after\":\"x\"},{\"pointer\":\"/n\",\"after\":false}],"
            + "\"problems\":[\"stop must be below 9\"]}",
        "{\"type\":\"metrics\",\"instance\":\"i1\"," + at
            + ",\"values\":{\"memory_usage_mb\":312.5,\"api_errors\":0,\"tiny\":1.0E-10,"
            + "\"below\":-7,\"websocket_status\":\"connected\"}}",
        "{\"type\":\"heartbeat\"," + at + ",\"state\":\"paused\"}",
        "{\"type\":\"mark\"," + at + ",\"symbol\":\"BTC/USD\",\"price\":\"1012.5\"}",
        "{\"type\":\"api_usage\"," + at
            + ",\"venue\":\"paper\",\"endpoint\":\"orders\",\"calls\":120,\"errors\":2,\"throttled\":1,"
            + "\"remaining\":880,\"limit\":1000}",
        "{\"type\":\"log\"," + at + ",\"level\":\"warning\",\"logger\":\"bot.trend\",\"message\":\"größer als 5 € 🚀\"}");
  }

  @ParameterizedTest
  @MethodSource("canonical")
  void theCanonicalFormIsReadAndWrittenAsItStands(String json) {
    assertThat(new String(EventWriter.toBytes(accepted(json)), StandardCharsets.UTF_8)).isEqualTo(json);
  }

  @Test
  void everyTypeHasItsLineHere() {
    Set<EventType> shown = new HashSet<>();
    canonical().forEach(json -> shown.add(EventType.of(accepted(json).event())));

    assertThat(shown).containsExactlyInAnyOrder(EventType.values());
  }

  @ParameterizedTest
  @MethodSource("canonical")
  void theContentHashKnowsNoNumbersNoOrderAndNoSpelling(String json) {
    Arrival.Decoded asWritten = (Arrival.Decoded) read(json);
    List<String> members =
        new java.util.ArrayList<>(Arrays.asList(json.substring(1, json.length() - 1).split(",(?=\"(?:[a-z_]+)\":)")));
    members.removeIf(member -> member.startsWith("\"instance\"") || member.startsWith("\"seq\"") || member.startsWith("\"id\""));

    String padded =
        " { " + String.join(" , ", members).replaceAll("\":\"(-?[0-9]+)\"", "\": $1.000").replaceAll("\":\"(-?[0-9]+\\.[0-9]+)\"",
            "\": \"$100\"") + " } ";
    Arrival.Decoded otherwise = (Arrival.Decoded) read(padded);

    assertThat(otherwise.contentHash()).isEqualTo(asWritten.contentHash());
    assertThat(otherwise.contentHash() != 0).isEqualTo(otherwise.envelope().event().isDurable());
  }

  @Test
  void theContentHashKnowsNoOrderOfFieldsAndFigures() {
    String first = "{\"type\":\"custom\",\"at\":1767607200,\"name\":\"n\",\"fields\":{\"a\":1,\"b\":\"x\"}}";
    String second =
        "{\"fields\":{\"b\":\"x\",\"a\":1.00},\"name\":\"n\",\"at\":\"2026-01-05T10:00:00Z\",\"type\":\"custom\",\"x_note\":1}";

    assertThat(((Arrival.Decoded) read(second)).contentHash()).isEqualTo(((Arrival.Decoded) read(first)).contentHash());
  }

  @Test
  void theContentHashIsTakenOverTheCanonicalForm() {
    String content = "{\"type\":\"stopped\",\"at\":\"2026-01-05T10:00:00Z\",\"reason\":\"abc\"}";
    String sent = "{\"type\":\"stopped\",\"instance\":\"i1\",\"seq\":2,\"at\":1767607200,\"reason\":\"abc\"}";

    assertThat(((Arrival.Decoded) read(sent)).contentHash()).isEqualTo(XxHash64.hash(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void otherContentHasAnotherHash() {
    Set<Long> hashes = new HashSet<>();
    for (String json : canonical()) {
      for (String changed : List.of(json, json.replace("10:00:00.250Z", "10:00:00.251Z"))) {
        Arrival.Decoded decoded = (Arrival.Decoded) read(changed);
        if (decoded.envelope().event().isDurable()) {
          assertThat(hashes.add(decoded.contentHash())).as(changed).isTrue();
        }
      }
    }
  }

  @Test
  void halfASurrogatePairBecomesAReplacementCharacter() {
    Event log = new Event.LogLine(Instant.parse("2026-01-05T10:00:00Z"), Severity.INFO, "", "a\ud83db\udc00");

    String json = new String(EventWriter.toBytes(Envelope.of(log, null)), StandardCharsets.UTF_8);

    assertThat(json).endsWith("\"message\":\"a\ufffdb\ufffd\"}");
  }

  @Test
  void writesManyEventsIntoOneBuffer() {
    OutputBuffer out = new OutputBuffer(1);
    EventWriter writer = new EventWriter(out);
    Envelope metrics = Envelope
        .of(new Event.Metrics(Instant.parse("2026-01-05T10:00:00Z"), List.of(Sample.of("a", -0.0), Sample.of("b", 1e15))), null);

    writer.write(metrics);
    int first = out.length();
    writer.write(metrics);

    String json = "{\"type\":\"metrics\",\"at\":\"2026-01-05T10:00:00Z\",\"values\":{\"a\":-0.0,\"b\":1000000000000000}}";
    assertThat(out.toText()).isEqualTo(json + json);
    out.truncate(first);
    assertThat(out.toText()).isEqualTo(json);
    out.clear();
    assertThat(out.length()).isZero();
  }
}
