package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.EventType;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Level;
import dev.binnacle.model.Problem;
import dev.binnacle.model.RuleName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is written and read again is the same, for any valid words. */
final class RoundTripTest {
  private final EventReader reader = new EventReader();
  private final LinkReader frames = new LinkReader();

  @Property(tries = 300)
  void everyEventComesBackAsItWas(@ForAll long seed) {
    RandomWords words = new RandomWords(seed);
    for (EventType type : EventType.values()) {
      Envelope envelope = words.envelope(type);

      List<Arrival> arrivals = reader.read(EventWriter.toBytes(envelope), BatchFormat.JSON, null);

      assertThat(arrivals).hasSize(1);
      assertThat(arrivals.get(0)).isInstanceOf(Arrival.Decoded.class);
      Arrival.Decoded decoded = (Arrival.Decoded) arrivals.get(0);
      assertThat(decoded.envelope()).isEqualTo(envelope);
      assertThat(decoded.contentHash()).isEqualTo(envelope.event().isDurable() ? EventWriter.contentHash(envelope.event()) : 0);
    }
  }

  @Property(tries = 200)
  void everyLayoutHoldsTheSameBatch(@ForAll long seed) {
    RandomWords words = new RandomWords(seed);
    List<Envelope> batch = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      batch.add(words.envelope());
    }
    StringBuilder array = new StringBuilder("[");
    StringBuilder lines = new StringBuilder();
    for (Envelope envelope : batch) {
      String json = new String(EventWriter.toBytes(envelope), StandardCharsets.UTF_8);
      array.append(array.length() > 1 ? " ,\n" : "").append(json);
      lines.append(json).append("\r\n\n");
    }
    array.append("]");

    assertThat(envelopes(reader.read(array.toString().getBytes(StandardCharsets.UTF_8), BatchFormat.JSON, null)))
        .isEqualTo(batch);
    assertThat(envelopes(reader.read(lines.toString().getBytes(StandardCharsets.UTF_8), BatchFormat.NDJSON, null)))
        .isEqualTo(batch);
  }

  @Property(tries = 200)
  void aFrameHoldsTheEventsOfItsInstance(@ForAll long seed) {
    RandomWords words = new RandomWords(seed);
    InstanceId instance = words.instance();
    LinkWriter writer = new LinkWriter();
    writer.beginEvents(42, instance, seed % 2 == 0);
    List<Envelope> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Envelope any = words.envelope();
      writer.add(new Envelope(any.event(), null, Envelope.UNSEQUENCED, any.id()));
      expected.add(new Envelope(any.event(), instance, Envelope.UNSEQUENCED, any.id()));
    }

    LinkMessage.FromClient read = frames.readFromClient(writer.endEvents().toByteArray());

    assertThat(read).isInstanceOf(LinkMessage.Events.class);
    LinkMessage.Events events = (LinkMessage.Events) read;
    assertThat(events.id()).isEqualTo(42);
    assertThat(events.instance()).isEqualTo(instance);
    assertThat(events.live()).isEqualTo(seed % 2 == 0);
    assertThat(envelopes(events.arrivals())).isEqualTo(expected);
  }

  @Test
  void everyMessageOfTheServerComesBackAsItWas() {
    InstanceId i1 = new InstanceId("i1");
    Answer answer =
        new Answer(
            4,
            1,
            List.of(new Answer.Rejection(3, new Problem("/values/x", "finite", "x must be finite, was \"NaN\""))),
            2,
            List.of(new Answer.Gap(i1, 5, 6)),
            Map.of(i1, 9L, new InstanceId("i0"), 3L));
    LinkWriter writer = new LinkWriter();

    assertThat(frames.readFromServer(writer.welcome(Map.of(i1, 9L)).toText())).isEqualTo(new LinkMessage.Welcome(Map.of(i1, 9L)));
    assertThat(frames.readFromServer(writer.answer(12, answer).toText())).isEqualTo(new LinkMessage.Answered(12, answer));
    assertThat(frames.readFromServer(writer.busy(12, Duration.ofMillis(500)).toText()))
        .isEqualTo(new LinkMessage.Busy(12, Duration.ofMillis(500)));
    LinkMessage.Refused last = new LinkMessage.Refused(null, "version", "update the server");
    assertThat(frames.readFromServer(writer.refused(last).toText())).isEqualTo(last);
    LinkMessage.Refused one = new LinkMessage.Refused(7L, "instance-of-link", "…");
    assertThat(frames.readFromServer(writer.refused(one).toText())).isEqualTo(one);
    assertThat(frames.readFromServer(writer.ping().toText())).isEqualTo(new LinkMessage.Ping());
    for (AlertState state : AlertState.values()) {
      for (Level level : Level.values()) {
        LinkMessage.AlertTold alert =
            new LinkMessage.AlertTold(
                new AlertId("a-1"), new RuleName("slow-feed"), level, state, "31.5 ms \"over\" 30\n…",
                Instant.parse("2026-01-05T10:00:00.000000001Z"), -31.5, level == Level.INFO ? null : 1e-300);
        assertThat(frames.readFromServer(writer.alert(alert).toText())).isEqualTo(alert);
      }
    }
    assertThat(frames.readFromClient(writer.hello(i1).toText())).isEqualTo(new LinkMessage.Hello(i1, 1));
    assertThat(frames.readFromClient(writer.pong().toText())).isEqualTo(new LinkMessage.Pong());
    assertThat(AnswerJson.read(AnswerJson.toBytes(answer))).isEqualTo(answer);
    assertThat(AnswerJson.read(AnswerJson.toBytes(Answer.EMPTY))).isEqualTo(Answer.EMPTY);
  }

  private static List<Envelope> envelopes(List<Arrival> arrivals) {
    return arrivals.stream().map(arrival -> ((Arrival.Decoded) arrival).envelope()).toList();
  }
}
