package dev.binnacle.exchange;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The key of one account at a venue. It never prints, whoever asks; {@link #close} wipes the secret.
 *
 * <p><b>Threads:</b> thread-safe as long as nobody closes it.
 */
public final class Credentials implements AutoCloseable {
  private final String key;
  private final char[] secret;

  public Credentials(String key, char[] secret) {
    if (key.isBlank() || secret.length == 0) {
      throw new IllegalArgumentException("a venue's key and its secret must not be empty");
    }
    this.key = key;
    this.secret = secret.clone();
  }

  /**
   * From {@code BINNACLE_<ACCOUNT>_KEY} and {@code BINNACLE_<ACCOUNT>_SECRET}, with the account's name in upper case and _ for what
   * is neither a letter nor a digit; empty when neither is set.
   *
   * @throws IllegalArgumentException if one is set without the other
   */
  public static Optional<Credentials> from(Map<String, String> environment, String account) {
    String prefix = "BINNACLE_" + account.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    String key = environment.getOrDefault(prefix + "_KEY", "");
    String secret = environment.getOrDefault(prefix + "_SECRET", "");
    if (key.isBlank() && secret.isBlank()) {
      return Optional.empty();
    }
    if (key.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException(
          prefix + (key.isBlank() ? "_KEY" : "_SECRET") + " is not set, and its counterpart is: set both or neither");
    }
    return Optional.of(new Credentials(key.strip(), secret.strip().toCharArray()));
  }

  /** For the adapter that signs with it, and nobody else. */
  public String key() {
    return key;
  }

  /** For the adapter that signs with it, and nobody else. */
  public String secret() {
    return new String(secret);
  }

  @Override
  public void close() {
    Arrays.fill(secret, '\0');
  }

  @Override
  public String toString() {
    return "Credentials[…]";
  }
}
