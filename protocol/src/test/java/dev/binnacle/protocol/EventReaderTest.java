package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  private final EventReader reader = new EventReader();

  @Test
  void readsAndWritesATrade() {
    String json =
        "{\"type\":\"trade_opened\",\"instance\":\"i1\",\"seq\":7,\"at\":\"2026-01-05T10:00:00Z\",\"trade_id\":\"t-7\",\"symbol\":\"BTC/USDT\","
            + "\"side\":\"buy\",\"entry_price\":\"45000\",\"quantity\":\"0.5\",\"currency\":\"USDT\",\"strategy\":\"rsi_macd\",\"stop_loss\":\"44000\",\"take_profit\":\"47000\"}";

    List<Arrival> arrivals = reader.read(json.getBytes(StandardCharsets.UTF_8), BatchFormat.JSON, null);

    assertThat(arrivals).hasSize(1);
    Envelope envelope = ((Arrival.Decoded) arrivals.get(0)).envelope();
    assertThat(new String(EventWriter.toBytes(envelope), StandardCharsets.UTF_8)).isEqualTo(json);
  }
}
