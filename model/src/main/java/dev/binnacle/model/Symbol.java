package dev.binnacle.model;

/** An instrument as the bot names it, such as {@code BTC/USDT}. */
public record Symbol(String value) implements Comparable<Symbol> {
  public Symbol {
    Check.name("symbol", value, 32, Check::isVisible, "visible characters");
  }

  @Override
  public int compareTo(Symbol other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
