package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The sender's id of an order that closes: the same for the same flattening, position and attempt, so that a crash places nothing twice. */
final class ClosingId {
  /** Kraken takes 18 characters in a client's order id of free text, the fewest of the venues that we know. */
  private static final int LENGTH = 18;
  private static final String PREFIX = "bn";

  private ClosingId() {}

  static String of(String key, Symbol symbol, InstrumentKind kind, int attempt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String parts = key + '\n' + symbol + '\n' + kind + '\n' + attempt;
      String hex = HexFormat.of().formatHex(digest.digest(parts.getBytes(StandardCharsets.UTF_8)));
      return PREFIX + hex.substring(0, LENGTH - PREFIX.length());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
