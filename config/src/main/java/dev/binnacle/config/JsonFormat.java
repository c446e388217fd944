package dev.binnacle.config;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** JSON as RFC 8259 has it, and not more: no comments, no coercion, no number that a double cannot hold. */
final class JsonFormat implements SourceFormat, Editing.Hand {
  private static final Tongue TONGUE = new JsonTongue();

  private final BracketEdits brackets = new BracketEdits(TONGUE);

  @Override
  public String name() {
    return "json";
  }

  @Override
  public Document parse(String file, byte[] content) {
    return read(SourceText.decode(file, content)).document();
  }

  @Override
  public Sited read(SourceText source) {
    return JsonReading.read(source);
  }

  @Override
  public byte[] edit(String file, byte[] content, List<Edit> edits) {
    return Editing.apply(file, content, edits, this);
  }

  @Override
  public String make(Sited sited, Step step) {
    return brackets.make(sited, step);
  }

  @Override
  public byte[] write(Node.Section root) {
    return (new Bracketed(TONGUE).tall(root, "", "  ", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isTornPartRefused() {
    return true;
  }
}
