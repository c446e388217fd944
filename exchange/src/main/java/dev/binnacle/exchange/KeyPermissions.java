package dev.binnacle.exchange;

/** What the key of an account may do, as far as the venue tells. */
public record KeyPermissions(Allowed read, Allowed trade, Allowed withdraw) {
  public static final KeyPermissions UNKNOWN = new KeyPermissions(Allowed.UNKNOWN, Allowed.UNKNOWN, Allowed.UNKNOWN);

  public enum Allowed {
    YES,
    NO,
    /** The venue has no way to ask, or did not answer. */
    UNKNOWN;

    public static Allowed of(boolean allowed) {
      return allowed ? YES : NO;
    }
  }

  /**
   * Refuses a key that can take money away: a bot needs none, and whoever steals it from us could.
   *
   * @throws ExchangeException UNAUTHORISED when the venue says that the key may withdraw
   */
  public void refuseWithdrawal(String venue) {
    if (withdraw == Allowed.YES) {
      throw new ExchangeException(
          ExchangeException.Kind.UNAUTHORISED,
          "the key for " + venue
              + " may withdraw funds, and such keys are refused: make one that may read and trade, and no more");
    }
  }
}
