package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-behaved client sends, byte for byte. */
final class RawHttpTest {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);

  @AfterEach
  void close() {
    site.close();
  }

  /** Sends bytes and reads until the server closes the connection. */
  private String talk(byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.server.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String talk(String text) throws IOException {
    return talk(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String request(String line, String... headers) {
    return line + "\r\n" + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/api/v1/fleet", "/ws", "/nothing.txt", "/"})
  void connectionIsClosedWhenTheClientAsksForIt(String path) throws IOException {
    String answer =
        talk(request("GET " + path + " HTTP/1.1", "Host: 127.0.0.1", "Authorization: Bearer " + viewer, "Connection: close"));

    assertThat(answer).startsWith("HTTP/1.1 ").containsIgnoringCase("Connection: close");
  }

  @Test
  void refusedUploadClosesTheConnection() throws IOException {
    String answer =
        talk(
            request(
                "POST /api/v1/bots/b/events HTTP/1.1",
                "Host: 127.0.0.1",
                "Authorization: Bearer " + site.token(Role.INGEST),
                "Content-Type: application/json",
                "Content-Length: 999999999"));

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
  }

  @Test
  void whoIsRefusedBeforeTheBodyHasComeHearsThatTheConnectionEnds() throws IOException {
    // A client that was not told used the connection again, and found it closed in the midst of its next request.
    String answer =
        talk(
            request(
                "PUT /api/v1/bots/b/config HTTP/1.1",
                "Host: 127.0.0.1",
                "Authorization: Bearer bnc_nonsense",
                "Content-Type: application/json",
                "Content-Length: 14"));

    assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase("Connection: close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "GET /a%2Fb HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "BREW /pot HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Header: x\r\nConnection: close\r\n\r\n"
      })
  void whatIsNoRequestIsRefusedAsAProblem(String bytes) throws IOException {
    String answer = talk(bytes);

    assertThat(answer).matches("(?s)HTTP/1.1 (400|404|401|405|421|501|505) .*").contains("application/problem+json")
        .contains("X-Content-Type-Options: nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cookie: \"=;;;=a; binnacle=%%%; binnacle",
        "Cookie: binnacle-80=.; binnacle-80=a.b",
        "Authorization: ",
        "Authorization: Bearer",
        "Authorization: Negotiate YII=",
        "Accept: ,,;q=,*/*;q=x",
        "Accept-Encoding: gzip;q=nan,,;",
        "If-None-Match: \"",
        "Origin: http://[",
        "Sec-Fetch-Site: \u00e9"
      })
  void oddHeaderIsNoReasonToFail(String header) throws IOException {
    for (String path : List.of("/health/live", "/api/v1/fleet", "/login", "/", "/ws")) {
      assertThat(talk(request("GET " + path + " HTTP/1.1", "Host: 127.0.0.1", header, "Connection: close")))
          .doesNotStartWith("HTTP/1.1 5");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?a=%zz", "?%", "?a=%c3%28", "?=&&==&", "?bot=%00", "?limit=%EF%BC%91"})
  void oddQueryIsRefusedAndNoReasonToFail(String query) throws IOException {
    String answer =
        talk(request("GET /api/v1/trades" + query + " HTTP/1.1", "Host: 127.0.0.1", "Authorization: Bearer " + viewer,
            "Connection: close"));

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
  }

  @Test
  void requestWithoutAHostIsRefused() throws IOException {
    assertThat(talk("GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 4");
    assertThat(talk("GET /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 421 ");
  }

  @Test
  void tooManyHeadersAreRefusedAsAProblem() throws IOException {
    String answer = talk("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: " + "x".repeat(40_000) + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("application/problem+json");
  }

  @Test
  void addressInFullIsJudgedByItsOwnHost() throws IOException {
    String answer =
        talk(
            request(
                "GET http://evil.example/api/v1/fleet HTTP/1.1", "Host: evil.example", "Authorization: Bearer " + viewer,
                "Connection: close"));

    assertThat(answer).startsWith("HTTP/1.1 421 ");
  }

  @Test
  void randomBytesNeverMakeTheServerFail() throws IOException {
    Random random = new Random(20260105);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        byte[] start = "GET /api/v1/bots/".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.server.port())) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).doesNotStartWith("HTTP/1.1 500").doesNotContain("Exception");
      }
    }
    assertThat(site.get("/api/v1/fleet", viewer).statusCode()).isEqualTo(200);
  }
}
