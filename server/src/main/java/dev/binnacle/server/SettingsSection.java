package dev.binnacle.server;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a settings file, read key by key. Every problem goes to one list, with the line it is at; what is wrong reads as its
 * default meanwhile. A dashed and a snake_case key are the same key.
 */
final class SettingsSection {
  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)?");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final String path;
  private final SettingsReading reading;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final UnaryOperator<String> folding;
  private final int line;

  SettingsSection(String path, @Nullable Node node, SettingsReading reading) {
    this(path, node, reading, SettingsSection::dashed);
  }

  private SettingsSection(String path, @Nullable Node node, SettingsReading reading, UnaryOperator<String> folding) {
    this.folding = folding;
    this.path = path;
    this.reading = reading;
    this.line = node == null ? 1 : line(node);
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::take);
    } else if (node != null && !isNull(node)) {
      reading.problem(line, path.isEmpty() ? "the file" : path, "must be a mapping of keys to values");
    }
  }

  static String dashed(String key) {
    return key.replace('_', '-');
  }

  private void take(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      problem(line(tuple.getKeyNode()), path, "has a key that is no text");
      return;
    }
    String name = folding.apply(key.getValue());
    Integer before = lines.putIfAbsent(name, line(key));
    if (before != null) {
      problem(line(key), at(key.getValue()), "is there already at line " + before + "; leave one of them out");
      return;
    }
    values.put(name, tuple.getValueNode());
  }

  Set<String> keys() {
    return values.keySet();
  }

  SettingsSection section(String key) {
    return new SettingsSection(at(key), value(key), reading);
  }

  /** A section in which every variable counts as set. */
  SettingsSection switchedOff(String key) {
    return new SettingsSection(at(key), value(key), reading.switchedOff());
  }

  /** A section whose keys are names that people chose, each with a section of its own. */
  SettingsSection names(String key) {
    return new SettingsSection(at(key), value(key), reading, UnaryOperator.identity());
  }

  /** Whether the key is there and is not null. */
  boolean has(String key) {
    Node node = value(key);
    return node != null && !isNull(node);
  }

  boolean isSingle(String key) {
    return value(key) instanceof ScalarNode;
  }

  boolean isSection(String key) {
    return value(key) instanceof MappingNode;
  }

  /** A list of sections. */
  List<SettingsSection> sections(String key) {
    Node node = value(key);
    if (node == null || isNull(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      problem(line(node), at(key), "must be a list, each item behind a dash");
      return List.of();
    }
    List<SettingsSection> sections = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      sections.add(new SettingsSection(at(key) + "[" + sections.size() + "]", item, reading));
    }
    return sections;
  }

  /** The line of its first key, or of itself if it has none. */
  int line() {
    return lines.values().stream().findFirst().orElse(line);
  }

  /** How messages name this place; empty for the whole file. */
  String path() {
    return path;
  }

  SettingsReading reading() {
    return reading;
  }

  String text(String key, String otherwise) {
    String found = optionalText(key);
    return found == null ? otherwise : found;
  }

  @Nullable String optionalText(String key) {
    Node node = value(key);
    if (node == null || isNull(node)) {
      return null;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem(line(node), at(key), "must be a single value");
    return null;
  }

  /** A list, or one value by itself. */
  List<String> oneOrMore(String key) {
    String single = isSingle(key) ? optionalText(key) : null;
    return single == null ? texts(key) : List.of(single);
  }

  List<String> texts(String key) {
    Node node = value(key);
    if (node == null || isNull(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      problem(line(node), at(key), "must be a list, such as [a, b]");
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        problem(line(item), at(key), "must list single values");
      }
    }
    return texts;
  }

  /** A secret: {@code ${ENV_NAME}}, or the text itself. A variable that is not set is a problem, not an empty secret. */
  @Nullable Secret secret(String key) {
    String value = expanded(key);
    return value == null ? null : new Secret(value);
  }

  /** As {@link #secret}, of what is none. */
  @Nullable String expanded(String key) {
    String text = optionalText(key);
    if (text == null) {
      return null;
    }
    Matcher variable = VARIABLE.matcher(text);
    if (!variable.matches()) {
      return text;
    }
    String value = reading.variable(variable.group(1));
    if (value == null || value.isEmpty()) {
      problem(lineOf(key), at(key), "needs the environment variable " + variable.group(1) + ", which is not set");
      return null;
    }
    return value;
  }

  /** Texts under names that people chose, such as labels. */
  Map<String, String> named(String key) {
    SettingsSection section = names(key);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : section.keys()) {
      String text = section.optionalText(name);
      if (text != null) {
        texts.put(name, text);
      }
    }
    return texts;
  }

  boolean flag(String key, boolean otherwise) {
    return parsed(key, otherwise, "true or false", text -> switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    });
  }

  /** Null when nothing is said. */
  @Nullable Boolean optionalFlag(String key) {
    return has(key) ? (Boolean) flag(key, false) : null;
  }

  int integer(String key, int otherwise, int least, int most) {
    return parsed(key, otherwise, "a whole number from " + least + " to " + most, text -> {
      int number = Integer.parseInt(text);
      return number >= least && number <= most ? number : null;
    });
  }

  double number(String key, double otherwise, double least, double most) {
    return parsed(key, otherwise, "a number from " + least + " to " + most, text -> {
      double number = Double.parseDouble(text);
      return number >= least && number <= most ? number : null;
    });
  }

  /** A duration such as {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d}; a bare number is seconds. */
  Duration duration(String key, Duration otherwise, Duration least) {
    return parsed(key, otherwise, "a duration such as 30s, 5m, 24h or 7d, of at least " + shown(least), text -> {
      Duration found = duration(text);
      return found == null || found.compareTo(least) < 0 ? null : found;
    });
  }

  @Nullable Duration optionalDuration(String key, Duration least) {
    return has(key) ? duration(key, least, least) : null;
  }

  static @Nullable Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    long millis = switch (unit) {
      case "ms" -> 1;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 1_000;
    };
    return Duration.ofMillis(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(millis)).longValue());
  }

  private static String shown(Duration duration) {
    return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }

  <T> T parsed(String key, T otherwise, String wanted, Function<String, @Nullable T> parser) {
    T value = optional(key, wanted, parser);
    return value == null ? otherwise : value;
  }

  /** As {@link #optional}, but that the key is left out is a problem too. */
  <T> @Nullable T required(String key, String wanted, Function<String, @Nullable T> parser) {
    if (!has(key)) {
      problem(key, "is missing: " + wanted);
      return null;
    }
    return optional(key, wanted, parser);
  }

  /** Null when the key is left out, and when its value is not what was wanted, which then is a problem. */
  <T> @Nullable T optional(String key, String wanted, Function<String, @Nullable T> parser) {
    String text = optionalText(key);
    if (text == null) {
      return null;
    }
    try {
      T value = parser.apply(text);
      if (value != null) {
        return value;
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // Told below with what was wanted: the parser's own words say nothing of the file.
    }
    problem(lineOf(key), at(key), "must be " + wanted + ", was \"" + text + "\"");
    return null;
  }

  /** Names every key that nobody has asked for. Called last. */
  void refuseUnknown() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        problem(lineOf(key), at(key), "is not a key here; " + suggestion(key, known));
      }
    }
  }

  /** What somebody may have meant. */
  static String suggestion(String key, Collection<String> known) {
    String longer = known.stream().filter(word -> key.length() > 2 && word.startsWith(key)).findFirst().orElse("");
    String nearest = known.stream().min((a, b) -> Integer.compare(distance(key, a), distance(key, b))).orElse("");
    if (distance(key, nearest) <= Math.max(2, key.length() / 3)) {
      return "did you mean " + nearest + "?";
    }
    return longer.isEmpty() ? "known are " + String.join(", ", known) : "did you mean " + longer + "?";
  }

  /** The number of letters to change, add or leave out to make one word of the other (Levenshtein 1966). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** What stands there, as it is written. */
  @Nullable Node node(String key) {
    return value(key);
  }

  private @Nullable Node value(String key) {
    known.add(key);
    return values.get(key);
  }

  void problem(String key, String what) {
    problem(lineOf(key), at(key), what);
  }

  private void problem(int line, String place, String what) {
    reading.problem(line, place, what);
  }

  /** Something that a person should know and that does not refuse the file. */
  void warning(String key, String what) {
    reading.warning(lineOf(key), at(key), what);
  }

  int lineOf(String key) {
    return lines.getOrDefault(key, line);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
