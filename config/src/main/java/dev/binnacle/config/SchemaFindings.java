package dev.binnacle.config;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says what the validator found in words that a person can act on, at the place in the file. */
final class SchemaFindings {
  private final Document document;
  private final Shape root;

  SchemaFindings(Document document, Shape root) {
    this.document = document;
    this.root = root;
  }

  /** A place as the file spells it. */
  private record Place(String pointer, @Nullable Shape shape, @Nullable Node node, boolean isSecret) {}

  List<Problem> problems(List<Error> errors) {
    Set<Problem> problems = new LinkedHashSet<>();
    Map<String, List<Problem>> alternatives = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    for (Error error : errors) {
      String path = error.getEvaluationPath().toString();
      int branch = alternative(path);
      if (branch < 0) {
        problems.add(problem(error));
        continue;
      }
      String group = path.substring(0, branch);
      boolean isSum = path.length() == branch;
      alternatives.computeIfAbsent(group, g -> new ArrayList<>()).addAll(isSum ? List.of() : List.of(problem(error)));
      Place place = place(error.getInstanceLocation());
      places.merge(group, place, (one, other) -> one.pointer().length() <= other.pointer().length() ? one : other);
    }
    alternatives.forEach((group, found) -> problems.add(none(Objects.requireNonNull(places.get(group)), found)));
    return List.copyOf(problems);
  }

  /** Where the outermost anyOf or oneOf of an evaluation path ends; -1 without one. */
  private static int alternative(String path) {
    int any = end(path, "/anyOf");
    int one = end(path, "/oneOf");
    return any < 0 ? one : one < 0 ? any : Math.min(any, one);
  }

  /** A property may be called anyOf too; the word is then followed by another word, not by a number or nothing. */
  private static int end(String path, String word) {
    for (int at = path.indexOf(word); at >= 0; at = path.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean ends = end == path.length();
      if (ends || path.charAt(end) == '/' && end + 1 < path.length() && Character.isDigit(path.charAt(end + 1))) {
        return end;
      }
    }
    return -1;
  }

  private Problem none(Place place, List<Problem> found) {
    String reasons =
        found.stream().map(problem -> problem.pointer().substring(Math.min(place.pointer().length(), problem.pointer().length()))
            + " " + problem.message()).map(String::strip).distinct().limit(4).collect(Collectors.joining(", or "));
    return at(place.pointer(), "alternatives",
        reasons.isEmpty()
            ? "fits more than one of the alternatives that exclude each other"
            : "fits none of the alternatives: " + reasons,
        "");
  }

