package dev.binnacle.config;

/**
 * Values that are laid over others.
 *
 * @param name as it is told where a value comes from: {@code regimes/calm}
 * @param document the file that they are in
 * @param pointer the section of the file that holds them; empty for all of it
 */
public record Layer(String name, Document document, String pointer) {
  public Layer {
    if (!(Pointers.at(document.root(), pointer) instanceof Node.Section)) {
      throw new IllegalArgumentException("layer " + name + ": there is no section " + pointer + " in " + document.file());
    }
  }

  public Layer(String name, Document document) {
    this(name, document, "");
  }

  Node.Section values() {
    return Pointers.at(document.root(), pointer) instanceof Node.Section section ? section : Node.Section.EMPTY;
  }
}
