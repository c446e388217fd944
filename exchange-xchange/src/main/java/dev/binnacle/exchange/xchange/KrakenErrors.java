package dev.binnacle.exchange.xchange;

import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import java.time.Duration;

/** What Kraken's errors mean for whoever asked; docs.kraken.com/exchange/guides/general/errors lists them. */
final class KrakenErrors {
  private static final Duration AFTER_NONCE = Duration.ofMillis(50);
  /** The counter of an account falls by one in a second to three, by its tier. */
  private static final Duration AFTER_RATE = Duration.ofSeconds(3);
  private static final Duration AFTER_LOCKOUT = Duration.ofMinutes(1);
  static final String UNKNOWN_ORDER = "EOrder:Unknown order";

  private KrakenErrors() {}

  static ExchangeException of(String error) {
    String message = "Kraken: " + error;
    if (error.startsWith("EAPI:Invalid nonce")) {
      // Another user of the key was faster; the call was not carried out.
      return ExchangeException.throttled(message, AFTER_NONCE);
    }
    if (error.contains("Rate limit exceeded") || error.contains("Throttled") || error.contains("Too many requests")) {
      return ExchangeException.throttled(message, AFTER_RATE);
    }
    if (error.contains("Temporary lockout")) {
      return ExchangeException.throttled(message, AFTER_LOCKOUT);
    }
    if (error.startsWith("EService") || error.startsWith("EGeneral:Internal error")) {
      return new ExchangeException(Kind.UNREACHABLE, message);
    }
    if (error.startsWith("EAPI:Invalid key") || error.startsWith("EAPI:Invalid signature")
        || error.startsWith("EGeneral:Permission denied")) {
      return new ExchangeException(Kind.UNAUTHORISED, message);
    }
    return new ExchangeException(Kind.REJECTED, message);
  }
}
