package dev.binnacle.web;

import java.time.Instant;

/**
 * A link that lets one person in, once. Its text is left out of {@link #toString()}.
 *
 * @param url with the code in it
 * @param expiresAt when it ends unused
 */
public record LoginLink(String url, Instant expiresAt) {
  @Override
  public String toString() {
    return "a login link until " + expiresAt;
  }
}
