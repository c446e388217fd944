package dev.binnacle.config;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a configuration must be like: a JSON Schema (2020-12), with words of our own for what a change may do.
 *
 * <p>Stricter than the standard where a slip would go unseen: {@code format} is asserted; a key that the schema does not name is
 * refused unless it starts with {@code x-} or the schema says {@code additionalProperties}. Laxer in one thing: {@code trigger-points},
 * {@code trigger_points}, {@code TRIGGER_POINTS} and {@code triggerPoints} are one key, and both at once are refused.
 *
 * <ul>
 *   <li>{@code x-apply}: {@code hot}, {@code next_trade}, {@code when_flat}, {@code market_closed} or {@code restart}; see {@link #modeOf}
 *   <li>{@code x-max-change}: {@code "25%"} or a number; see {@link #checkChanges}
 *   <li>{@code x-tighter}: {@code lower} or {@code higher}; see {@link #isTightening}
 *   <li>{@code x-unit}: a text; {@code x-secret}: true or false, for all that lies within
 *   <li>{@code x-type}: {@code duration} takes {@code 5m} for 300, and bounds count seconds
 * </ul>
 *
 * <p><b>Threads:</b> immutable, thread-safe. The first check compiles the schema, which takes a few hundred milliseconds in a fresh
 * program; {@link #compile} does that beforehand, on any thread.
 */
public final class Schema {
  static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** What messages and histories show for a secret. */
  public static final Node.Text MASK = new Node.Text("•••");

  private final String name;
  private final String json;
  private final String hash;
  private final Shape shape;
  private final Validation validation;

  private Schema(String name, String json, JsonNode root) {
    this.name = name;
    this.json = json;
    this.hash = "sha256:" + HexFormat.of().formatHex(sha256(json));
    this.shape = Shape.of(root);
    this.validation = new Validation(name, root, shape);
  }

  /**
   * Reads a schema and compiles it.
   *
   * @param name the schema's, as messages show it: that of its file
   * @throws ConfigException if it is no valid schema, refers to another file, or uses a word of ours wrongly; with every problem
   */
  public static Schema parse(String name, byte[] json) {
    SchemaSource source = SchemaSource.read(name, json);
    Schema schema = new Schema(name, source.text(), source.root());
    schema.validation.prove();
    return schema;
  }

  /**
   * The schema of a record: every component is required unless it is nullable or optional, and no other key is taken. See {@link Range},
   * {@link Matching}, {@link Size}, {@link Unit}, {@link Describe}, {@link Applies}, {@link Secret}, {@link MaxChange}, {@link Tighter}.
   *
   * @throws IllegalArgumentException if it has a component that no value of a file can be read into
   */
  public static Schema of(Class<? extends Record> type) {
    JsonNode root = RecordSchema.of(type);
    return new Schema(type.getSimpleName(), root.toPrettyString(), root);
  }

  public String name() {
    return name;
  }

  /** The schema itself. */
  public String json() {
    return json;
  }

  /** {@code sha256:} and the digest of {@link #json()} in hexadecimal. */
  public String hash() {
    return hash;
  }

  /** Does now what the first check would do. Idempotent. */
  public void compile() {
    validation.compiled();
  }

  /** All that is wrong with it, in the file's order; empty when it is valid. */
  public List<Problem> check(Document document) {
    return validation.check(document);
  }

  /** When a change of this value may take effect: what the nearest place around it says, {@link ApplyMode#HOT} when none does. */
  public ApplyMode modeOf(String pointer) {
    ApplyMode mode = ApplyMode.HOT;
    for (Shape place : along(pointer)) {
      String said = place.text("x-apply");
      mode = said.isEmpty() ? mode : ApplyMode.valueOf(Keys.spell(said, KeyStyle.UPPER_SNAKE));
    }
    return mode;
  }

  /** The mode that all of these wait for; {@link ApplyMode#HOT} of none. Looks into lists and sections that are changed whole. */
  public ApplyMode strictest(List<Change> changes) {
    ApplyMode strictest = ApplyMode.HOT;
    for (Change change : changes) {
      strictest =
          stricter(strictest, stricter(within(change.pointer(), change.before()), within(change.pointer(), change.after())));
    }
    return strictest;
  }

  private ApplyMode within(String pointer, @Nullable Node node) {
    ApplyMode mode = modeOf(pointer);
    if (node instanceof Node.Section section) {
      for (Map.Entry<String, Node> entry : section.entries().entrySet()) {
        mode = stricter(mode, within(Pointers.child(pointer, entry.getKey()), entry.getValue()));
      }
    } else if (node instanceof Node.Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        mode = stricter(mode, within(Pointers.child(pointer, i), list.items().get(i)));
      }
    }
    return mode;
  }

  private static ApplyMode stricter(ApplyMode one, ApplyMode other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Whether the value, or a place around it, is a secret. */
  public boolean isSecret(String pointer) {
    for (Shape place : along(pointer)) {
      JsonNode said = place.value("x-secret");
      if (said != null && said.asBoolean(false)) {
        return true;
      }
    }
    return false;
  }

  /** The value at this place with {@link #MASK} for every secret in it. */
  public Node mask(String pointer, Node node) {
    if (isSecret(pointer)) {
      return MASK;
    }
    if (node instanceof Node.Section section) {
      Map<String, Node> masked = new LinkedHashMap<>();
      section.entries().forEach((key, entry) -> masked.put(key, mask(Pointers.child(pointer, key), entry)));
      return new Node.Section(masked);
    }
    if (node instanceof Node.Items list) {
      List<Node> masked = new ArrayList<>();
      list.items().forEach(item -> masked.add(mask(Pointers.child(pointer, masked.size()), item)));
      return new Node.Items(masked);
    }
    return node;
  }

  /** The change with {@link #MASK} for every secret in it. */
  public Change mask(Change change) {
    return new Change(change.pointer(), change.before() == null ? null : mask(change.pointer(), change.before()),
        change.after() == null ? null : mask(change.pointer(), change.after()));
  }

  public Optional<String> unitOf(String pointer) {
    Shape place = shapeAt(pointer);
    return Optional.ofNullable(place).map(found -> found.text("x-unit")).filter(unit -> !unit.isEmpty());
  }

  /** Whether the schema says anything of this place; false of a key that it would refuse. */
  public boolean knows(String pointer) {
    return shapeAt(pointer) != null;
  }

  /** Whether the change surely makes trading safer, so that it need not wait; false where the schema does not say. */
  public boolean isTightening(Change change) {
    Shape place = shapeAt(change.pointer());
    BigDecimal before = ChangeLimits.amount(place, change.before());
    BigDecimal after = ChangeLimits.amount(place, change.after());
    if (place == null || before == null || after == null) {
      return false;
    }
    return switch (place.text("x-tighter")) {
      case "lower" -> after.compareTo(before) < 0;
      case "higher" -> after.compareTo(before) > 0;
      default -> false;
    };
  }

  /**
   * Whether no number moves further at once than {@code x-max-change} lets it, in either direction. A value that appears or goes is not
   * looked at.
   *
   * @param after what the changes lead to; problems point into its file
   */
  public List<Problem> checkChanges(Document after, List<Change> changes) {
    List<Problem> problems = new ArrayList<>();
    for (Change change : changes) {
      Shape place = shapeAt(change.pointer());
      if (place != null) {
        ChangeLimits.check(after, place, change, isSecret(change.pointer())).ifPresent(problems::add);
      }
    }
    return problems;
  }

  @Nullable Shape shapeAt(String pointer) {
    List<Shape> along = along(pointer);
    return along.size() == Pointers.tokens(pointer).size() + 1 ? along.get(along.size() - 1) : null;
  }

  /** From the root towards the place, as far as the schema tells. */
  private List<Shape> along(String pointer) {
    List<Shape> along = new ArrayList<>();
    Shape at = shape;
    along.add(at);
    for (String token : Pointers.tokens(pointer)) {
      Shape next = at.entry(at.spelt(token));
      if (next == null) {
        next = at.item(Pointers.index(token, Integer.MAX_VALUE));
      }
      if (next == null) {
        break;
      }
      at = next;
      along.add(at);
    }
    return along;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new LinkageError("every JDK has SHA-256", impossible);
    }
  }
}
