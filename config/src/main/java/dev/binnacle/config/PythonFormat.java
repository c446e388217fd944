package dev.binnacle.config;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A {@code config.py} of plain assignments, which is read and edited and never run. */
final class PythonFormat implements SourceFormat, Editing.Hand {
  /** An empty file is refused, so one without values says so. */
  static final String NO_VALUES = "# no values";

  private final PythonEdits edits = new PythonEdits();

  @Override
  public String name() {
    return "python";
  }

  @Override
  public Document parse(String file, byte[] content) {
    return read(SourceText.decode(file, content)).document();
  }

  @Override
  public Sited read(SourceText source) {
    return PythonReading.read(source).sited();
  }

  @Override
  public byte[] edit(String file, byte[] content, List<Edit> asked) {
    return Editing.apply(file, content, asked, this);
  }

  @Override
  public String make(Sited sited, Step step) {
    return edits.make(sited, step);
  }

  /** @throws RefusedConfigException if a key at the top is no name that Python could assign to */
  @Override
  public byte[] write(Node.Section root) {
    StringBuilder out = new StringBuilder(root.entries().isEmpty() ? NO_VALUES + "\n" : "");
    root.entries().forEach((name, value) -> {
      if (!PythonBindings.isName(name)) {
        throw new RefusedConfigException(
            List.of(new Problem("config.py", null, "/" + Pointers.escape(name), "name",
                "the key is no name that Python could assign to", "rename it, or write JSON or YAML")));
      }
      out.append(edits.assignment(name, value, "\n")).append('\n');
    });
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isTornPartRefused() {
    return false;
  }
}
