package dev.binnacle.web.security;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names the server answers to, and which pages may act on it.
 *
 * <p>A page of another site can point its own host name at our address (DNS rebinding) and would then be of our origin for the
 * browser; what it cannot do is make the browser leave its name out of {@code Host}. So names are answered only when they are
 * known. An address instead of a name cannot be rebound: on loopback any loopback address is right, elsewhere any address.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class HostRule {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]/?#@]+)(?::(\\d{1,5}))?");

  private final boolean loopbackOnly;
  private final Set<String> names;
  private final @Nullable URI publicUrl;

  private HostRule(boolean loopbackOnly, Set<String> names, @Nullable URI publicUrl) {
    this.loopbackOnly = loopbackOnly;
    this.names = Set.copyOf(names);
    this.publicUrl = publicUrl;
  }

  /**
   * @param bound the host as it was configured, a name or an address
   * @param resolved the address that it stands for
   * @param allowed further names
   * @param publicUrl where people reach the server through a proxy; null when they reach it directly
   */
  public static HostRule of(String bound, InetAddress resolved, Set<String> allowed, @Nullable URI publicUrl) {
    Set<String> names = new HashSet<>();
    names.add("localhost");
    allowed.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    if (!isAddress(bound)) {
      names.add(bound.toLowerCase(Locale.ROOT));
    }
    if (publicUrl != null && publicUrl.getHost() != null) {
      names.add(publicUrl.getHost().toLowerCase(Locale.ROOT));
    }
    return new HostRule(resolved.isLoopbackAddress(), names, publicUrl);
  }

  /** Whether a request with this {@code Host} header is meant for us. The port is not looked at: a tunnel may change it. */
  public boolean answersTo(@Nullable String hostHeader) {
    return Authority.parse(hostHeader).map(authority -> isOurs(authority.host)).orElse(false);
  }

  private boolean isOurs(String host) {
    if (names.contains(host)) {
      return true;
    }
    if (!isAddress(host)) {
      return false;
    }
    return !loopbackOnly || host.startsWith("127.") || host.equals("[::1]")
        || names.contains(host.replace("[", "").replace("]", ""));
  }

  /**
   * Whether a page of this {@code Origin} is one of ours: the origin that the request went to, or the public one. To be asked only
   * with a {@code Host} that {@link #answersTo} has taken.
   */
  public boolean isOwnOrigin(String originHeader, @Nullable String hostHeader) {
    Optional<URI> origin = parse(originHeader);
    if (origin.isEmpty()) {
      return false;
    }
    URI page = origin.get();
    if (publicUrl != null && page.getHost().equalsIgnoreCase(publicUrl.getHost())) {
      return page.getScheme().equals(publicUrl.getScheme()) && portOf(page) == portOf(publicUrl);
    }
    return Authority.parse(hostHeader)
        .map(target -> target.host.equalsIgnoreCase(page.getHost()) && target.portOr(defaultPort(page)) == portOf(page))
        .orElse(false);
  }

  private static Optional<URI> parse(String origin) {
    try {
      URI uri = new URI(origin);
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isBare = uri.getHost() != null && uri.getRawUserInfo() == null && String.valueOf(uri.getRawPath()).isEmpty();
      return isWeb && isBare ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static int portOf(URI uri) {
    return uri.getPort() == -1 ? defaultPort(uri) : uri.getPort();
  }

  private static int defaultPort(URI uri) {
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private static boolean isAddress(String host) {
    return IPV4.matcher(host).matches() || host.indexOf(':') >= 0;
  }

  /** A host, IPv6 in its brackets, in lower case; {@code port} is -1 when none was given. */
  private record Authority(String host, int port) {
    static Optional<Authority> parse(@Nullable String header) {
      var matcher = AUTHORITY.matcher(header == null ? "" : header);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String host = matcher.group(1).toLowerCase(Locale.ROOT);
      String trimmed = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
      return Optional.of(new Authority(trimmed, matcher.group(2) == null ? -1 : Integer.parseInt(matcher.group(2))));
    }

    int portOr(int fallback) {
      return port == -1 ? fallback : port;
    }
  }
}
