package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads one event and looks at what became of it. */
final class Refusals {
  private static final EventReader READER = new EventReader();

  private Refusals() {}

  static Arrival read(String json) {
    List<Arrival> arrivals = READER.read(json.getBytes(StandardCharsets.UTF_8), BatchFormat.JSON, null);
    assertThat(arrivals).hasSize(1);
    return arrivals.get(0);
  }

  static Envelope accepted(String json) {
    Arrival arrival = read(json);
    assertThat(arrival).as(json).isInstanceOf(Arrival.Decoded.class);
    return ((Arrival.Decoded) arrival).envelope();
  }

  static Arrival.Refused refused(String json) {
    Arrival arrival = read(json);
    assertThat(arrival).isInstanceOf(Arrival.Refused.class);
    return (Arrival.Refused) arrival;
  }

  static Problem problem(String json) {
    return refused(json).problem();
  }
}
