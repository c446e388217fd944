package dev.binnacle.exchange.xchange;

import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.GatewayProvider;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.exchange.VenueAccount;
import java.time.InstantSource;

/** Opens spot accounts at Binance. */
public final class BinanceProvider implements GatewayProvider {
  @Override
  public String venue() {
    return "binance";
  }

  /** Binance takes a weight of 6,000 in a minute; a cancel weighs 1, the list of all open orders 80. What it cannot take, it says. */
  @Override
  public Pacing.Rate rate() {
    return new Pacing.Rate(20, 50);
  }

  @Override
  public ExchangeGateway open(VenueAccount account) {
    return new BinanceGateway(account, InstantSource.system());
  }
}
