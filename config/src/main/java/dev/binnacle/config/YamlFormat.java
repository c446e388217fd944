package dev.binnacle.config;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * YAML 1.2 in the part that is safe: one document, no duplicate keys, no tags, no merge keys, few aliases, and no value that older
 * readers of YAML take for another one.
 */
final class YamlFormat implements SourceFormat, Editing.Hand {
  private final YamlEdits edits = new YamlEdits();

  @Override
  public String name() {
    return "yaml";
  }

  @Override
  public Document parse(String file, byte[] content) {
    return read(SourceText.decode(file, content)).document();
  }

  @Override
  public Sited read(SourceText source) {
    return YamlReading.read(source);
  }

  @Override
  public byte[] edit(String file, byte[] content, List<Edit> asked) {
    return Editing.apply(file, content, asked, this);
  }

  @Override
  public String make(Sited sited, Step step) {
    return edits.make(sited, step);
  }

  @Override
  public byte[] write(Node.Section root) {
    return (new YamlBlocks().lines(root, "", "  ", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isTornPartRefused() {
    return false;
  }
}
