package dev.binnacle.exchange.xchange;

import dev.binnacle.model.Symbol;

/** An instrument's two currencies, as we name them. */
record Pair(String base, String quote) {
  static Pair of(Symbol symbol) {
    int slash = symbol.value().indexOf('/');
    return slash < 0
        ? new Pair(symbol.value(), "")
        : new Pair(symbol.value().substring(0, slash), symbol.value().substring(slash + 1));
  }
}
