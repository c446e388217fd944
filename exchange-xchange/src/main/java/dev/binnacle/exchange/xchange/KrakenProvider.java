package dev.binnacle.exchange.xchange;

import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.GatewayProvider;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.exchange.VenueAccount;

/** Opens accounts at Kraken. */
public final class KrakenProvider implements GatewayProvider {
  @Override
  public String venue() {
    return "kraken";
  }

  /** Kraken's counter of a starter account holds 15 calls; cancels do not count in it. What it cannot take, it says. */
  @Override
  public Pacing.Rate rate() {
    return new Pacing.Rate(5, 15);
  }

  @Override
  public ExchangeGateway open(VenueAccount account) {
    return new KrakenGateway(account);
  }
}
