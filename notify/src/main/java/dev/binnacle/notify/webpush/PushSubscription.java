package dev.binnacle.notify.webpush;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A page that asks to be told, as a browser's {@code PushSubscription} says it.
 *
 * @param endpoint where its messages are posted; whoever knows it can write to the page, so it is never shown whole
 * @param publicKey {@code p256dh}, base64url
 * @param secret {@code auth}, base64url
 */
public record PushSubscription(URI endpoint, String publicKey, String secret) {
  /** Whose push services browsers use. Nothing is posted elsewhere, since an address comes from a browser and could be any machine's. */
  private static final List<String> SERVICES = List.of(
      "fcm.googleapis.com", "jmt17.google.com", "android.googleapis.com", "push.services.mozilla.com", "notify.windows.com",
      "push.apple.com");

  /**
   * Why it cannot be told, as a sentence; empty if it can.
   *
   * @param others further push services, such as {@code https://push.example.org}
   */
  public Optional<String> problem(Collection<URI> others) {
    if (!isService(others)) {
      return Optional.of(
          "the address of a subscription must be that of a browser's push service by https, or of one that the channel names under services; was at "
              + endpoint.getHost());
    }
    try {
      Curve.publicKey(Curve.decode(publicKey));
      return Curve.decode(secret).length == 16 ? Optional.empty() : Optional.of("auth of a subscription must have 16 bytes");
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.of("p256dh and auth of a subscription must be keys in base64url");
    }
  }

  /** Where it is, for a person: without the part that names the page. */
  @Override
  public String toString() {
    return "subscription at " + endpoint.getHost();
  }

  URI origin() {
    return URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority());
  }

  private boolean isService(Collection<URI> others) {
    String host = endpoint.getHost();
    if (host == null || endpoint.getRawUserInfo() != null) {
      return false;
    }
    boolean known = "https".equals(endpoint.getScheme()) && (endpoint.getPort() == -1 || endpoint.getPort() == 443)
        && SERVICES.stream().anyMatch(service -> host.equals(service) || host.endsWith("." + service));
    return known || others.contains(origin());
  }
}
