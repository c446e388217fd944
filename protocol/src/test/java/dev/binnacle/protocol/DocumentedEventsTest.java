package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.EventType;
import dev.binnacle.model.InstanceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation's examples are fed to the reader, and its tables compared with what the reader does. */
final class DocumentedEventsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern JSON = Pattern.compile("```json\\n(.*?)\\n```", Pattern.DOTALL);
  private static final Pattern CURL = Pattern.compile("/events\"[^`']*--json '\\s*(.*?)'", Pattern.DOTALL);
  private static final Pattern LINES = Pattern.compile("<<'END'\\n(.*?\\n)END", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\| (yes|no) \\| (.*?) ?\\|(.*)\\|$", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

  private final EventReader reader = new EventReader();

  @Test
  void everyExampleOfTheGuideIsTaken() throws IOException {
    String guide = Files.readString(DOCS.resolve("guide/any-language.md"));
    Set<EventType> shown = EnumSet.noneOf(EventType.class);
    List<Arrival> arrivals = new ArrayList<>();
    found(JSON, guide).stream().filter(DocumentedEventsTest::isOfEvents)
        .forEach(json -> arrivals.addAll(read(json, BatchFormat.JSON)));
    found(CURL, guide).forEach(json -> arrivals.addAll(read(json, BatchFormat.JSON)));
    found(LINES, guide).forEach(lines -> arrivals.addAll(read(lines, BatchFormat.NDJSON)));

    for (Arrival arrival : arrivals) {
      assertThat(arrival).isInstanceOf(Arrival.Decoded.class);
      shown.add(EventType.of(((Arrival.Decoded) arrival).envelope().event()));
    }
    assertThat(shown).containsExactlyInAnyOrder(EventType.values());
    assertThat(found(CURL, guide)).hasSize(1);
    assertThat(found(LINES, guide)).hasSize(1);
  }

  @Test
  void theNumbersOfTheGuidesRunHaveNoGap() throws IOException {
    String guide = Files.readString(DOCS.resolve("guide/any-language.md"));
    List<Long> seqs = new ArrayList<>();
    found(JSON, guide).stream()
        .filter(DocumentedEventsTest::isOfEvents)
        .flatMap(json -> read(json, BatchFormat.JSON).stream())
        .map(arrival -> ((Arrival.Decoded) arrival).envelope().seq())
        .filter(seq -> seq > 0)
        .sorted()
        .forEach(seqs::add);

    assertThat(seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  /** The other examples are answers: to a batch, and to who asks for commands. */
  private static boolean isOfEvents(String json) {
    return !json.contains("\"accepted\"") && !json.contains("\"commands\"");
  }

  @Test
  void theGuidesAnswerIsOneAndItsRefusalIsTheReaders() throws IOException {
    String guide = Files.readString(DOCS.resolve("guide/any-language.md"));
    String json = found(JSON, guide).stream().filter(text -> text.contains("\"accepted\"")).findFirst().orElseThrow();

    Answer answer = AnswerJson.read(json.getBytes(StandardCharsets.UTF_8));

    assertThat(answer.accepted()).isEqualTo(2);
    assertThat(answer.acknowledged()).isEqualTo(Map.of(new InstanceId("btc-trend-1767607200"), 5L));
    assertThat(answer.rejected().get(0).problem()).isEqualTo(Refusals.problem("{\"type\":\"trade_opened\",\"stoploss\":1}"));
  }

  @Test
  void theReferenceListsTheFieldsOfEveryType() throws IOException {
    String reference = Files.readString(DOCS.resolve("reference/events.md"));
    Map<String, List<Set<String>>> rows = new HashMap<>();
    Matcher row = ROW.matcher(reference);
    while (row.find()) {
      EventType type = EventType.named(row.group(1)).orElseThrow();
      assertThat(row.group(2)).as(row.group(1)).isEqualTo(type.isDurable() ? "yes" : "no");
      rows.put(row.group(1), List.of(words(row.group(3)), words(row.group(4))));
    }

    assertThat(rows.keySet())
        .containsExactlyInAnyOrder(Arrays.stream(EventType.values()).map(EventType::wireName).toArray(String[]::new));
    for (EventType type : EventType.values()) {
      Shape shape = Shape.of(type);
      assertThat(rows.get(type.wireName()))
          .as(type.wireName())
          .containsExactly(new TreeSet<>(Field.namesIn(shape.required())), new TreeSet<>(Field.namesIn(shape.optional())));
    }
  }

  @Test
  void theReferenceListsTheWordsAndTheLimits() throws IOException {
    String reference = Files.readString(DOCS.resolve("reference/events.md"));
    Map<String, Words<?>> lists =
        Map.of(
            "`kind`", Words.ORDER_KIND,
            "`status`", Words.ORDER_STATUS,
            "`severity`", Words.SEVERITY,
            "`health`", Words.HEALTH,
            "`state`", Words.RUN_STATE,
            "`mode`", Words.TRADING_MODE,
            "`instances`", Words.INSTANCE_POLICY,
            "`side`", Words.SIDE,
            "`outcome`", Words.CONFIG_OUTCOME,
            "`source`", Words.CONFIG_SOURCE);

    lists.forEach(
        (name, words) -> {
          String line = reference.lines().filter(text -> text.startsWith("| " + name + " |") && !text.contains("| yes |"))
              .findFirst().orElseThrow();
          assertThat(words(line)).as(name).containsAll(words.all());
        });
    assertThat(Limits.DEFAULT).isEqualTo(new Limits(1 << 20, 8 << 20, 10_000, 8, 4_000, 100, 200));
    assertThat(reference).contains("8 MiB unpacked, at most 200 times", "| 1 MiB |", "| 10,000 |", "| 8 levels",
        "| 100 characters |");
  }

  private List<Arrival> read(String body, BatchFormat format) {
    return reader.read(body.getBytes(StandardCharsets.UTF_8), format, null);
  }

  private static Set<String> words(String text) {
    return new TreeSet<>(found(WORD, text));
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
