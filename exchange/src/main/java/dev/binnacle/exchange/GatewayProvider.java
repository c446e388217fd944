package dev.binnacle.exchange;

/**
 * Opens accounts at one venue. Found by {@link java.util.ServiceLoader} when an account there is asked for, and not before.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public interface GatewayProvider {
  /** The venue's name in lower case, such as {@code kraken}. */
  String venue();

  /** How many calls the venue takes of one account. */
  Pacing.Rate rate();

  /** Opens an account; asks nobody yet. */
  ExchangeGateway open(VenueAccount account);
}
