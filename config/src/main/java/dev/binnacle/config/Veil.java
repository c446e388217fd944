package dev.binnacle.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hides the secrets in a file's text, and puts them back when the text returns with the masks in it.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Veil {
  /** A shorter text may well stand in a comment by chance. */
  private static final int TELLING = 6;

  private final Schema schema;
  private final SourceFormat format;
  private final String file;

  Veil(Schema schema, Path file) {
    this.schema = schema;
    this.format = SourceFormats.of(file);
    this.file = String.valueOf(file.getFileName());
  }

  Node values(String content) {
    return parse(content).root();
  }

  Node maskedValues(String content) {
    return schema.mask("", parse(content).root());
  }

  /** The text with a mask for each secret; as a new file, without its comments, when a secret cannot be replaced in its place. */
  String hide(String content) {
    Node.Section root;
    try {
      root = parse(content).root();
    } catch (RefusedConfigException e) {
      // The rules for reading were others when this was stored; what cannot be read cannot be searched for secrets either.
      return "";
    }
    Map<String, Node> secrets = secrets(root);
    if (secrets.isEmpty()) {
      return content;
    }
    List<Edit> edits = secrets.keySet().stream().map(pointer -> new Edit(pointer, Schema.MASK)).toList();
    String hidden;
    try {
      hidden = text(format.edit(file, bytes(content), edits));
    } catch (RefusedConfigException e) {
      hidden = schema.mask("", root) instanceof Node.Section masked ? text(format.write(masked)) : "";
    }
    for (Node secret : secrets.values()) {
      hidden = without(hidden, secret);
    }
    return hidden;
  }

  private static String without(String text, Node secret) {
    return secret instanceof Node.Text told && told.text().length() >= TELLING
        ? text.replace(told.text(), Schema.MASK.text())
        : text;
  }

  /**
   * The text with the base's secret in the place of each mask.
   *
   * @param base the text that the change was made from; null when it is not known
   * @throws RefusedConfigException if the base has no secret there
   */
  String restore(String content, @Nullable String base) {
    if (!content.contains(Schema.MASK.text()) || base == null) {
      return content;
    }
    if (content.equals(hide(base))) {
      return base;
    }
    Document given;
    try {
      given = parse(content);
    } catch (RefusedConfigException e) {
      return content; // It will be refused for that, with every problem.
    }
    List<Edit> edits = new ArrayList<>();
    for (Map.Entry<String, Node> secret : secrets(given.root()).entrySet()) {
      if (secret.getValue().equals(Schema.MASK)) {
        edits.add(new Edit(secret.getKey(), kept(secret.getKey(), base, given)));
      }
    }
    return edits.isEmpty() ? content : text(format.edit(file, bytes(content), edits));
  }

  /** The edits without those that would set a secret to its mask. */
  List<Edit> restore(List<Edit> edits, @Nullable String base) {
    return edits.stream().filter(edit -> !keeps(edit, base)).map(edit -> new Edit(edit.pointer(), filled(edit, base))).toList();
  }

  private boolean keeps(Edit edit, @Nullable String base) {
    return base != null && Schema.MASK.equals(edit.value()) && schema.isSecret(edit.pointer())
        && Pointers.at(parse(base).root(), edit.pointer()) != null;
  }

  /** A section that is set as a whole may hold masks. */
  private @Nullable Node filled(Edit edit, @Nullable String base) {
    Node value = edit.value();
    return value == null || base == null ? value : filled(edit.pointer(), value, parse(base));
  }

  private Node filled(String pointer, Node value, Document base) {
    if (value.equals(Schema.MASK) && schema.isSecret(pointer)) {
      return kept(pointer, base, base);
    }
    if (value instanceof Node.Section section) {
      Map<String, Node> entries = new LinkedHashMap<>();
      section.entries().forEach((key, entry) -> entries.put(key, filled(Pointers.child(pointer, key), entry, base)));
      return new Node.Section(entries);
    }
    if (value instanceof Node.Items list) {
      List<Node> items = new ArrayList<>();
      list.items().forEach(item -> items.add(filled(Pointers.child(pointer, items.size()), item, base)));
      return new Node.Items(items);
    }
    return value;
  }

  private Node kept(String pointer, String base, Document given) {
    return kept(pointer, parse(base), given);
  }

  private Node kept(String pointer, Document base, Document given) {
    Node before = Pointers.at(base.root(), pointer);
    if (before == null) {
      throw new RefusedConfigException(List.of(new Problem(file, given.positionOf(pointer), pointer, "masked-secret",
          "this is the mask of a secret, and there was none before that could be kept", "write the secret itself")));
    }
    return before;
  }

  /** The outermost places that are secret, with what lies there. */
  private Map<String, Node> secrets(Node.Section root) {
    Map<String, Node> found = new LinkedHashMap<>();
    search("", root, found);
    return found;
  }

  private void search(String pointer, Node node, Map<String, Node> found) {
    if (!pointer.isEmpty() && schema.isSecret(pointer)) {
      found.put(pointer, node);
    } else if (node instanceof Node.Section section) {
      section.entries().forEach((key, entry) -> search(Pointers.child(pointer, key), entry, found));
    } else if (node instanceof Node.Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        search(Pointers.child(pointer, i), list.items().get(i), found);
      }
    }
  }

  private Document parse(String content) {
    return format.parse(file, bytes(content));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
