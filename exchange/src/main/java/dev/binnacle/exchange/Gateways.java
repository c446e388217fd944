package dev.binnacle.exchange;

import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds the adapter of a venue. */
public final class Gateways {
  private Gateways() {}

  /**
   * Opens an account, paced as its venue wants, and refuses a key that may withdraw where the venue tells.
   *
   * @throws IllegalArgumentException if there is no adapter for the venue; names those that there are
   * @throws ExchangeException UNAUTHORISED for a key that may withdraw
   */
  public static PacedGateway open(VenueAccount account, Timepiece time) {
    TreeMap<String, GatewayProvider> providers = new TreeMap<>();
    ServiceLoader.load(GatewayProvider.class).forEach(provider -> providers.put(provider.venue(), provider));
    GatewayProvider provider = providers.get(account.venue());
    if (provider == null) {
      throw new IllegalArgumentException("there is no adapter for the venue " + account.venue() + "; there is: "
          + (providers.isEmpty() ? "none" : String.join(", ", providers.keySet())));
    }
    PacedGateway gateway = new PacedGateway(provider.open(account), new Pacing(time, provider.rate()));
    gateway.keyPermissions().refuseWithdrawal(account.venue());
    return gateway;
  }
}
