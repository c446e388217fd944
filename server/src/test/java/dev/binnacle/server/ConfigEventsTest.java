package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.config.Author;
import dev.binnacle.config.Change;
import dev.binnacle.config.HistoryRecord;
import dev.binnacle.config.Node;
import dev.binnacle.config.Problem;
import dev.binnacle.config.Source;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Event;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConfigEventsTest {
  private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");

  private static Event.ConfigUpdate event(HistoryRecord.Kind kind, Author author, String reason, List<Change> changes,
      List<Problem> problems) {
    return ConfigEvents.of(
        new HistoryRecord(
            12, 8L, kind, AT, author, reason, "sha256:ab", null, null, 7L, null, null, "sha256:cd", changes, problems, "ef"));
  }

  private static Event.ConfigUpdate event(Change... changes) {
    return event(HistoryRecord.Kind.ACCEPTED, new Author("anna", Source.API, true), "calmer", List.of(changes), List.of());
  }

  @Test
  void everythingIsCarriedOver() {
    Event.ConfigUpdate event =
        event(
            HistoryRecord.Kind.REFUSED, new Author("anna", Source.DASHBOARD, true), "bolder", List.of(),
            List.of(new Problem("trend.yaml", null, "/stop", "range", "must be in (0, 1]", "write 0.1")));

    assertThat(event)
        .isEqualTo(
            new Event.ConfigUpdate(
                AT, 12, ConfigOutcome.REFUSED, 8L, "sha256:ab", null, "anna", true, "bolder", ConfigSource.DASHBOARD, List.of(),
                List.of("trend.yaml /stop: must be in (0, 1] [range]; write 0.1")));
  }

  @Test
  void valuesAreNumbersTextsAndFlagsAndTheRestIsJson() {
    Map<String, Node> entries = new LinkedHashMap<>();
    entries.put("a \"b\"", new Node.Items(List.of(new Node.Flag(true), new Node.Nothing())));
    entries.put("c", new Node.Numeral(new BigDecimal("1.50")));

    List<ConfigChange> changes =
        event(
            new Change("/n", new Node.Numeral(new BigDecimal("8.10")), new Node.Numeral(new BigDecimal("1E+40"))),
            new Change("/t", null, new Node.Text("x\u0000y")),
            new Change("/s", new Node.Flag(false), new Node.Section(entries)))
            .changes();

    assertThat(changes)
        .containsExactly(
            new ConfigChange("/n", new Value.Decimal(new BigDecimal("8.1")), new Value.Text("1E+40")),
            new ConfigChange("/t", null, new Value.Text("x\ufffdy")),
            new ConfigChange("/s", new Value.Flag(false), new Value.Text("{\"a \\\"b\\\"\":[true,null],\"c\":1.50}")));
  }

  @Test
  void whatIsTooLongIsCut() {
    List<Change> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(new Change("/" + "p".repeat(600), null, new Node.Text("🚀".repeat(700))));
    }

    Event.ConfigUpdate event = event(many.toArray(Change[]::new));

    assertThat(event.changes()).hasSize(100);
    assertThat(event.changes().getFirst().pointer()).hasSize(500).endsWith("…");
    assertThat(((Value.Text) java.util.Objects.requireNonNull(event.changes().getFirst().after())).text())
        .hasSizeBetween(998, 1_000).endsWith("🚀…");
  }

  @ParameterizedTest
  @EnumSource
  void everyKindHasItsOutcome(HistoryRecord.Kind kind) {
    assertThat(event(kind, new Author("", Source.FILE, false), "", List.of(), List.of()).outcome().name()).isEqualTo(kind.name());
  }

  @ParameterizedTest
  @EnumSource
  void everySourceIsKnown(Source source) {
    Event.ConfigUpdate event = event(HistoryRecord.Kind.ACCEPTED, new Author("", source, true), "", List.of(), List.of());

    assertThat(event.source().name()).isEqualTo(source.name());
    assertThat(event.who()).isNull();
    assertThat(event.proved()).isFalse();
  }
}
