package dev.binnacle.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call at the desk, as its sender wrote it: each field is checked when it is asked for, and what was wrong is kept until {@link
 * #finish}, so that all of it is said at once.
 *
 * <p><b>Threads:</b> confined to one call.
 */
final class DeskCall {
  static final int LONGEST_REASON = 1_000;
  static final int LONGEST_NAME = 100;
  static final int MOST_EDITS = 500;
  static final int LARGEST_PAGE = 500;

  private static final List<String> FIELDS = List.of("call", "author", "proved", "source", "reason", "base", "dry_run", "content",
      "edits", "version", "from", "to", "limit", "cursor", "outcome", "format", "for", "instance", "clear", "brief", "tried");
  private static final Map<String, Source> SOURCES =
      Map.of("dashboard", Source.DASHBOARD, "api", Source.API, "cli", Source.CLI, "telegram", Source.TELEGRAM);

  private final Map<String, Node> fields;
  private final List<Problem> problems = new ArrayList<>();

  DeskCall(Node.Section call) {
    fields = call.entries();
    fields.keySet().stream().filter(name -> !FIELDS.contains(name)).forEach(
        name -> wrong(Pointers.child("", name), "unknown-field", "a call has no field " + shown(name), "leave it out"));
  }

  String name() {
    return required("call", text("call", LONGEST_NAME));
  }

  Author author() {
    String who = required("author", text("author", LONGEST_NAME));
    String way = text("source", LONGEST_NAME);
    Source source = SOURCES.get(way == null ? "api" : way);
    if (source == null) {
      wrong("/source", "choice", "source must be dashboard, api, cli or telegram, was " + shown(String.valueOf(way)), "");
    }
    return new Author(who, source == null ? Source.API : source, flag("proved"));
  }

  String reason() {
    String reason = text("reason", LONGEST_REASON);
    return reason == null ? "" : reason;
  }

  /** Null when the call does not say. */
  @Nullable Long base() {
    return number("base", 1);
  }

  boolean flag(String name) {
    Node given = given(name);
    if (given == null || given instanceof Node.Flag) {
      return given instanceof Node.Flag flag && flag.flag();
    }
    wrong("/" + name, "type", name + " must be true or false", "");
    return false;
  }

  long version(String name) {
    Long version = number(name, 1);
    if (version == null) {
      missing(name);
    }
    return version == null ? 1 : version;
  }

  int limit() {
    Long limit = number("limit", 1);
    if (limit != null && limit > LARGEST_PAGE) {
      wrong("/limit", "range", "limit must be in [1, " + LARGEST_PAGE + "], was " + limit, "");
    }
    return limit == null ? 50 : (int) Math.min(limit, LARGEST_PAGE);
  }

  /** Only records with a smaller id. */
  long cursor() {
    String cursor = text("cursor", 20);
    if (cursor != null && !cursor.matches("[1-9][0-9]{0,17}")) {
      wrong("/cursor", "cursor", "this is no cursor: " + shown(cursor), "take the one that the page before gave as next");
      return Long.MAX_VALUE;
    }
    return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
  }

  /** One of the words of an enumeration, in lower case; null when the call does not say. */
  <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
    String word = text(name, LONGEST_NAME);
    if (word == null) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (RecordJson.word(constant).equals(word)) {
        return constant;
      }
      words.add(RecordJson.word(constant));
    }
    wrong("/" + name, "choice", name + " must be one of " + String.join(", ", words) + ", was " + shown(word), "");
    return null;
  }

  Duration length() {
    Node given = given("for");
    Duration length = given instanceof Node.Text text
        ? DurationText.parse(text.text())
        : given instanceof Node.Numeral seconds ? DurationText.ofSeconds(seconds.number()) : null;
    if (given == null) {
      missing("for");
    } else if (length == null || length.isZero()) {
      wrong("/for", "duration", "for must be " + DurationText.ALLOWED + ", and longer than nothing", "");
    }
    return length == null ? Duration.ofSeconds(1) : length;
  }

  /** The document or the edits, whichever the call has. */
  Proposal.Body body() {
    Node content = given("content");
    Node edits = given("edits");
    if ((content == null) == (edits == null)) {
      wrong("", "body", "the call must have either content or edits", "");
      return new Proposal.Content("");
    }
    return content == null ? new Proposal.Edits(edits()) : content();
  }

  Proposal.Content content() {
    Node content = given("content");
    if (content instanceof Node.Text text) {
      return new Proposal.Content(text.text());
    }
    wrong("/content", content == null ? "required" : "type", "content must be the text of the file", "");
    return new Proposal.Content("");
  }

  List<Edit> edits() {
    List<Edit> edits = new ArrayList<>();
    if (!(given("edits") instanceof Node.Items items) || items.items().isEmpty() || items.items().size() > MOST_EDITS) {
      wrong("/edits", "type", "edits must be a list of 1 to " + MOST_EDITS + " edits", "");
      return edits;
    }
    for (int i = 0; i < items.items().size(); i++) {
      edit("/edits/" + i, items.items().get(i), edits);
    }
    return edits;
  }

  private void edit(String at, Node given, List<Edit> edits) {
    Map<String, Node> parts = given instanceof Node.Section section ? section.entries() : Map.of();
    boolean removes = parts.get("remove") instanceof Node.Flag flag && flag.flag();
    Node value = parts.get("value");
    if (!(parts.get("pointer") instanceof Node.Text pointer) || removes == (value != null)
        || !List.of("pointer", "value", "remove").containsAll(parts.keySet())) {
      wrong(at, "edit", "an edit has a pointer, and either a value or remove: true", "");
    } else if (!pointer.text().isEmpty() && !pointer.text().startsWith("/")) {
      wrong(at + "/pointer", "pointer", "a pointer begins with a slash, was " + shown(pointer.text()), "see RFC 6901");
    } else {
      edits.add(new Edit(pointer.text(), removes ? null : value));
    }
  }

  void wrong(String pointer, String rule, String message, String remedy) {
    problems.add(new Problem("", null, pointer, rule, message, remedy));
  }

  /** @throws BadCallException if anything that was asked for was not as it must be */
  void finish() {
    if (!problems.isEmpty()) {
      throw new BadCallException(problems);
    }
  }

  private void missing(String name) {
    wrong("/" + name, "required", name + " is missing", "");
  }

  private String required(String name, @Nullable String value) {
    if (value == null && given(name) == null) {
      missing(name);
    }
    return value == null ? "" : value;
  }

  private @Nullable Node given(String name) {
    Node given = fields.get(name);
    return given instanceof Node.Nothing ? null : given;
  }

  private @Nullable String text(String name, int longest) {
    Node given = given(name);
    if (given == null) {
      return null;
    }
    if (given instanceof Node.Text text && text.text().length() <= longest) {
      return text.text();
    }
    wrong("/" + name, "text", name + " must be a text of at most " + longest + " characters", "");
    return null;
  }

  private @Nullable Long number(String name, long least) {
    Node given = given(name);
    if (given == null) {
      return null;
    }
    if (given instanceof Node.Numeral numeral && isWhole(numeral.number())) {
      long number = numeral.number().longValue();
      if (number >= least) {
        return number;
      }
    }
    wrong("/" + name, "number", name + " must be a whole number, at least " + least, "");
    return null;
  }

  private static boolean isWhole(BigDecimal number) {
    return number.precision() - number.scale() <= 18 && number.scale() <= 18 && number.remainder(BigDecimal.ONE).signum() == 0;
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
