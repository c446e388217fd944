package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordBindingTest {
  enum Side {
    BUY_ONLY, SELL_ONLY
  }

  sealed interface Exit {
    record TrailingStop(BigDecimal distance) implements Exit {}

    record TimeStop(Duration after) implements Exit {}
  }

  record Risk(double share, Optional<BigDecimal> cap) {
    Risk {
      if (share > 1) {
        throw new IllegalArgumentException("share must be at most 1, was " + share);
      }
    }
  }

  record All(boolean isOn, int count, long total, double ratio, BigDecimal price, String name, Duration every, Side side,
      Risk risk, List<String> symbols,
      Set<Integer> lots, Map<String, Risk> limits, Map<Side, Boolean> sides, Optional<Risk> other, @Nullable Integer most,
      Exit exit, LocalDate since,
      LocalTime at, Instant instant, ZoneId zone, URI address, Path path, Node.Section free, Node any) {}

  record Small(int count, @Nullable String name, Optional<Duration> every, @Secret Optional<Integer> pin, Optional<Side> side,
      Optional<Risk> risk,
      Optional<Exit> exit, Optional<List<Integer>> list, Optional<Set<String>> set, Optional<Map<Side, Integer>> map,
      Optional<LocalDate> since,
      Optional<Double> ratio, Optional<Long> total, Optional<Boolean> flag, Optional<BigDecimal> price,
      Optional<Node.Section> free) {}

  private static final Binding<Small> SMALL = Binding.record(Small.class);

  @Test
  void everyTypeIsRead() {
    All all = Binding.record(All.class).bind(Trees.document("""
        {"is-on": true, "count": 8, "total": 9000000000, "ratio": 0.5, "price": 1.10, "name": "n", "every": "1h30m", "side": "buy-only",
         "risk": {"share": 0.25, "cap": 10}, "symbols": ["A", "B"], "lots": [15, 30], "limits": {"a-b": {"share": 1}, "a_b": {"share": 0}},
         "sides": {"SELL_ONLY": true}, "other": null, "exit": {"type": "trailing-stop", "distance": 2.5}, "since": "2026-02-28", "at": "09:15",
         "instant": "2026-02-28T09:15:00Z", "zone": "Asia/Kolkata", "address": "https://example.org/a", "path": "logs/bot.log",
         "free": {"x": [1]}, "any": null}
        """));

    assertThat(all)
        .isEqualTo(new All(true, 8, 9_000_000_000L, 0.5, new BigDecimal("1.10"), "n", Duration.ofMinutes(90), Side.BUY_ONLY,
            new Risk(0.25, Optional.of(BigDecimal.TEN)), List.of("A", "B"), Set.of(15, 30),
            Map.of("a-b", new Risk(1, Optional.empty()), "a_b", new Risk(0, Optional.empty())), Map.of(Side.SELL_ONLY, true),
            Optional.empty(), null,
            new Exit.TrailingStop(new BigDecimal("2.5")), LocalDate.of(2026, 2, 28), LocalTime.of(9, 15),
            Instant.parse("2026-02-28T09:15:00Z"),
            ZoneId.of("Asia/Kolkata"), URI.create("https://example.org/a"), Path.of("logs/bot.log"), Trees.tree("{\"x\": [1]}"),
            new Node.Nothing()));
  }

  @Test
  void collectionsCannotBeChanged() {
    All all = Binding.record(All.class).bind(Trees.document("""
        {"is-on": true, "count": 8, "total": 9, "ratio": 0.5, "price": 1.10, "name": "n", "every": 1, "side": "buy-only", "risk": {"share": 0.25},
         "symbols": ["A"], "lots": [15], "limits": {}, "sides": {}, "exit": {"type": "time-stop", "after": 60}, "since": "2026-02-28", "at": "09:15",
         "instant": "2026-02-28T09:15:00Z", "zone": "UTC", "address": "a", "path": "b", "free": {}, "any": 1}
        """));

    assertThatThrownBy(() -> all.symbols().add("B")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> all.lots().add(1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> all.sides().put(Side.BUY_ONLY, true)).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource({"300, PT5M", "0.5, PT0.5S", "'\"300s\"', PT5M", "'\"5m\"', PT5M", "'\"1h30m\"', PT1H30M", "'\"1.5h\"', PT1H30M",
    "'\"250ms\"', PT0.25S", "'\"1d\"', PT24H",
    "'\"PT5M\"', PT5M", "'\"P1DT1S\"', PT24H1S", "0, PT0S"})
  void durationsAreReadAsPeopleWriteThem(String written, Duration duration) {
    assertThat(small("\"every\": " + written).every()).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "\"-5m\"", "\"5 m\"", "\"5x\"", "\"\"", "\"P\"", "\"PT\"", "\"5\"", "1e999999999", "1e-999999999",
    "0.0000000001", "true", "\"99999999999999999999d\""})
  void whatIsNoLengthOfTimeIsRefused(String written) {
    assertThat(problems("{\"count\": 1, \"every\": " + written + "}")).singleElement()
        .satisfies(problem -> assertThat(problem).contains("/every: must be a length of time such as 300s, 5m, 1h30m or PT5M"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"buy-only", "BUY_ONLY", "buy_only", "buyOnly", "Buy-Only"})
  void constantsAreTheSameInEverySpelling(String written) {
    assertThat(small("\"side\": \"" + written + "\"").side()).contains(Side.BUY_ONLY);
  }

  private static Stream<Arguments> badValues() {
    return Stream.of(
        Arguments.of("'name': 5", "/name: must be a text, was 5 [type]"),
        Arguments.of("'ratio': '0.5'", "/ratio: must be a number, was \"0.5\" [type]"),
        Arguments.of("'ratio': 1e999", "/ratio: is too large for this number [range]"),
        Arguments.of("'flag': 'true'", "/flag: must be true or false, was \"true\" [type]"),
        Arguments.of("'flag': 1", "/flag: must be true or false, was 1 [type]"),
        Arguments.of("'price': true", "/price: must be a number, was true [type]"),
        Arguments.of("'total': 9223372036854775808",
            "/total: must be in [-9223372036854775808, 9223372036854775807], was 9223372036854775808 [range]"),
        Arguments.of("'total': 1e999999999",
            "/total: must be in [-9223372036854775808, 9223372036854775807], was 1E+999999999 [range]"),
        Arguments.of("'total': 1.9", "/total: must be a whole number, was 1.9 [type]"),
        Arguments.of("'pin': '1234'", "/pin: must be a whole number, was ••• [type]"),
        Arguments.of("'side': 'buy-olny'",
            "/side: must be one of buy-only, sell-only, was \"buy-olny\" [choice]; did you mean buy-only?"),
        Arguments.of("'side': 1", "/side: must be one of buy-only, sell-only, was 1 [type]"),
        Arguments.of("'risk': [1]", "/risk: must be a section, was a list of 1 [type]"),
        Arguments.of("'risk': {'share': 2}", "/risk: share must be at most 1, was 2.0 [check]"),
        Arguments.of("'risk': {}", "/risk/share: is missing [missing]; add it: a number"),
        Arguments.of("'risk': {'share': null}", "/risk/share: must be a number, was nothing [missing]"),
        Arguments.of("'risk': {'share': 1, 'cup': 1}", "/risk/cup: is not a known key [unknown-key]; did you mean cap?"),
        Arguments.of("'exit': {'distance': 1}", "/exit/type: is missing [missing]; add type: trailing-stop or time-stop"),
        Arguments.of("'exit': {'type': 'trailing'}",
            "/exit/type: must be one of trailing-stop, time-stop, was \"trailing\" [choice]"),
        Arguments.of("'exit': {'type': 'time_stop', 'after': 1, 'distance': 1}",
            "/exit/distance: is not a known key [unknown-key]; known here: after"),
        Arguments.of("'list': [1, 'two', 3]", "/list/1: must be a whole number, was \"two\" [type]"),
        Arguments.of("'list': 1", "/list: must be a list, was 1 [type]"),
        Arguments.of("'set': ['a', 'b', 'a']", "/set/2: is in the list already [repeated]; remove it"),
        Arguments.of("'map': {'buy-only': 1, 'BUY_ONLY': 2}",
            "/map/BUY_ONLY: is given twice, spelt differently [duplicate-key]; keep one of them"),
        Arguments.of("'map': {'hold': 1}", "/map/hold: must be one of buy-only, sell-only, was \"hold\" [choice]"),
        Arguments.of("'since': '2026-02-30'", "/since: must be a date such as 2026-01-31, was \"2026-02-30\" [type]"),
        Arguments.of("'free': []", "/free: must be a section, was a list of 0 [type]"),
        Arguments.of("'nmae': 'x'", "/nmae: is not a known key [unknown-key]; did you mean name?"),
        Arguments.of("'COUNT': 2", "/COUNT: is the same key as count, and both are given [duplicate-key]; keep one of them"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badValues")
  void aBadValueIsToldWithItsPlaceTheRuleAndTheRemedy(String member, String told) {
    assertThat(problems("{\"count\": 1,\n" + member.replace('\'', '"') + "}")).singleElement()
        .satisfies(problem -> assertThat(problem.replaceFirst("^bot.json:2:[0-9]+ ", "")).isEqualTo(told));
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThat(problems("{\"name\": 5, \"every\": \"x\", \"list\": [true, 1, false], \"risk\": {\"share\": 2}, \"other\": 1}"))
        .hasSize(7);
  }

  @Test
  void aMissingPrimitiveIsAProblemAndNoZero() {
    assertThat(problems("{}")).containsExactly("bot.json:1:1 /count: is missing [missing]; add it: a whole number");
  }

  @Test
  void aWholeNumberMayBeWrittenWithAPoint() {
    assertThat(small("\"total\": 8.0").total()).contains(8L);
    assertThat(small("\"total\": 1e3").total()).contains(1000L);
  }

  @Test
  void keysThatStartWithXAreTheAuthorsOwn() {
    assertThat(small("\"x-note\": \"why\"").name()).isNull();
  }

  record Twins(int maxLoss, int max_loss) {}

  record Loop(Optional<Loop> inner) {}

  record Unreadable(Thread thread) {}

  record Unfit(@Range(above = 0) String name) {}

  record UnfitOptional(@Range(above = 0) Optional<Integer> number) {}

  @ParameterizedTest
  @ValueSource(classes = {Twins.class, Loop.class, Unreadable.class, Unfit.class, UnfitOptional.class, String.class})
  void aTypeThatCannotBeReadIsRefusedWhenTheProgramStarts(Class<?> type) {
    assertThatThrownBy(() -> Binding.record(type)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(type.getSimpleName());
  }

  @Test
  void theTreeIsGivenAsItIs() {
    Document document = Trees.document("{\"a\": [1, {\"b\": null}]}");

    assertThat(Binding.tree().bind(document)).isSameAs(document.root());
  }

  record Written(int count, Optional<Long> total, double ratio, BigDecimal price, String name, Duration every, Side side,
      List<Risk> risks,
      Map<String, Boolean> flags, @Nullable String note) {}

  /** The writer is the test's own: keys in a random spelling, durations as seconds. */
  @Property(tries = 300)
  void whatIsWrittenIsReadBack(@ForAll("written") Written written, @ForAll KeyStyle style) {
    Map<String, Node> entries = new LinkedHashMap<>();
    entries.put("count", number(BigDecimal.valueOf(written.count())));
    written.total().ifPresent(total -> entries.put("total", number(BigDecimal.valueOf(total))));
    entries.put("ratio", number(BigDecimal.valueOf(written.ratio())));
    entries.put("price", number(written.price()));
    entries.put("name", new Node.Text(written.name()));
    entries.put("every", number(BigDecimal.valueOf(written.every().toNanos(), 9)));
    entries.put("side", new Node.Text(Keys.spell(written.side().name(), style)));
    List<Node> risks = new ArrayList<>();
    written.risks()
        .forEach(risk -> risks.add(new Node.Section(risk.cap().isEmpty()
            ? Map.of("share", number(BigDecimal.valueOf(risk.share())))
            : Map.of("share", number(BigDecimal.valueOf(risk.share())), "cap", number(risk.cap().get())))));
    entries.put("risks", new Node.Items(risks));
    entries.put("flags", new Node.Section(written.flags().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, flag -> new Node.Flag(flag.getValue())))));
    entries.put("note", written.note() == null ? new Node.Nothing() : new Node.Text(written.note()));
    Map<String, Node> spelt = new LinkedHashMap<>();
    entries.forEach((key, node) -> spelt.put(Keys.spell(key, style), node));

    assertThat(Binding.record(Written.class).bind(new Document("w", new Node.Section(spelt), Map.of(), List.of())))
        .isEqualTo(written);
  }

  private static Node number(BigDecimal number) {
    return new Node.Numeral(number);
  }

  @Provide
  Arbitrary<Written> written() {
    Arbitrary<Risk> risks = Combinators
        .combine(Arbitraries.doubles().between(0, 1),
            Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.TEN).optional())
        .as(Risk::new);
    Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(8);
    return Combinators.combine(
        Combinators.combine(Arbitraries.integers(), Arbitraries.longs().optional(), Arbitraries.doubles()).as(Numbers::new),
        Arbitraries.bigDecimals(), texts, Arbitraries.longs().between(0, Long.MAX_VALUE).map(Duration::ofNanos),
        Arbitraries.of(Side.class),
        risks.list().ofMaxSize(3), Arbitraries.maps(texts, Arbitraries.of(true, false)).ofMaxSize(3), texts.injectNull(0.3))
        .as((numbers, price, name, every, side, list, flags, note) -> new Written(numbers.count(), numbers.total(),
            numbers.ratio(), price, name, every, side,
            list, flags, note));
  }

  private record Numbers(int count, Optional<Long> total, double ratio) {}

  private static Small small(String member) {
    return SMALL.bind(Trees.document("{\"count\": 1, " + member + "}"));
  }

  private static List<String> problems(String json) {
    RefusedConfigException refused = catchThrowableOfType(RefusedConfigException.class, () -> SMALL.bind(Trees.document(json)));
    assertThat(refused).as("accepted: %s", json).isNotNull();
    return refused.problems().stream().map(Problem::toString).toList();
  }
}
