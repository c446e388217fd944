package dev.binnacle.server;

/** A text that must not be seen: it prints as {@code <secret>}, and no record that holds one can give it away by accident. */
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /** The text itself, for the one place that needs it. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
