package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.FakePorts;
import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks through the browser of somebody who is signed in. */
final class HostAndOriginTest {
  private Site site = Site.open();

  @AfterEach
  void close() {
    site.close();
  }

  /** Sends a request byte for byte, since no client lets one forge these headers, and reads the status. */
  private int status(String method, String path, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.server.port())) {
      socket.setSoTimeout(10_000);
      StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  private String here() {
    return "Host: 127.0.0.1:" + site.server.port();
  }

  private String session() {
    var browser = Site.browser();
    String link = site.server.issueLoginLink().url();
    var answer =
        Site.send(
            browser,
            site.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", site.origin())
                .POST(BodyPublishers.ofString("code=" + link.substring(link.indexOf('=') + 1))));
    return "Cookie: " + answer.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/fleet", "/", "/login", "/health/live", "/metrics", "/ws"})
  void reboundNameReachesNothing(String path) throws IOException {
    assertThat(status("GET", path, "Host: evil.example", session())).isEqualTo(421);
    assertThat(status("GET", path, "Host: evil.example:" + site.server.port(), session())).isEqualTo(421);
  }

  @Test
  void nameThatTheSettingsAllowIsAnswered() throws IOException {
    site.close();
    site = Site.open(new FakePorts(), settings -> settings.withAllowedHosts(Set.of("bots.lan")));

    assertThat(status("GET", "/health/live", "Host: bots.lan:8000")).isEqualTo(200);
    assertThat(status("GET", "/health/live", "Host: other.lan:8000")).isEqualTo(421);
  }

  @ParameterizedTest
  @CsvSource({"POST, /api/v1/tokens", "DELETE, /api/v1/bots/btc-trend", "DELETE, /api/v1/session", "POST, /api/v1/login-links",
    "POST, /api/balance"})
  void pageOfAnotherSiteCannotUseTheSession(String method, String path) throws IOException {
    String session = session();

    assertThat(status(method, path, here(), session, "Origin: https://evil.example", "Content-Length: 0")).isEqualTo(403);
    assertThat(status(method, path, here(), session, "Origin: null", "Content-Length: 0")).isEqualTo(403);
    assertThat(status(method, path, here(), session, "Origin: http://127.0.0.1:1", "Content-Length: 0")).isEqualTo(403);
    assertThat(status(method, path, here(), session, "Content-Length: 0")).isEqualTo(403);
    assertThat(site.world.forgotten).isEmpty();
    assertThat(site.server.tokens().list()).isEmpty();
  }

  @Test
  void ownPageCanUseTheSession() throws IOException {
    String session = session();

    assertThat(status("DELETE", "/api/v1/bots/btc-trend", here(), session, "Origin: " + site.origin())).isEqualTo(204);
    assertThat(site.world.forgotten).containsExactly("btc-trend by local");
  }

  @Test
  void programNeedsNoOriginAndMayNotHaveAForeignOne() throws IOException {
    String token = "Authorization: Bearer " + site.token(Role.ADMIN);

    assertThat(status("DELETE", "/api/v1/bots/btc-trend", here(), token)).isEqualTo(204);
    assertThat(status("DELETE", "/api/v1/bots/btc-trend", here(), token, "Origin: https://evil.example")).isEqualTo(403);
  }

  @Test
  void socketOpensForOwnPagesOnly() throws IOException {
    String session = session();
    String[] handshake = {"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="};

    assertThat(upgrade(handshake, session, "Origin: " + site.origin())).isEqualTo(101);
    assertThat(upgrade(handshake, session, "Origin: https://evil.example")).isEqualTo(403);
    assertThat(upgrade(handshake, session, "Origin: null")).isEqualTo(403);
    assertThat(upgrade(handshake, session, "X-None: 1")).isEqualTo(403);
    assertThat(upgrade(handshake, "X-None: 1", "Origin: " + site.origin())).isEqualTo(401);
  }

  private int upgrade(String[] handshake, String... more) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.server.port())) {
      socket.setSoTimeout(10_000);
      String request = "GET /ws HTTP/1.1\r\nConnection: Upgrade\r\n" + here() + "\r\n" + String.join("\r\n", handshake) + "\r\n"
          + String.join("\r\n", more);
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void tokenInTheAddressOpensNothing() throws IOException {
    String token = site.token(Role.ADMIN);

    assertThat(status("GET", "/api/v1/fleet?token=" + token, here())).isEqualTo(401);
    assertThat(status("GET", "/api/v1/fleet?access_token=" + token, here())).isEqualTo(401);
  }

  @Test
  void proxyWithAPublicNameIsServed() throws IOException {
    site.close();
    site = Site.open(new FakePorts(), settings -> settings.withPublicUrl(URI.create("https://bots.example.org")));
    String token = "Authorization: Bearer " + site.token(Role.ADMIN);

    assertThat(status("DELETE", "/api/v1/bots/btc-trend", "Host: bots.example.org", token, "Origin: https://bots.example.org"))
        .isEqualTo(204);
    assertThat(status("DELETE", "/api/v1/bots/btc-trend", "Host: bots.example.org", token, "Origin: http://bots.example.org"))
        .isEqualTo(403);
  }
}
