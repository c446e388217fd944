package dev.binnacle.web;

import dev.binnacle.web.live.LiveSettings;
import dev.binnacle.web.security.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the web server is set up.
 *
 * @param host to listen on, a name or an address
 * @param port to listen on; 0 for any that is free
 * @param publicUrl where people reach the server through a proxy, such as {@code https://bots.example.org}; null when they reach it
 *     directly. With https the session's cookie is sent over https only
 * @param allowedHosts further names by which the server may be called
 * @param sessionKey what signs the sessions
 * @param sessionLifetime after which people sign in again
 * @param environmentToken a secret that stands for an administrator; null for none
 * @param live how the open sockets are treated
 * @param dashboard whether the dashboard's pages are served beside the API
 */
public record WebSettings(
    String host,
    int port,
    @Nullable URI publicUrl,
    Set<String> allowedHosts,
    Secret sessionKey,
    Duration sessionLifetime,
    @Nullable Secret environmentToken,
    LiveSettings live,
    boolean dashboard) {
  private static final int SHORTEST_KEY = 16;
  private static final Duration A_WEEK = Duration.ofDays(7);

  public WebSettings {
    allowedHosts = Set.copyOf(allowedHosts);
    require(!host.isBlank(), "server.host", "a name or an address", "\"" + host + "\"");
    require(port >= 0 && port <= 65_535, "server.port", "0 to 65535", "" + port);
    require(sessionLifetime.isPositive(), "server.session-lifetime", "above 0", "" + sessionLifetime);
    require(sessionKey.length() >= SHORTEST_KEY, "the session key", "at least 16 characters long", sessionKey.length() + " long");
    require(publicUrl == null || isOrigin(publicUrl), "server.public-url", "http:// or https:// and a host, without a path",
        "" + publicUrl);
  }

  /** On this machine only, with all else at its default. */
  public static WebSettings local(int port, Secret sessionKey) {
    return new WebSettings("127.0.0.1", port, null, Set.of(), sessionKey, A_WEEK, null, LiveSettings.DEFAULT, true);
  }

  public WebSettings withHost(String name) {
    return new WebSettings(name, port, publicUrl, allowedHosts, sessionKey, sessionLifetime, environmentToken, live, dashboard);
  }

  public WebSettings withPublicUrl(@Nullable URI url) {
    return new WebSettings(host, port, url, allowedHosts, sessionKey, sessionLifetime, environmentToken, live, dashboard);
  }

  public WebSettings withAllowedHosts(Set<String> names) {
    return new WebSettings(host, port, publicUrl, names, sessionKey, sessionLifetime, environmentToken, live, dashboard);
  }

  public WebSettings withEnvironmentToken(@Nullable Secret token) {
    return new WebSettings(host, port, publicUrl, allowedHosts, sessionKey, sessionLifetime, token, live, dashboard);
  }

  public WebSettings withLive(LiveSettings sockets) {
    return new WebSettings(host, port, publicUrl, allowedHosts, sessionKey, sessionLifetime, environmentToken, sockets,
        dashboard);
  }

  public WebSettings withDashboard(boolean served) {
    return new WebSettings(host, port, publicUrl, allowedHosts, sessionKey, sessionLifetime, environmentToken, live, served);
  }

  private static boolean isOrigin(URI url) {
    boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    boolean isBare = url.getRawPath() == null || url.getRawPath().isEmpty() || url.getRawPath().equals("/");
    return isWeb && isBare && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null;
  }

  private static void require(boolean holds, String name, String rule, String was) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", was " + was);
    }
  }
}
