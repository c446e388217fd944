package dev.binnacle.exchange;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Symbol;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account at a venue.
 *
 * @param venue such as {@code kraken}
 * @param symbols the instruments that it trades: what it holds of their first currencies are its positions, and orders whose
 *     instrument is not known are looked for in these
 * @param currency what its balance is told in
 * @param address where the venue answers; null for its public address
 */
public record VenueAccount(
    String venue, Credentials credentials, Set<Symbol> symbols, Currency currency, @Nullable URI address) {
  public VenueAccount {
    symbols = Set.copyOf(symbols);
    symbols.forEach(VenueAccount::checkPair);
  }

  private static void checkPair(Symbol symbol) {
    int slash = symbol.value().indexOf('/');
    if (slash < 1 || slash == symbol.value().length() - 1) {
      throw new IllegalArgumentException("an instrument of a venue is written BASE/QUOTE such as BTC/USD, was " + symbol);
    }
  }
}