  private Problem problem(Error error) {
    Place place = place(error.getInstanceLocation());
    String was = place.isSecret() ? "" : ", was " + show(place.node());
    JsonNode rule = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "required", "dependentRequired" -> missing(place, error);
      case "additionalProperties", "unevaluatedProperties" -> unknown(place, error);
      case "type" -> at(place.pointer(), "type", "must be " + types(place.shape(), rule) + was, unquote(place, rule));
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> range(place, was);
      case "multipleOf" -> at(place.pointer(), "step", "must be a multiple of " + rule.asString() + was, "");
      case "enum", "const" -> choice(place, rule, was);
      case "pattern" -> at(place.pointer(), "pattern", pattern(place.shape(), rule) + was, "");
      case "format" -> at(place.pointer(), "format", "must be " + format(rule.asString()) + was, "");
      case "minLength", "maxLength" ->
          at(place.pointer(), "length", "must be " + between(place, "Length") + " characters long" + was, "");
      case "minItems", "maxItems" ->
          at(place.pointer(), "size", "must have " + between(place, "Items") + " items, has " + count(place.node()), "");
      case "minProperties", "maxProperties" ->
          at(place.pointer(), "size", "must have " + between(place, "Properties") + " entries, has " + count(place.node()), "");
      case "uniqueItems" -> at(place.pointer(), "repeated", "must not hold the same item twice" + was, "");
      case "propertyNames" -> at(place.pointer(), "key", "has a key that is not allowed: " + error.getMessage(), "");
      case "not", "false" -> at(place.pointer(), "forbidden", "is not allowed here" + was, "");
      default -> at(place.pointer(), error.getKeyword(), place.isSecret() ? "is not valid" : error.getMessage(), "");
    };
  }

  private Problem at(String pointer, String rule, String message, String remedy) {
    return new Problem(document.file(), document.positionOf(pointer), pointer, rule, message, remedy);
  }

  /** Follows the validator's path, which spells keys as the schema does, through the file, which may spell them otherwise. */
  private Place place(NodePath path) {
    Place place = new Place("", root, document.root(), isSecret(root));
    for (int i = 0; i < path.getNameCount(); i++) {
      Object step = path.getElement(i);
      String key = step.toString();
      Shape shape = place.shape();
      if (place.node() instanceof Node.Items list) {
        int index = Pointers.index(key, list.items().size());
        shape = shape == null ? null : shape.item(index);
        place = new Place(Pointers.child(place.pointer(), key), shape, index < 0 ? null : list.items().get(index),
            place.isSecret() || isSecret(shape));
        continue;
      }
      String written = place.node() instanceof Node.Section section ? written(section, key, shape) : key;
      Node node = place.node() instanceof Node.Section section ? section.entries().get(written) : null;
      shape = shape == null ? null : shape.entry(key);
      place = new Place(Pointers.child(place.pointer(), written), shape, node, place.isSecret() || isSecret(shape));
    }
    return place;
  }

  private static String written(Node.Section section, String key, @Nullable Shape shape) {
    if (section.entries().containsKey(key) || shape == null) {
      return key;
    }
    return section.entries().keySet().stream().filter(candidate -> shape.spelt(candidate).equals(key)).findFirst().orElse(key);
  }

  private static boolean isSecret(@Nullable Shape shape) {
    JsonNode said = shape == null ? null : shape.value("x-secret");
    return said != null && said.asBoolean(false);
  }

  private Problem missing(Place section, Error error) {
    String key = String.valueOf(error.getProperty());
    Shape shape = section.shape() == null ? null : section.shape().entry(key);
    String wanted = shape == null ? "" : wanted(shape);
    return at(Pointers.child(section.pointer(), key), "missing", "is missing",
        "add " + key + (wanted.isEmpty() ? "" : ": " + wanted));
  }

  private Problem unknown(Place section, Error error) {
    String key = String.valueOf(error.getProperty());
    Shape shape = section.shape();
    String pointer = Pointers.child(section.pointer(), key);
    return shape == null ? at(pointer, "unknown-key", "is not a known key", "") : unknownKey(document, pointer, key, shape);
  }

  static Problem unknownKey(Document document, String pointer, String key, Shape shape) {
    Position position = document.positionOf(pointer);
    if (shape.names(shape.spelt(key))) {
      return new Problem(document.file(), position, pointer, "unknown-key", "does not belong to what is chosen here",
          "remove it");
    }
    List<String> names = new ArrayList<>();
    shape.names().forEach(names::add);
    String remedy = Keys.nearest(key, names).map(near -> "did you mean " + near + "?")
        .orElse(names.isEmpty()
            ? ""
            : names.size() <= 12 ? "known here: " + String.join(", ", names) : "a key of your own starts with x-");
    return new Problem(document.file(), position, pointer, "unknown-key", "is not a known key", remedy);
  }

  private Problem range(Place place, String was) {
    Shape shape = Objects.requireNonNull(place.shape());
    Limits limits = Limits.of(shape);
    String remedy = "";
    if (place.node() instanceof Node.Numeral numeral && !place.isSecret()) {
      BigDecimal hundredth = numeral.number().movePointLeft(2);
      boolean looksLikePercent = limits.isWithinOne() && limits.allows(hundredth);
      remedy = looksLikePercent
          ? "write " + ChangeLimits.plain(hundredth) + " if " + ChangeLimits.plain(numeral.number()) + " % is meant"
          : "";
    }
    return at(place.pointer(), "range", "must be " + limits.words() + unit(shape) + was, remedy);
  }

  private static String unit(Shape shape) {
    String unit = shape.text("x-unit");
    return shape.isDuration ? " seconds" : unit.isEmpty() ? "" : " " + unit;
  }

  private Problem choice(Place place, JsonNode rule, String was) {
    List<String> choices = new ArrayList<>();
    for (JsonNode choice : rule.isArray() ? rule : rule.isNull() ? List.<JsonNode>of() : List.of(rule)) {
      choices.add(choice.isString() ? choice.asString() : choice.toString());
    }
    String near = place.node() instanceof Node.Text text && !place.isSecret()
        ? Keys.nearest(text.text(), choices).map(found -> "did you mean " + found + "?").orElse("")
        : "";
    return at(place.pointer(), "choice", "must be " + (choices.size() == 1 ? "" : "one of ") + String.join(", ", choices) + was,
        near);
  }

  private static String unquote(Place place, JsonNode rule) {
    boolean wantsNumber = rule.toString().contains("number") || rule.toString().contains("integer");
    if (!(place.node() instanceof Node.Text text) || place.isSecret() || !wantsNumber) {
      return "";
    }
    return text.text().matches("-?[0-9]+(\\.[0-9]+)?") ? "write " + text.text() + " without quotes" : "";
  }

  private static String pattern(@Nullable Shape shape, JsonNode rule) {
    return shape != null && shape.isDuration ? "must be " + DurationText.ALLOWED : "must match " + rule.asString();
  }

  private static String format(String format) {
    return switch (format) {
      case "date" -> "a date such as 2026-01-31";
      case "date-time" -> "an instant such as 2026-01-31T09:15:00Z";
      case "time" -> "a time such as 09:15:00Z";
      case "email" -> "an e-mail address";
      case "uri" -> "an address such as https://example.org";
      default -> "of the format " + format;
    };
  }

  private static String between(Place place, String what) {
    Shape shape = place.shape();
    JsonNode least = shape == null ? null : shape.value("min" + what);
    JsonNode most = shape == null ? null : shape.value("max" + what);
    boolean boundless = most == null || most.asLong(0) == Integer.MAX_VALUE;
    if (least == null || least.asLong(0) == 0) {
      return boundless || most == null ? "some" : "at most " + most.asString();
    }
    return boundless || most == null ? "at least " + least.asString() : least.asString() + " to " + most.asString();
  }

  private static int count(@Nullable Node node) {
    return node instanceof Node.Items list
        ? list.items().size()
        : node instanceof Node.Section section ? section.entries().size() : 0;
  }

  /** What a place wants, as in: a number in (0, 50] points. */
  private static String wanted(Shape shape) {
    JsonNode type = shape.value("type");
    Limits limits = Limits.of(shape);
    return type == null
        ? ""
        : types(shape, type) + (limits.isBounded() ? (shape.isDuration ? ", " : " ") + limits.words() + unit(shape) : "");
  }

  private static String types(@Nullable Shape shape, JsonNode rule) {
    if (shape != null && shape.isDuration) {
      return DurationText.ALLOWED;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode type : rule.isArray() ? rule : List.of(rule)) {
      names.add(switch (type.asString("")) {
        case "integer" -> "a whole number";
        case "number" -> "a number";
        case "string" -> "a text";
        case "boolean" -> "true or false";
        case "object" -> "a section";
        case "array" -> "a list";
        case "null" -> "nothing";
        default -> type.toString();
      });
    }
    return String.join(" or ", names);
  }

  /** A value as a message shows it; long ones are cut. */
  static String show(@Nullable Node node) {
    if (node == null) {
      return "missing";
    }
    if (node instanceof Node.Text text) {
      return '"' + (text.text().length() > 60 ? text.text().substring(0, 60) + "…" : text.text()) + '"';
    }
    if (node instanceof Node.Numeral numeral) {
      return ChangeLimits.plain(numeral.number());
    }
    if (node instanceof Node.Flag flag) {
      return flag.flag() ? "true" : "false";
    }
    if (node instanceof Node.Items list) {
      return "a list of " + list.items().size();
    }
    return node instanceof Node.Section ? "a section" : "nothing";
  }
}
