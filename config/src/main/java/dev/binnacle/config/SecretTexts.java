package dev.binnacle.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file's text with its secrets hidden, as people see it, and back: a secret that comes back hidden is the one that was there. */
final class SecretTexts {
  private final String file;
  private final SourceFormat format;
  private final Schema schema;

  SecretTexts(String file, SourceFormat format, Schema schema) {
    this.file = file;
    this.format = format;
    this.schema = schema;
  }

  /** @throws RefusedConfigException if the content cannot be read, or a secret not be replaced in its text */
  byte[] hide(byte[] content) {
    List<Edit> edits = new ArrayList<>();
    collect("", format.parse(file, content).root(), (pointer, value) -> edits.add(new Edit(pointer, Schema.MASK)));
    return edits.isEmpty() ? content : format.edit(file, content, edits);
  }

  /** The content with what is hidden in it as it is in force. What cannot be read is left as it is, for the checks to refuse. */
  byte[] restore(byte[] content, Node.Section inForce) {
    if (!new String(content, StandardCharsets.UTF_8).contains(Schema.MASK.text())) {
      return content;
    }
    List<Edit> edits = new ArrayList<>();
    try {
      collect("", format.parse(file, content).root(), (pointer, value) -> {
        Node known = Pointers.at(inForce, pointer);
        if (value.equals(Schema.MASK) && known != null) {
          edits.add(new Edit(pointer, known));
        }
      });
      return edits.isEmpty() ? content : format.edit(file, content, edits);
    } catch (RefusedConfigException e) {
      return content;
    }
  }

  private interface Found {
    void secret(String pointer, Node value);
  }

  private void collect(String pointer, @Nullable Node node, Found found) {
    if (node == null) {
      return;
    }
    if (!pointer.isEmpty() && schema.isSecret(pointer)) {
      found.secret(pointer, node);
    } else if (node instanceof Node.Section section) {
      for (Map.Entry<String, Node> entry : section.entries().entrySet()) {
        collect(Pointers.child(pointer, entry.getKey()), entry.getValue(), found);
      }
    } else if (node instanceof Node.Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        collect(Pointers.child(pointer, i), list.items().get(i), found);
      }
    }
  }
}
